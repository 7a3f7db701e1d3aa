/** Which stored log records tell of which spans of a trace. */
import {
  assignLogs,
  logFactsOf,
  logSpanOf,
  type LogFacts,
  type LogSpan,
} from '@domain/conventions/assign-logs';
import { decodeLog } from '@domain/otlp/decode-log';
import { decodeSpan } from '@domain/otlp/decode-span';
import { OtlpDecodeError } from '@domain/otlp/decoded';
import type { ReadableDb } from '../store/connection';
import { LOOSE_LOG_SLACK_NS } from '../store/loose-logs';

/** Of one trace, and of those without one at its time. What is beyond is counted and told. */
const MAX_LOGS = 20_000;

/** Keys of log records by span key, each list in time order. */
export type SpanLogs = ReadonlyMap<number, readonly number[]>;

export interface TraceOfLogs {
  readonly key: number;
  readonly idBytes: Uint8Array;
  readonly logCount: number;
}

interface StoredLog {
  readonly key: number;
  readonly facts: LogFacts;
}

/** `spanId` where the record was found to be of a span that it does not name itself. */
type LogRecord = [key: number, payload: Uint8Array, traceId: string | null, spanId: string | null];

const noLogs: SpanLogs = new Map();

/**
 * Prepares finding the log records of the spans of a trace: those of the trace, and those
 * without one that coding agents wrote while it ran. Spans are decoded only where a record
 * does not simply name its span.
 */
export function spanLogsReader(db: ReadableDb): (trace: TraceOfLogs) => SpanLogs {
  const ofTrace = db
    .prepare<[object], LogRecord>(/* sql */ `
      WITH first AS MATERIALIZED (
        SELECT id, coalesce(nullif(time_ns, 0), observed_time_ns) AS at_ns,
          lower(hex(trace_id)) AS trace_id, lower(hex(span_id)) AS span_id FROM log_record
        WHERE trace_id = :idBytes AND id > (
          SELECT coalesce(max(deleted_logs_upto), 0) FROM trace
          WHERE trace_id = :idBytes AND deleted_at_ms IS NOT NULL)
        ORDER BY at_ns, id LIMIT ${MAX_LOGS})
      SELECT first.id, p.bytes, first.trace_id, nullif(first.span_id, '')
      FROM first JOIN log_payload p ON p.log = first.id
      ORDER BY first.at_ns, first.id`)
    .raw();
  const loose = db
    .prepare<[object], LogRecord>(/* sql */ `
      SELECT l.log, p.bytes, NULL, NULL ${looseLogs('JOIN log_payload p ON p.log = l.log')}
      ORDER BY l.at_ns, l.log LIMIT ${MAX_LOGS}`)
    .raw();
  const anyLoose = db.prepare('SELECT 1 FROM loose_log LIMIT 1');
  const spanKeys = db
    .prepare<[number], [spanId: string, key: number]>(
      'SELECT lower(hex(span_id)), id FROM span WHERE trace = ?',
    )
    .raw();
  const spanPayloads = db
    .prepare<[number], [key: number, payload: Uint8Array]>(
      'SELECT s.id, p.bytes FROM span s JOIN span_payload p ON p.span = s.id WHERE s.trace = ?',
    )
    .raw();

  function named(trace: number, logs: readonly StoredLog[]): SpanLogs {
    const keys = new Map(spanKeys.all(trace));
    const assigned = new Map<number, number[]>();
    for (const { key, facts } of logs) addTo(assigned, keys.get(facts.spanId ?? ''), key);
    return assigned;
  }

  function assign(trace: number, logs: readonly StoredLog[]): SpanLogs {
    const keys: number[] = [];
    const spans: LogSpan[] = [];
    for (const [key, payload] of spanPayloads.iterate(trace)) {
      const span = decodeOrNull(decodeSpan, payload);
      if (span === null) continue;
      keys.push(key);
      spans.push(logSpanOf(span));
    }
    const positions = assignLogs(
      spans,
      logs.map(({ facts }) => facts),
    );
    const assigned = new Map<number, number[]>();
    positions.forEach((ofSpan, index) => {
      for (const position of ofSpan) addTo(assigned, keys[index], logs[position]?.key);
    });
    return assigned;
  }

  return ({ key: trace, idBytes, logCount }) => {
    const stored: StoredLog[] = [];
    const take = (records: Iterable<LogRecord>): void => {
      for (const [key, payload, traceId, spanId] of records) {
        const log = decodeOrNull(decodeLog, payload);
        if (log === null) continue;
        const facts = logFactsOf(log);
        stored.push({ key, facts: facts.traceId === null ? { ...facts, traceId, spanId } : facts });
      }
    };
    if (logCount > 0) take(ofTrace.iterate({ idBytes }));
    if (anyLoose.get() !== undefined) take(loose.iterate({ trace, slack: LOOSE_LOG_SLACK_NS }));
    if (stored.length === 0) return noLogs;
    const areNamed = stored.every(
      ({ facts }) => facts.spanId !== null && facts.ids.length === 0 && facts.alias === null,
    );
    return areNamed ? named(trace, stored) : assign(trace, stored);
  };
}

/** Prepares counting the records that `spanLogsReader` leaves out, as they are too many. */
export function logsNotReadCounter(db: ReadableDb): (trace: TraceOfLogs) => number {
  const countLoose = db.prepare<[object], number>(`SELECT count(*) ${looseLogs()}`).pluck();
  return ({ key: trace, logCount }) => {
    const looseCount = countLoose.get({ trace, slack: LOOSE_LOG_SLACK_NS }) ?? 0;
    return Math.max(0, logCount - MAX_LOGS) + Math.max(0, looseCount - MAX_LOGS);
  };
}

/** Records without a trace that services of a trace wrote while it ran. */
function looseLogs(join = ''): string {
  return /* sql */ `FROM trace t
    CROSS JOIN loose_log l ON l.at_ns BETWEEN t.start_ns - :slack AND t.end_ns + :slack
    JOIN log_record r ON r.id = l.log JOIN resource s ON s.id = r.resource ${join}
    WHERE t.id = :trace AND s.service_name IN (SELECT value FROM json_each(t.services))`;
}

/** Null where stored bytes are not what ingest lets through. */
function decodeOrNull<Value>(
  decode: (payload: Uint8Array) => Value,
  payload: Uint8Array,
): Value | null {
  try {
    return decode(payload);
  } catch (error) {
    if (error instanceof OtlpDecodeError) return null;
    throw error;
  }
}

function addTo(
  lists: Map<number, number[]>,
  span: number | undefined,
  log: number | undefined,
): void {
  if (span === undefined || log === undefined) return;
  const list = lists.get(span);
  if (list === undefined) lists.set(span, [log]);
  else list.push(log);
}
