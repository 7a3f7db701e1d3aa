/**
 * How far spans without an end reach: to now while the trace is live, to the last word about it
 * once it is judged stale.
 */
import type { TraceRow } from '@contract/traces';

import { progressOf } from '../../../ui/trace-progress';
import { fitWindow, widthOf, type TimeWindow } from '../../../ui/timeline/time-window';
import type { TraceModel } from './trace-model';

export interface OpenEnd {
  /** Offset from the table's base. */
  readonly endNs: number;
  /** It moves on with the clock. */
  readonly isLive: boolean;
}

const NS_PER_MS = 1e6;
/**
 * Times that differ more from that of their arrival are of another clock, or of a file: what is
 * open in them did not go on until now.
 */
const MAX_DELAY_NS = 60e9;
/** What is live gets this much more than it needs, so that scales change seldom. */
const GROWTH = 1.25;

/** @param nowMs since the epoch */
export function openEndOf(row: TraceRow, model: TraceModel, nowMs: number): OpenEnd {
  const { baseNs, durationNs } = model.table;
  const baseMs = Number(baseNs) / NS_PER_MS;
  const receivedNs = (row.lastReceivedMs - baseMs) * NS_PER_MS;
  const { lack, isArriving } = progressOf(row, nowMs);
  const isOpen = model.runningCount > 0 && lack !== '';
  if (!isOpen || Math.abs(receivedNs - durationNs) > MAX_DELAY_NS) {
    return { endNs: durationNs, isLive: false };
  }
  const endNs = isArriving ? (nowMs - baseMs) * NS_PER_MS : receivedNs;
  return { endNs: Math.max(durationNs, endNs), isLive: isArriving };
}

/** The window that shows all, with room to grow; `before` as long as that is right. */
export function roomFor({ endNs, isLive }: OpenEnd, before: TimeWindow): TimeWindow {
  const needed = fitWindow(endNs);
  if (!isLive) return needed;
  const isRight =
    before.toNs >= needed.toNs && widthOf(before) <= widthOf(needed) * (GROWTH + 0.05);
  return isRight ? before : fitWindow(endNs * GROWTH);
}
