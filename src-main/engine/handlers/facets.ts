/** Handlers `sessions.…`, `prices.…` and `facets.…`, and which traces are understood anew. */
import type { FacetStatus } from '@contract/facets';
import type { PriceTable } from '@domain/pricing';
import type { HandlersOf } from '../router';
import type { Emit } from '../rpc-server';
import type { ReaderPool } from '../store/reader-pool';
import { Throttle } from '../throttle';
import { ChangedKeys } from './changed-keys';

const INTERVAL_MS = 100;

export function facetHandlers(
  readers: ReaderPool,
  bundled: PriceTable,
  status: () => FacetStatus,
): HandlersOf<'sessions' | 'prices' | 'facets'> {
  return {
    'sessions.window': (params, { signal }) => readers.run('sessions.window', params, { signal }),
    'sessions.open': (params, { signal }) => readers.run('sessions.open', params, { signal }),
    'sessions.context': (params, { signal }) => readers.run('sessions.context', params, { signal }),
    'prices.bundled': () => bundled,
    'facets.status': () => status(),
  };
}

/** Announces progress and traces whose facets were stored, each at most ten times a second. */
export class FacetAnnouncer {
  readonly #keys = new ChangedKeys();
  readonly #traces: Throttle;
  readonly #progress: Throttle;
  #status: FacetStatus | null = null;

  constructor(emit: Emit) {
    this.#traces = new Throttle(INTERVAL_MS, () =>
      emit('traces.facetsChanged', { keys: this.#keys.take() }),
    );
    this.#progress = new Throttle(INTERVAL_MS, () => {
      if (this.#status !== null) emit('facets.changed', this.#status);
    });
  }

  stored(keys: readonly number[]): void {
    this.#keys.add(keys);
    this.#traces.request();
  }

  changed(status: FacetStatus): void {
    this.#status = status;
    this.#progress.request();
  }

  stop(): void {
    this.#traces.stop();
    this.#progress.stop();
  }
}
