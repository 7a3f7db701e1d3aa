import { formatCount } from '@domain/format';

import { useEngineCommand } from '../../lib/engine-queries';
import { showToast } from '../../ui/toast';
import type { TraceWindowCache } from './model/trace-window-cache';

export interface DeleteControl {
  readonly isDeleting: boolean;
  /** Deletes traces and offers to undo it; calls back once they are hidden. */
  readonly deleteTraces: (keys: readonly number[], onDeleted: () => void) => void;
  /** Takes the last deletion back while that can be done; false where there is none. */
  readonly undoLast: () => boolean;
}

interface Deletion {
  readonly undoToken: string;
  readonly untilMs: number;
  readonly hideToast: () => void;
}

/** How long the engine keeps what was deleted. */
const UNDO_MS = 30_000;
/** Survives leaving the list: what was deleted there can be undone on coming back. */
let lastDeletion: Deletion | null = null;

/** Most traces the engine deletes at once. */
const MAX_KEYS = 100_000;

export function useDeleteTraces(cache: TraceWindowCache): DeleteControl {
  const remove = useEngineCommand('traces.delete');
  const restore = useEngineCommand('traces.undoDelete');

  const undo = (undoToken: string): void => {
    if (lastDeletion?.undoToken === undoToken) lastDeletion = null;
    restore.mutate(
      { undoToken },
      {
        onSuccess: () => void cache.refresh(),
        onError: (error) => showToast({ status: 'error', message: error.message, sticky: true }),
      },
    );
  };
  return {
    isDeleting: remove.isPending,
    deleteTraces: (keys, onDeleted) => {
      if (keys.length === 0) return;
      remove.mutate(
        { keys: keys.slice(0, MAX_KEYS) },
        {
          onSuccess: ({ deleted, undoToken }) => {
            onDeleted();
            void cache.refresh();
            const hideToast = showToast({
              message: deleted === 1 ? '1 trace deleted' : `${formatCount(deleted)} traces deleted`,
              action: { label: 'Undo', run: () => undo(undoToken) },
            });
            lastDeletion = { undoToken, untilMs: Date.now() + UNDO_MS, hideToast };
          },
          onError: (error) => showToast({ status: 'error', message: error.message, sticky: true }),
        },
      );
    },
    undoLast: () => {
      if (lastDeletion === null || Date.now() >= lastDeletion.untilMs) return false;
      lastDeletion.hideToast();
      undo(lastDeletion.undoToken);
      return true;
    },
  };
}
