/** Rows of `log_record` and `log_payload`. Records have no ids; a hash stands in for one. */
import { randomBytes } from 'node:crypto';

import type { DecodedLog } from '@domain/otlp/decoded';
import type { Arrival } from './arrival';
import type { WritableDb } from './connection';
import { contentHash, HASH_BYTES } from './dictionaries';
import { LooseLogs } from './loose-logs';
import { KeySequence } from './key-sequence';
import type { TraceTable } from './trace-table';

export class LogWriter {
  readonly #traces: TraceTable;
  readonly #sql: Statements;
  readonly #keys: KeySequence;
  readonly #loose: LooseLogs;

  constructor(db: WritableDb, traces: TraceTable) {
    this.#traces = traces;
    this.#sql = prepare(db);
    this.#keys = new KeySequence(() => this.#sql.lastKey.get());
    this.#loose = new LooseLogs(db, traces);
  }

  /** To be called after a rollback, or a change by another hand. */
  forget(): void {
    this.#keys.forget();
    this.#loose.forget();
  }

  /** To be called at the end of each transaction, before traces are written. */
  flush(): void {
    this.#loose.flush();
  }

  /**
   * Stores a record and counts it in its trace, if the store has that already.
   * 'moved' is a record that is new to the sender's eye, but had a row that was to be removed
   * with its deleted trace: the row stays.
   */
  write(
    log: DecodedLog,
    dedupe: Uint8Array,
    arrival: Arrival,
  ): {
    readonly result: 'added' | 'moved' | 'alreadyThere';
    /** Null where the record is of no trace, or of one without spans. */
    readonly traceKey: number | null;
  } {
    const key = this.#keys.next;
    let result: 'added' | 'moved' | 'alreadyThere' = 'added';
    if (!this.#insert(log, dedupe, arrival)) {
      result = this.#removeDoomed(log.traceId, dedupe) ? 'moved' : 'alreadyThere';
      const isFree = result === 'moved' || this.#removeLoose(log.traceId, dedupe);
      if (!isFree) return { result, traceKey: null };
      this.#insert(log, dedupe, arrival);
    }
    if (log.traceId === null) {
      if (result === 'added') this.#loose.add(key, log, arrival);
      return { result, traceKey: null };
    }
    const trace = this.#traces.find(log.traceId);
    if (trace === null) return { result, traceKey: null };
    trace.summary.logCount++;
    this.#traces.markChanged(trace, arrival.receivedMs);
    return { result, traceKey: trace.summary.key };
  }

  /** Removes a record whose trace was deleted, if that is what this hash stands for. */
  #removeDoomed(traceId: Uint8Array | null, dedupe: Uint8Array): boolean {
    if (traceId === null) return false;
    const upto = this.#traces.hiddenLogsUpto(traceId);
    if (upto === 0) return false;
    const key = this.#sql.find.get(dedupe);
    if (key === undefined || key > upto) return false;
    this.#sql.remove.run(key);
    this.#sql.removePayload.run(key);
    return true;
  }

  /**
   * Removes a record that was stored as one of no trace, if it is of one by now. Its row gets a
   * new key: one that was given out before a deletion of the trace would be removed with it.
   */
  #removeLoose(traceId: Uint8Array | null, dedupe: Uint8Array): boolean {
    if (traceId === null) return false;
    const key = this.#sql.findLoose.get(dedupe);
    if (key === undefined) return false;
    this.#loose.remove(key);
    this.#sql.remove.run(key);
    this.#sql.removePayload.run(key);
    return true;
  }

  #insert(log: DecodedLog, dedupe: Uint8Array, arrival: Arrival): boolean {
    const inserted = this.#sql.insert.run(
      this.#keys.next,
      dedupe,
      log.traceId,
      log.spanId,
      log.timeNs,
      log.observedTimeNs,
      log.severityNumber,
      arrival.resource,
      arrival.scope,
      arrival.source,
      arrival.receivedMs,
    );
    if (inserted.changes === 0) return false;
    this.#sql.insertPayload.run(this.#keys.take(), log.payload);
    return true;
  }
}

/**
 * Hashes that tell the records of one request apart: of payload, resource, scope and the
 * count of equal records before. A request that is sent twice adds nothing, while two equal
 * records of one request both stay (reference B1).
 *
 * Without any time, equal records of two requests are more likely two events than one sent
 * again, so each gets a hash that no other has, unless `knowsUntimed`.
 */
export class LogHashes {
  readonly #knowsUntimed: boolean;
  readonly #seen = new Map<string, number>();

  constructor({ knowsUntimed }: { readonly knowsUntimed: boolean }) {
    this.#knowsUntimed = knowsUntimed;
  }

  hash(contextHash: Uint8Array, log: DecodedLog): Uint8Array {
    if (!this.#knowsUntimed && log.timeNs === 0n && log.observedTimeNs === 0n) {
      return randomBytes(HASH_BYTES);
    }
    const hash = contentHash(Buffer.concat([contextHash, log.payload]));
    const text = hash.toString('latin1');
    const before = this.#seen.get(text) ?? 0;
    this.#seen.set(text, before + 1);
    return before === 0 ? hash : contentHash(Buffer.concat([hash, Buffer.from(String(before))]));
  }
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    // Keys up to deleted_logs_upto will be removed with their trace, so they stay used.
    lastKey: db
      .prepare<[], number>(/* sql */ `
        SELECT max(coalesce((SELECT max(id) FROM log_record), 0), coalesce(
          (SELECT max(deleted_logs_upto) FROM trace WHERE deleted_at_ms IS NOT NULL), 0))`)
      .pluck(),
    insert: db.prepare(/* sql */ `
      INSERT INTO log_record (id, dedupe, trace_id, span_id, time_ns, observed_time_ns,
        severity_number, resource, scope, source, received_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (dedupe) DO NOTHING`),
    insertPayload: db.prepare('INSERT INTO log_payload (log, bytes) VALUES (?, ?)'),
    find: db.prepare<[Uint8Array], number>('SELECT id FROM log_record WHERE dedupe = ?').pluck(),
    findLoose: db
      .prepare<[Uint8Array], number>(
        'SELECT id FROM log_record WHERE dedupe = ? AND trace_id IS NULL',
      )
      .pluck(),
    remove: db.prepare('DELETE FROM log_record WHERE id = ?'),
    removePayload: db.prepare('DELETE FROM log_payload WHERE log = ?'),
  };
}
