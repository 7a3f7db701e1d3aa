/** Messages between the engine's main thread and the facet worker. */
import type { FacetStatus } from '@contract/facets';
import type { FacetBatch } from './facet-batch';
import type { GivenUpList } from './given-up';
import type { PriceList } from './price-list';

export interface FacetWorkerData {
  readonly path: string;
  readonly sqliteBinding: string | null;
  readonly prices: PriceList;
  /** Traces that a worker hung at or died of, with no span to blame. */
  readonly skipped: readonly number[];
  readonly givenUp: GivenUpList;
  /** Of a `WorkMark`. */
  readonly mark: SharedArrayBuffer;
}

export type ToFacetWorker =
  /** Traces have changed, so there may be something to do. */
  | { readonly t: 'changed' }
  | { readonly t: 'prices'; readonly prices: PriceList }
  /** The batch was stored, or could not be. */
  | { readonly t: 'stored'; readonly isStored: boolean }
  | { readonly t: 'close' };

export type FromFacetWorker =
  | { readonly t: 'opened' }
  /** At most two are not answered by 'stored' at any time. */
  | { readonly t: 'batch'; readonly batch: FacetBatch }
  | { readonly t: 'status'; readonly status: FacetStatus }
  /** Something of ours went wrong with one span or trace. */
  | { readonly t: 'trouble'; readonly message: string }
  /** Reading failed; the worker ends. */
  | { readonly t: 'failed'; readonly message: string; readonly isDamaged: boolean };
