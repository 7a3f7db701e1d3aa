import { formatCount } from '@domain/format';

import { useEngine, useEngineCommand } from '../../lib/engine-queries';
import { showToast } from '../../ui/toast';
import { offerUndo } from '../../ui/undo';
import type { TraceWindowCache } from './model/trace-window-cache';

export interface DeleteControl {
  readonly isDeleting: boolean;
  /** Deletes traces and offers to undo it; calls back once they are hidden. */
  readonly deleteTraces: (keys: readonly number[], onDeleted: () => void) => void;
}

/** Most traces the engine deletes at once. */
const MAX_KEYS = 100_000;

export function useDeleteTraces(cache: TraceWindowCache): DeleteControl {
  const client = useEngine();
  const remove = useEngineCommand('traces.delete');
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
            offerUndo({
              client,
              undoToken,
              message: deleted === 1 ? '1 trace deleted' : `${formatCount(deleted)} traces deleted`,
              onUndone: () => void cache.refresh(),
            });
          },
          onError: (error) => showToast({ status: 'error', message: error.message, sticky: true }),
        },
      );
    },
  };
}
