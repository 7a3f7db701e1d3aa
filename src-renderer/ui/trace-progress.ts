/** The state of a trace as shown: what goes on is told from what will hardly go on. */
import type { TraceRow, TraceStatus } from '@contract/traces';
import { formatDateTime, formatRelative } from '@domain/format';

/** A trace whose last span came longer ago than this is no longer shown as in progress. */
const SILENT_AFTER_MS = 60_000;

export interface TraceProgress {
  /** `stalled`: it lacks its root or the root's end, and nothing has come for a minute. */
  readonly status: TraceStatus | 'stalled';
  /** What it lacks, e.g. `root not received`; '' where it lacks nothing. */
  readonly lack: string;
  /** When its last span came; '' where that does not matter. */
  readonly detail: string;
}

type ProgressFields = Pick<TraceRow, 'status' | 'rootName' | 'lastReceivedMs'>;

/** Progress of a trace at a time. Spans keep no promise, so only their coming is told. */
export function progressOf(trace: ProgressFields, nowMs: number): TraceProgress {
  const { status, rootName, lastReceivedMs } = trace;
  const isArriving = nowMs - lastReceivedMs < SILENT_AFTER_MS;
  const missing =
    rootName === null ? 'root not received' : status === 'running' ? 'root has not ended' : '';
  if (missing === '') return { status, lack: '', detail: '' };
  const ago = formatRelative(lastReceivedMs, nowMs) ?? formatDateTime(lastReceivedMs, false);
  return {
    status: status !== 'running' || isArriving ? status : 'stalled',
    lack: isArriving ? `${missing} yet` : missing,
    detail: `Last span received ${ago}`,
  };
}
