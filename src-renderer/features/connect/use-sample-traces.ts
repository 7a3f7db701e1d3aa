import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';

import type { TraceRow } from '@contract/traces';
import type { TraceId } from '@domain/units';

import type { EngineClient } from '../../lib/engine-client';
import { useEngine, useEngineCommand, useEngineQuery } from '../../lib/engine-queries';
import { useWelcomeStore } from '../../stores/welcome';
import { showToast } from '../../ui/toast';
import { sampleRuns } from './samples';

const ROWS = 'samples.rows';

export interface SampleTraces {
  /** Those of the samples that are in the store. */
  readonly stored: ReadonlyMap<TraceId, TraceRow>;
  /** Deletes them from the store, with a way back. */
  readonly remove: () => void;
  readonly isRemoving: boolean;
}

/** Which samples are in the store. Read anew when the page opens and after each import. */
export function useSampleTraces(): SampleTraces {
  const client = useEngine();
  const cache = useQueryClient();
  const { data: jobs } = useEngineQuery('import.jobs', {});
  const ended = jobs?.filter(({ state }) => state !== 'running').length ?? 0;
  const { data: stored = new Map<TraceId, TraceRow>() } = useQuery({
    queryKey: [ROWS, ended],
    queryFn: ({ signal }) => readRows(client, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const remove = useEngineCommand('traces.delete');
  const restore = useEngineCommand('traces.undoDelete');

  const refresh = () => void cache.invalidateQueries({ queryKey: [ROWS] });
  const onError = (error: Error) => showToast({ status: 'error', message: error.message });
  return {
    stored,
    isRemoving: remove.isPending,
    remove: () =>
      remove.mutate(
        { keys: [...stored.values()].map(({ key }) => key) },
        {
          onSuccess: ({ deleted, undoToken }) => {
            refresh();
            showToast({
              message:
                deleted === 1 ? '1 sample trace removed' : `${deleted} sample traces removed`,
              action: {
                label: 'Undo',
                run: () => {
                  useWelcomeStore.setState({ announced: true });
                  restore.mutate({ undoToken }, { onSuccess: refresh, onError });
                },
              },
            });
          },
          onError,
        },
      ),
  };
}

/** The header of a trace says all that is needed, and finding it by its id costs next to nothing. */
async function readRows(
  client: EngineClient,
  signal: AbortSignal,
): Promise<ReadonlyMap<TraceId, TraceRow>> {
  const rows = new Map<TraceId, TraceRow>();
  await Promise.all(
    sampleRuns.map(({ traceId }) =>
      client
        .stream(
          'trace.open',
          { traceId },
          (chunk) => {
            if (chunk.type === 'header') rows.set(traceId, chunk.row);
          },
          signal,
        )
        // Most often `not_found`; and of a store that cannot be read, none is shown.
        .catch(() => undefined),
    ),
  );
  return rows;
}
