/**
 * Log records without a trace that name a conversation. They may tell of spans that ran at the
 * time, so the traces of their service are understood anew when they come.
 */
import type { DecodedLog } from '@domain/otlp/decoded';
import type { Arrival } from './arrival';
import type { WritableDb } from './connection';
import type { TraceTable } from './trace-table';

/** How long before its trace begins, and after it ends, a record may have been written. */
export const LOOSE_LOG_SLACK_NS = 5_000_000_000n;
/** The slack after it would be more than SQLite's integers hold. */
const MAX_TO_NS = 2n ** 63n - 1n - LOOSE_LOG_SLACK_NS;
/** Keys that `assignLogs` takes a conversation from end in one of these. */
const markers = ['conversation.id', 'session.id', 'thread.id'];
/** Records of one service and one such stretch of time look for their traces together. */
const STRETCH_NS = 30_000_000_000n;
/** Of one transaction; an import may hold the records of a year. */
const MAX_STRETCHES = 200;
/** Traces that began last before a stretch ends. */
const MAX_TRACES = 64;

interface Stretch {
  readonly serviceName: string;
  fromNs: bigint;
  toNs: bigint;
  receivedMs: number;
}

export class LooseLogs {
  readonly #sql: Statements;
  readonly #traces: TraceTable;
  readonly #stretches = new Map<string, Stretch>();

  constructor(db: WritableDb, traces: TraceTable) {
    this.#sql = prepare(db);
    this.#traces = traces;
  }

  /** @param key of the record, which has been stored */
  add(key: number, log: DecodedLog, { serviceName, receivedMs }: Arrival): void {
    const payload = Buffer.from(log.payload.buffer, log.payload.byteOffset, log.payload.byteLength);
    if (!markers.some((marker) => payload.includes(marker))) return;
    const atNs = log.timeNs === 0n ? log.observedTimeNs : log.timeNs;
    this.#sql.insert.run(atNs, key);
    const name = `${atNs / STRETCH_NS} ${serviceName}`;
    const known = this.#stretches.get(name);
    if (known === undefined) {
      if (this.#stretches.size >= MAX_STRETCHES) return;
      this.#stretches.set(name, { serviceName, fromNs: atNs, toNs: atNs, receivedMs });
      return;
    }
    if (atNs < known.fromNs) known.fromNs = atNs;
    if (atNs > known.toNs) known.toNs = atNs;
    known.receivedMs = receivedMs;
  }

  /** @param key of a record that is about to be removed */
  remove(key: number): void {
    this.#sql.remove.run({ key });
  }

  /** Marks the traces that the records since the last time may tell of. */
  flush(): void {
    for (const { serviceName, fromNs, toNs, receivedMs } of this.#stretches.values()) {
      const traceIds = this.#sql.tracesAt.all({
        fromNs: fromNs - LOOSE_LOG_SLACK_NS,
        toNs: toNs > MAX_TO_NS ? toNs : toNs + LOOSE_LOG_SLACK_NS,
        serviceName,
      });
      for (const traceId of traceIds) {
        const trace = this.#traces.find(traceId);
        if (trace !== null) this.#traces.markChanged(trace, receivedMs);
      }
    }
    this.#stretches.clear();
  }

  /** To be called after a rollback. */
  forget(): void {
    this.#stretches.clear();
  }
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    insert: db.prepare<[bigint, number]>('INSERT INTO loose_log (at_ns, log) VALUES (?, ?)'),
    remove: db.prepare<[object]>(/* sql */ `
      DELETE FROM loose_log WHERE log = :key AND at_ns = (
        SELECT coalesce(nullif(time_ns, 0), observed_time_ns) FROM log_record WHERE id = :key)`),
    tracesAt: db
      .prepare<[object], Uint8Array>(/* sql */ `
        SELECT trace_id FROM (
          SELECT trace_id, end_ns, services FROM trace
          WHERE deleted_at_ms IS NULL AND start_ns <= :toNs
          ORDER BY start_ns DESC, id DESC LIMIT ${MAX_TRACES})
        WHERE end_ns >= :fromNs AND :serviceName IN (SELECT value FROM json_each(services))`)
      .pluck(),
  };
}
