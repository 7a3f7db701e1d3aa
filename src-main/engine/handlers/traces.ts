/** Handlers `traces.…` and `trace.…`, and which traces have changed. */
import type { HandlersOf } from '../router';
import type { Emit } from '../rpc-server';
import type { Store } from '../store';
import type { ReaderPool } from '../store/reader-pool';
import { Throttle } from '../throttle';
import { ChangedKeys } from './changed-keys';
import { streamQuery } from './stream-query';

const CHANGES_INTERVAL_MS = 100;

export function traceHandlers(store: Store, readers: ReaderPool): HandlersOf<'traces' | 'trace'> {
  return {
    'traces.window': (params, { signal }) => readers.run('traces.window', params, { signal }),
    'traces.search': (params, { signal }) => readers.run('traces.search', params, { signal }),
    'traces.rows': (params, { signal }) => readers.run('traces.rows', params, { signal }),
    'traces.mlflowJson': (params, { signal }) =>
      readers.run('traces.mlflowJson', params, { signal }),
    'trace.previousRun': (params, { signal }) =>
      readers.run('trace.previousRun', params, { signal }),
    'traces.delete': ({ keys }) => store.commands.deleteTraces(keys),
    'traces.undoDelete': ({ undoToken }) => store.commands.undoDelete(undoToken),
    'trace.open': (params, context) => streamQuery(readers, 'trace.open', params, context),
    'trace.facets': (params, context) => streamQuery(readers, 'trace.facets', params, context),
    'trace.spanDetail': (params, { signal }) => readers.run('trace.spanDetail', params, { signal }),
    'trace.spanOtlpJson': (params, { signal }) =>
      readers.run('trace.spanOtlpJson', params, { signal }),
    'trace.info': (params, { signal }) => readers.run('trace.info', params, { signal }),
    'trace.logs': (params, { signal }) => readers.run('trace.logs', params, { signal }),
    'trace.spanView': (params, { signal }) => readers.run('trace.spanView', params, { signal }),
    'trace.steps': (params, { signal }) => readers.run('trace.steps', params, { signal }),
    'trace.graph': (params, { signal }) => readers.run('trace.graph', params, { signal }),
    'trace.markdown': (params, { signal }) => readers.run('trace.markdown', params, { signal }),
  };
}

/** Announces changed traces at most ten times a second. Returns the way to stop. */
export function announceTraces(store: Pick<Store, 'onChange'>, emit: Emit): () => void {
  const keys = new ChangedKeys();
  let totalStored = 0;
  const changes = new Throttle(CHANGES_INTERVAL_MS, () =>
    emit('traces.changed', { keys: keys.take(), totalStored }),
  );
  const stopListening = store.onChange((change) => {
    if (change.type !== 'traces') return;
    totalStored = change.totalStored;
    keys.add(change.keys);
    changes.request();
  });
  return () => {
    stopListening();
    changes.stop();
  };
}
