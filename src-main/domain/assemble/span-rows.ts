import type { UnixNs } from '../units';

/** Narrow rows of one trace as columns of equal length, in any order. */
export interface SpanRows {
  readonly count: number;
  /** What `startNs` and `endNs` count from. */
  readonly baseNs: UnixNs;
  readonly names: readonly string[];
  readonly services: readonly string[];
  /** Store keys: unique, positive, growing with arrival. */
  readonly keys: Float64Array;
  /** 8 bytes a row. */
  readonly spanIds: Uint8Array;
  /** 8 bytes a row; all zero for a root. */
  readonly parentIds: Uint8Array;
  /** Offset from `baseNs`; NaN where the sender gave no start (zero). */
  readonly startNs: Float64Array;
  /** Offset from `baseNs`; NaN where the sender gave no end (zero). */
  readonly endNs: Float64Array;
  /** Index into `names`. */
  readonly nameIds: Int32Array;
  /** Index into `services`. */
  readonly serviceIds: Int32Array;
  /** Equal numbers mean the same resource, that is, the same process and clock. */
  readonly resourceIds: Int32Array;
  readonly categories: Uint8Array;
  readonly kinds: Uint8Array;
  readonly statuses: Uint8Array;
  readonly exceptionCounts: Uint16Array;
  readonly logCounts: Uint16Array;
}
