/** Handlers `traces.…` and `trace.…`, and which traces have changed. */
import type { HandlersOf } from '../router';
import type { Emit } from '../rpc-server';
import type { Store } from '../store';
import type { ReaderPool } from '../store/reader-pool';
import { Throttle } from '../throttle';

const CHANGES_INTERVAL_MS = 100;
/** More keys than this are not listed one by one. */
const MAX_KEYS = 300;

export function traceHandlers(store: Store, readers: ReaderPool): HandlersOf<'traces' | 'trace'> {
  return {
    'traces.window': (params, { signal }) => readers.run('traces.window', params, { signal }),
    'traces.search': (params, { signal }) => readers.run('traces.search', params, { signal }),
    'traces.delete': ({ keys }) => store.commands.deleteTraces(keys),
    'traces.undoDelete': ({ undoToken }) => store.commands.undoDelete(undoToken),
    'trace.open': async (params, { signal, send }) => {
      let sent = Promise.resolve();
      const result = await readers.run('trace.open', params, {
        signal,
        onChunk: (chunk) => {
          sent = sent.then(() => send(chunk));
          // A rejection is for the end, where it is awaited.
          sent.catch(() => undefined);
        },
      });
      await sent;
      return result;
    },
    'trace.spanDetail': (params, { signal }) => readers.run('trace.spanDetail', params, { signal }),
    'trace.spanOtlpJson': (params, { signal }) =>
      readers.run('trace.spanOtlpJson', params, { signal }),
    'trace.logs': (params, { signal }) => readers.run('trace.logs', params, { signal }),
  };
}

/** Announces changed traces at most ten times a second. Returns the way to stop. */
export function announceTraces(store: Pick<Store, 'onChange'>, emit: Emit): () => void {
  let keys: Set<number> | null = new Set();
  let totalStored = 0;
  const changes = new Throttle(CHANGES_INTERVAL_MS, () => {
    emit('traces.changed', { keys: keys === null ? null : [...keys], totalStored });
    keys = new Set();
  });
  const stopListening = store.onChange((change) => {
    if (change.type !== 'traces') return;
    totalStored = change.totalStored;
    if (change.keys === null) keys = null;
    for (const key of change.keys ?? []) keys?.add(key);
    if (keys !== null && keys.size > MAX_KEYS) keys = null;
    changes.request();
  });
  return () => {
    stopListening();
    changes.stop();
  };
}
