/** Rows of `span` and `span_payload`, idempotent on (trace, span id). */
import type { DecodedSpan } from '@domain/otlp/decoded';
import type { Arrival } from './arrival';
import type { WritableDb } from './connection';
import { KeySequence } from './key-sequence';
import type { SpanFacts } from './trace-summary';
import type { TraceEntry, TraceTable } from './trace-table';

export class SpanWriter {
  readonly #traces: TraceTable;
  readonly #sql: Statements;
  readonly #keys: KeySequence;

  constructor(db: WritableDb, traces: TraceTable) {
    this.#traces = traces;
    this.#sql = prepare(db);
    this.#keys = new KeySequence(() => this.#sql.lastKey.get());
  }

  /** To be called after a rollback, or a change by another hand. */
  forget(): void {
    this.#keys.forget();
  }

  /**
   * Stores a span and folds it into the summary of its trace. Of two versions of a span the
   * one that `supersedes` the other is kept, whichever came first (reference B1).
   */
  write(
    span: DecodedSpan,
    arrival: Arrival,
  ): { readonly result: 'added' | 'updated' | 'alreadyThere'; readonly traceKey: number } {
    const trace = this.#traces.findOrAdd(span.traceId);
    const traceKey = trace.summary.key;
    const facts: SpanFacts = {
      key: this.#keys.next,
      spanId: span.spanId,
      isRoot: span.parentSpanId === null,
      name: span.name,
      startNs: span.startNs,
      endNs: span.endNs,
      status: span.statusCode,
      category: span.category,
      serviceName: arrival.serviceName,
    };
    const inserted = this.#sql.insert.run(
      facts.key,
      traceKey,
      span.spanId,
      ...changeable(span, facts, arrival),
    );
    if (inserted.changes === 1) {
      this.#keys.take();
      this.#sql.insertPayload.run(facts.key, span.payload);
      trace.summary.addSpan(facts);
      this.#traces.claimExperiment(trace, arrival.experiment(), facts.isRoot);
      this.#traces.markChanged(trace, arrival.receivedMs);
      return { result: 'added', traceKey };
    }

    const isUpdate = this.#replaceOlder(trace, span, facts, arrival);
    return { result: isUpdate ? 'updated' : 'alreadyThere', traceKey };
  }

  /** Puts the span in the place of the stored one, if it supersedes it. */
  #replaceOlder(trace: TraceEntry, span: DecodedSpan, facts: SpanFacts, arrival: Arrival): boolean {
    const stored = this.#sql.find.get(trace.summary.key, span.spanId);
    if (stored === undefined) return false;
    if (arrival.isReduced && facts.endNs <= stored.endNs) return false;
    const key = Number(stored.key);
    const payload = this.#sql.findPayload.get(key) ?? noPayload;
    if (!supersedes({ endNs: facts.endNs, payload: span.payload }, { ...stored, payload })) {
      return false;
    }
    const serviceName = this.#sql.findService.get(stored.resource) ?? '';
    const before = factsOf(stored, span.spanId, serviceName);
    this.#sql.update.run(...changeable(span, facts, arrival), key);
    this.#sql.replacePayload.run(key, span.payload);
    if (!trace.summary.replaceSpan(before, { ...facts, key })) trace.isStale = true;
    this.#traces.markChanged(trace, arrival.receivedMs);
    return true;
  }
}

const noPayload = new Uint8Array();

interface SpanVersion {
  readonly endNs: bigint;
  readonly payload: Uint8Array;
}

/**
 * Whether one version of a span replaces another: the later end, else the longer payload,
 * else the greater bytes. A total order, so that arrival does not matter; equal ones do not
 * replace each other.
 */
export function supersedes(version: SpanVersion, stored: SpanVersion): boolean {
  if (version.endNs !== stored.endNs) return version.endNs > stored.endNs;
  if (version.payload.length !== stored.payload.length) {
    return version.payload.length > stored.payload.length;
  }
  return Buffer.compare(version.payload, stored.payload) > 0;
}

/** Values of the columns that a later version of the span may change, in the schema's order. */
function changeable(span: DecodedSpan, facts: SpanFacts, arrival: Arrival) {
  return [
    span.parentSpanId,
    facts.name,
    span.kind,
    facts.startNs,
    facts.endNs,
    facts.status,
    span.flags,
    facts.category,
    span.eventCount,
    span.exceptionCount,
    span.linkCount,
    arrival.resource,
    arrival.scope,
    arrival.source,
    arrival.receivedMs,
  ] as const;
}

interface StoredSpan {
  readonly key: bigint;
  readonly isRoot: bigint;
  readonly name: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly status: bigint;
  readonly category: bigint;
  readonly resource: bigint;
}

function factsOf(stored: StoredSpan, spanId: Uint8Array, serviceName: string): SpanFacts {
  return {
    key: Number(stored.key),
    spanId,
    isRoot: stored.isRoot === 1n,
    name: stored.name,
    startNs: stored.startNs,
    endNs: stored.endNs,
    status: Number(stored.status),
    category: Number(stored.category),
    serviceName,
  };
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    lastKey: db.prepare<[], number>('SELECT max(id) FROM span').pluck(),
    insert: db.prepare(/* sql */ `
      INSERT INTO span (id, trace, span_id, parent_span_id, name, kind, start_ns, end_ns, status,
        flags, category, event_count, exception_count, link_count, resource, scope, source,
        received_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (trace, span_id) DO NOTHING`),
    insertPayload: db.prepare('INSERT INTO span_payload (span, bytes) VALUES (?, ?)'),
    // Three lookups and no join: SQLite plans a join anew whenever it is bound (20 us).
    find: db
      .prepare<[number, Uint8Array], StoredSpan>(/* sql */ `
        SELECT id AS key, parent_span_id IS NULL AS isRoot, name, start_ns AS startNs,
          end_ns AS endNs, status, category, resource
        FROM span WHERE trace = ? AND span_id = ?`)
      .safeIntegers(),
    findPayload: db
      .prepare<[number], Uint8Array>('SELECT bytes FROM span_payload WHERE span = ?')
      .pluck(),
    findService: db
      .prepare<[bigint], string>('SELECT service_name FROM resource WHERE id = ?')
      .pluck(),
    update: db.prepare(/* sql */ `
      UPDATE span SET parent_span_id = ?, name = ?, kind = ?, start_ns = ?, end_ns = ?, status = ?,
        flags = ?, category = ?, event_count = ?, exception_count = ?, link_count = ?,
        resource = ?, scope = ?, source = ?, received_ms = ?, changes = changes + 1
      WHERE id = ?`),
    replacePayload: db.prepare('INSERT OR REPLACE INTO span_payload (span, bytes) VALUES (?, ?)'),
  };
}
