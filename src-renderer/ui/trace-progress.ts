/** The state of a trace as shown: what goes on is told from what will hardly go on. */
import type { TraceRow, TraceStatus } from '@contract/traces';
import { formatDateTime, formatRelative, formatTimeOfDay } from '@domain/format';

import { rootNameOf } from './trace-title';

/** A trace whose last span came longer ago than this is no longer shown as in progress. */
const SILENT_AFTER_MS = 60_000;
const DAY_MS = 86_400_000;

export interface TraceProgress {
  /** `stalled`: it lacks its root or the root's end, and nothing has come for a minute. */
  readonly status: TraceStatus | 'stalled';
  /** What it lacks, e.g. `root not received`; '' where it lacks nothing. */
  readonly lack: string;
  /** When its last span came; '' where that does not matter. */
  readonly detail: string;
  /** E.g. `no word since 14:32:07`, of a stalled trace; '' else. */
  readonly silence: string;
  /** Spans arrived within the last minute. */
  readonly isArriving: boolean;
}

type ProgressFields = Pick<TraceRow, 'status' | 'rootName' | 'lastReceivedMs' | 'facets'>;

/** Progress of a trace at a time. Spans keep no promise, so only their coming is told. */
export function progressOf(trace: ProgressFields, nowMs: number): TraceProgress {
  const { status, lastReceivedMs } = trace;
  const isArriving = nowMs - lastReceivedMs < SILENT_AFTER_MS;
  const missing =
    rootNameOf(trace) === null
      ? 'root not received'
      : status === 'running'
        ? 'root has not ended'
        : '';
  if (missing === '') return { status, lack: '', detail: '', silence: '', isArriving };
  const ago = formatRelative(lastReceivedMs, nowMs) ?? formatDateTime(lastReceivedMs, false);
  const isStalled = status === 'running' && !isArriving;
  return {
    status: isStalled ? 'stalled' : status,
    lack: isArriving ? `${missing} yet` : missing,
    detail: `Last span received ${ago}`,
    silence: isStalled ? `no word since ${timeOf(lastReceivedMs, nowMs)}` : '',
    isArriving,
  };
}

/** Without the day where it is of the last one. */
function timeOf(atMs: number, nowMs: number): string {
  return nowMs - atMs < DAY_MS ? formatTimeOfDay(atMs, false) : formatDateTime(atMs, false);
}
