/**
 * One trace as columns. Rows stand in preorder (a parent before its children, children by
 * start time), so a subtree is the contiguous range `[i, i + 1 + descendants[i])`, folding
 * is skipping, and drawing a window of rows touches a window of each column.
 */
import type { UnixNs } from './units';

/** Bits of `SpanTable.flags`. */
export const SpanFlag = {
  /** Its parent never arrived; it hangs under a placeholder. */
  orphan: 1 << 0,
  /** Stands for a span that is referred to but has not arrived. */
  placeholder: 1 << 1,
  /** Starts before its parent starts or ends after it by more than the trace allows for: clocks differ. */
  clockSkew: 1 << 2,
  endBeforeStart: 1 << 3,
  zeroStart: 1 << 4,
  /** No end time: still running, or never ended. */
  zeroEnd: 1 << 5,
  emptyName: 1 << 6,
  /** On the trace's critical path for at least part of its time. */
  critical: 1 << 7,
  /** Was cut out of a cycle of parents and made a root. */
  cycle: 1 << 8,
  /** Of a trace that a span above it links to as its remote side; counts in its own trace alone. */
  otherTrace: 1 << 9,
} as const;

export interface SpanTable {
  readonly count: number;
  /** Absolute time of offset 0. */
  readonly baseNs: UnixNs;
  /** Latest end (or start) less `baseNs`. */
  readonly durationNs: number;
  readonly names: readonly string[];
  readonly services: readonly string[];
  /** 8 bytes a row. */
  readonly spanIds: Uint8Array;
  /** Store key of the row, 0 for a placeholder. */
  readonly keys: Float64Array;
  /** Row of the parent, -1 for a root. */
  readonly parents: Int32Array;
  readonly depths: Uint16Array;
  readonly descendants: Int32Array;
  readonly startNs: Float64Array;
  /** As sent: may be negative; 0 where there is no end. */
  readonly durationsNs: Float64Array;
  /** Time not covered by children. */
  readonly selfNs: Float64Array;
  /** Index into `names`. */
  readonly nameIds: Int32Array;
  /** Index into `services`. */
  readonly serviceIds: Int32Array;
  readonly categories: Uint8Array;
  readonly kinds: Uint8Array;
  readonly statuses: Uint8Array;
  readonly flags: Uint16Array;
  readonly exceptionCounts: Uint16Array;
  readonly logCounts: Uint16Array;
  /** Critical path as (row, from, to) pieces in time order. */
  readonly criticalRows: Int32Array;
  readonly criticalFromNs: Float64Array;
  readonly criticalToNs: Float64Array;
}
