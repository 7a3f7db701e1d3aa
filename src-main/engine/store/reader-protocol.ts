/** Messages between the pool of readers and a reader thread. */
import type { CallError } from '@contract/errors';
import type { PriceList } from '../facets/price-list';
import type { QueryName } from '../queries';

export interface ReaderWorkerData {
  readonly path: string;
  readonly sqliteBinding: string | null;
  readonly prices: PriceList;
  /** One Int32: the id of the job that is to stop. The thread reads it while it is busy. */
  readonly cancelled: SharedArrayBuffer;
}

export type ToReader =
  | { readonly t: 'run'; readonly id: number; readonly name: QueryName; readonly params: unknown }
  /** Costs are computed with these from the next job on. */
  | { readonly t: 'prices'; readonly prices: PriceList }
  | { readonly t: 'close' };

export type FromReader =
  /** The connection is open; jobs may come. */
  | { readonly t: 'opened' }
  | { readonly t: 'chunk'; readonly id: number; readonly value: unknown }
  | {
      readonly t: 'result';
      readonly id: number;
      readonly value: unknown;
      readonly elapsedMs: number;
    }
  | {
      readonly t: 'error';
      readonly id: number;
      readonly error: CallError;
      /** The database file itself is damaged. */
      readonly isDamaged: boolean;
      readonly elapsedMs: number;
    };
