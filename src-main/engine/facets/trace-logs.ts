/** Which log records of a trace tell of which of its spans. */
import { categoryNumber } from '@domain/span-category';
import type { ReadableDb } from '../store/connection';

/** Covering model calls are looked for among this many that began last. */
const MAX_STEPS_BACK = 64;

/** Keys of log records by span key, each list in time order. */
export type SpanLogs = ReadonlyMap<number, readonly number[]>;

export interface TraceOfLogs {
  readonly key: number;
  readonly idBytes: Uint8Array;
  readonly logCount: number;
}

interface LogRow {
  readonly key: number;
  /** Null where the record names no span. */
  readonly spanId: Uint8Array | null;
  /** Relative to the start of the trace; null where the record has no time. */
  readonly atNs: number | null;
}

interface CallRow {
  readonly key: number;
  readonly startNs: number;
  readonly endNs: number;
}

const noLogs: SpanLogs = new Map();

/**
 * Prepares reading the log records of a trace by span. A record that names no span goes to the
 * model call that covers its time, the one that began last where several do, or to the only
 * model call there is (conventions reference §4: tolerate an empty span id).
 */
export function spanLogsReader(db: ReadableDb): (trace: TraceOfLogs) => SpanLogs {
  const selectLogs = db.prepare<[object], LogRow>(/* sql */ `
    SELECT id AS key, span_id AS spanId, coalesce(nullif(time_ns, 0), nullif(observed_time_ns, 0))
      - (SELECT start_ns FROM trace WHERE id = :trace) AS atNs
    FROM log_record WHERE trace_id = :traceId AND id > (
      SELECT coalesce(max(deleted_logs_upto), 0) FROM trace
      WHERE trace_id = :traceId AND deleted_at_ms IS NOT NULL)
    ORDER BY atNs, id`);
  const findSpan = db
    .prepare<[number, Uint8Array], number>('SELECT id FROM span WHERE trace = ? AND span_id = ?')
    .pluck();
  const selectCalls = db.prepare<[object], CallRow>(/* sql */ `
    SELECT s.id AS key, s.start_ns - t.start_ns AS startNs, s.end_ns - t.start_ns AS endNs
    FROM span s JOIN trace t ON t.id = s.trace
    WHERE s.trace = :trace AND s.category = ${categoryNumber('llm')}
    ORDER BY s.start_ns, s.id`);

  return ({ key: trace, idBytes, logCount }) => {
    if (logCount === 0) return noLogs;
    const logs = new Map<number, number[]>();
    const add = (span: number | undefined, log: number): void => {
      if (span === undefined) return;
      const list = logs.get(span);
      if (list === undefined) logs.set(span, [log]);
      else list.push(log);
    };
    const spanKeys = new Map<string, number | undefined>();
    let calls: readonly CallRow[] | undefined;
    for (const { key, spanId, atNs } of selectLogs.all({ trace, traceId: idBytes })) {
      if (spanId === null) {
        calls ??= selectCalls.all({ trace });
        add(callOf(calls, atNs), key);
        continue;
      }
      const text = Buffer.from(spanId.buffer, spanId.byteOffset, spanId.length).toString('latin1');
      if (!spanKeys.has(text)) spanKeys.set(text, findSpan.get(trace, spanId));
      add(spanKeys.get(text), key);
    }
    return logs;
  };
}

/** @param calls in order of start */
function callOf(calls: readonly CallRow[], atNs: number | null): number | undefined {
  if (calls.length <= 1 || atNs === null) return calls.length === 1 ? calls[0]?.key : undefined;
  const begun = countBegun(calls, atNs);
  for (let i = begun - 1; i >= Math.max(0, begun - MAX_STEPS_BACK); i -= 1) {
    const call = calls[i];
    if (call !== undefined && call.endNs >= atNs) return call.key;
  }
  return undefined;
}

/** How many calls began at this time or before. */
function countBegun(calls: readonly CallRow[], atNs: number): number {
  let from = 0;
  let to = calls.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((calls[middle]?.startNs ?? 0) <= atNs) from = middle + 1;
    else to = middle;
  }
  return from;
}
