import { formatCount } from '@domain/format';

import { useEngineCommand } from '../../lib/engine-queries';
import { showToast } from '../../ui/toast';
import type { TraceWindowCache } from './model/trace-window-cache';

export interface DeleteControl {
  readonly isDeleting: boolean;
  /** Deletes traces and offers to undo it; calls back once they are hidden. */
  readonly deleteTraces: (keys: readonly number[], onDeleted: () => void) => void;
}

/** Most traces the engine deletes at once. */
const MAX_KEYS = 100_000;

export function useDeleteTraces(cache: TraceWindowCache): DeleteControl {
  const remove = useEngineCommand('traces.delete');
  const restore = useEngineCommand('traces.undoDelete');

  const undo = (undoToken: string): void => {
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
            showToast({
              message: deleted === 1 ? '1 trace deleted' : `${formatCount(deleted)} traces deleted`,
              action: { label: 'Undo', run: () => undo(undoToken) },
            });
          },
          onError: (error) => showToast({ status: 'error', message: error.message, sticky: true }),
        },
      );
    },
  };
}
