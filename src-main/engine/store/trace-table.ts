/**
 * The `trace` table as the writer sees it: summaries in memory, read once and written once a
 * transaction, however many requests of it touch the trace.
 */
import { experimentOrigins } from '@domain/annotations/experiment';
import type { WritableDb } from './connection';
import { KeySequence } from './key-sequence';
import { LruMap } from './lru-map';
import { rootOf, TraceSummary, type RootFacts, type SpanFacts } from './trace-summary';

/** What a span or its trace says of the experiment, with the id it was found to have. */
export interface ClaimedExperiment {
  readonly id: number;
  /** Index into `experimentOrigins`; the greater one holds. */
  readonly origin: number;
}

/** A span's service may not be the trace's; that of a root is. */
const SERVICE = experimentOrigins.indexOf('service');
const ROOT_SERVICE = experimentOrigins.indexOf('rootService');

/** The last whole millisecond that 64 bits of nanoseconds can tell: in the year 2262. */
const LAST_MS = 9_223_372_036_854;

/** About 600 bytes each. */
const CACHE_ENTRIES = 20_000;

export class TraceTable {
  readonly #cache = new LruMap<string, TraceEntry>(CACHE_ENTRIES);
  readonly #changed = new Set<TraceEntry>();
  readonly #sql: Statements;
  #last: TraceEntry | null = null;
  readonly #keys: KeySequence;
  #added = 0;

  constructor(db: WritableDb) {
    this.#sql = prepare(db);
    this.#keys = new KeySequence(() => this.#sql.lastKey.get());
  }

  /** Forgets all that was read or changed: after a rollback, or a change by another hand. */
  forget(): void {
    this.#cache.clear();
    this.#changed.clear();
    this.#last = null;
    this.#added = 0;
    this.#keys.forget();
  }

  /** The trace of an id, or null where the store has no span of it. */
  find(traceId: Uint8Array): TraceEntry | null {
    // Spans of a trace mostly come one after the other.
    if (this.#last !== null && equalIds(this.#last.traceId, traceId)) return this.#last;
    const cacheKey = textOf(traceId);
    let entry = this.#cache.get(cacheKey);
    if (entry === undefined) {
      const row = this.#sql.find.get(traceId);
      if (row === undefined) return null;
      entry = this.#entryOf(row);
      this.#cache.set(cacheKey, entry);
    }
    this.#last = entry;
    return entry;
  }

  findOrAdd(traceId: Uint8Array): TraceEntry {
    return this.find(traceId) ?? this.#add(traceId);
  }

  /**
   * Makes the trace one of this experiment, unless what it has been taken from so far is as strong.
   * Written by `flush` where the trace is marked as changed.
   */
  claimExperiment(entry: TraceEntry, { id, origin }: ClaimedExperiment, isOfRoot = false): void {
    const strength = origin === SERVICE && isOfRoot ? ROOT_SERVICE : origin;
    if (strength <= entry.experimentOrigin) return;
    entry.experiment = id;
    entry.experimentOrigin = strength;
  }

  /** Has `flush` write the trace. */
  markChanged(entry: TraceEntry, receivedMs: number): void {
    this.#changed.add(entry);
    if (receivedMs > entry.summary.lastReceivedMs) entry.summary.lastReceivedMs = receivedMs;
  }

  /**
   * Writes what has changed since the last flush. To be called within the transaction, at its
   * end. Returns the keys of the changed traces and how many of them are new.
   */
  flush(): { readonly keys: number[]; readonly added: number } {
    const keys: number[] = [];
    const added = this.#added;
    for (const entry of this.#changed) {
      if (entry.isStale) this.#refold(entry);
      this.#write(entry);
      keys.push(entry.summary.key);
    }
    this.#changed.clear();
    this.#added = 0;
    this.#cache.trim();
    return { keys, added };
  }

  /** Folds all that is stored of a trace into its row. */
  rewrite(traceKey: number): void {
    const row = this.#sql.findByKey.get(traceKey);
    if (row === undefined) return;
    const entry = this.#entryOf(row);
    entry.summary.logCount = this.#countLogs(entry.traceId);
    this.#refold(entry);
    this.#write(entry);
  }

  #add(traceId: Uint8Array): TraceEntry {
    const summary = new TraceSummary(this.#keys.take());
    summary.logCount = this.#countLogs(traceId);
    // The id is copied, since it is a view into the body of the request.
    const entry: TraceEntry = {
      summary,
      traceId: new Uint8Array(traceId),
      experiment: 0,
      experimentOrigin: 0,
      toldStatus: this.#sql.toldOfHidden.get(traceId) ?? null,
      isNew: true,
      isStale: false,
    };
    this.#cache.set(textOf(traceId), entry);
    this.#last = entry;
    this.#added++;
    return entry;
  }

  /** Log records of this trace up to this key will be removed with a deleted trace; 0 if none. */
  hiddenLogsUpto(traceId: Uint8Array): number {
    return this.#sql.hiddenLogsUpto.get(traceId) ?? 0;
  }

  /** Records that came before their trace, less those that a deleted trace takes with it. */
  #countLogs(traceId: Uint8Array): number {
    const all = this.#sql.countLogs.get(traceId, 0) ?? 0;
    if (all === 0) return 0;
    const upto = this.hiddenLogsUpto(traceId);
    return upto === 0 ? all : (this.#sql.countLogs.get(traceId, upto) ?? 0);
  }

  #entryOf(row: TraceRow): TraceEntry {
    const root = row.rootKey === null ? undefined : this.#sql.findSpan.get(row.rootKey);
    return entryOf(row, root === undefined ? null : rootOf(factsOf(root)));
  }

  #refold(entry: TraceEntry): void {
    entry.summary.clearSpans();
    for (const row of this.#sql.spans.iterate(entry.summary.key)) {
      entry.summary.addSpan(factsOf(row));
    }
    entry.isStale = false;
  }

  #write(entry: TraceEntry): void {
    const { summary } = entry;
    const frame = summary.spanCount === 0 ? this.#toldFrame(entry.traceId) : summary;
    const values = [
      summary.root?.key ?? null,
      summary.root?.name ?? null,
      summary.root?.category ?? 0,
      frame.firstName,
      summary.serviceName,
      JSON.stringify([...summary.services].sort()),
      summary.services.size,
      frame.startNs,
      frame.endNs,
      frame.endNs - frame.startNs,
      summary.spanCount,
      summary.errorCount,
      summary.logCount,
      entry.toldStatus ?? summary.status,
      summary.lastReceivedMs,
      entry.experiment,
      entry.experimentOrigin,
      entry.toldStatus,
    ] as const;
    if (entry.isNew) this.#sql.insert.run(summary.key, entry.traceId, ...values);
    else this.#sql.update.run(...values, summary.key);
    entry.isNew = false;
  }

  /** Name and times of a trace that was told of and has no spans yet. */
  #toldFrame(traceId: Uint8Array): ToldFrame {
    return this.#sql.toldFrame.get({ traceId }) ?? { firstName: '', startNs: 0n, endNs: 0n };
  }
}

interface ToldFrame {
  readonly firstName: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
}

export interface TraceEntry {
  readonly summary: TraceSummary;
  readonly traceId: Uint8Array;
  experiment: number;
  /** Index into `experimentOrigins`. */
  experimentOrigin: number;
  /** Number for `trace.status` that the sender told of the whole trace; null where it told none. */
  toldStatus: number | null;
  /** Has no row yet. */
  isNew: boolean;
  /** The summary must be folded anew from the stored spans. */
  isStale: boolean;
}

function textOf(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('latin1');
}

function equalIds(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < 16; i++) if (a[i] !== b[i]) return false;
  return true;
}

interface TraceRow {
  readonly key: bigint;
  readonly traceId: Uint8Array;
  readonly rootKey: bigint | null;
  readonly firstName: string;
  readonly serviceName: string;
  readonly services: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly spanCount: bigint;
  readonly errorCount: bigint;
  readonly logCount: bigint;
  readonly lastReceivedMs: bigint;
  readonly experiment: bigint;
  readonly experimentOrigin: bigint;
  readonly toldStatus: bigint | null;
}

function entryOf(row: TraceRow, root: RootFacts | null): TraceEntry {
  const summary = new TraceSummary(Number(row.key));
  summary.root = root;
  summary.firstName = row.firstName;
  summary.firstService = row.serviceName;
  summary.services = new Set(JSON.parse(row.services) as string[]);
  // What was told of a trace without spans stands for none of them.
  summary.startNs = row.spanCount === 0n ? 0n : row.startNs;
  summary.endNs = row.spanCount === 0n ? 0n : row.endNs;
  summary.spanCount = Number(row.spanCount);
  summary.errorCount = Number(row.errorCount);
  summary.logCount = Number(row.logCount);
  summary.lastReceivedMs = Number(row.lastReceivedMs);
  return {
    summary,
    traceId: row.traceId,
    experiment: Number(row.experiment),
    experimentOrigin: Number(row.experimentOrigin),
    toldStatus: row.toldStatus === null ? null : Number(row.toldStatus),
    isNew: false,
    isStale: false,
  };
}

interface SpanRow {
  readonly key: bigint;
  readonly spanId: Uint8Array;
  readonly isRoot: bigint;
  readonly name: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly status: bigint;
  readonly category: bigint;
  readonly serviceName: string;
}

function factsOf(row: SpanRow): SpanFacts {
  return {
    key: Number(row.key),
    spanId: row.spanId,
    isRoot: row.isRoot === 1n,
    name: row.name,
    startNs: row.startNs,
    endNs: row.endNs,
    status: Number(row.status),
    category: Number(row.category),
    serviceName: row.serviceName,
  };
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  const traceColumns = /* sql */ `
    id AS key, trace_id AS traceId, root_span AS rootKey, first_span_name AS firstName,
    service_name AS serviceName, services, start_ns AS startNs, end_ns AS endNs,
    span_count AS spanCount, error_count AS errorCount, log_count AS logCount,
    last_received_ms AS lastReceivedMs, experiment, experiment_origin AS experimentOrigin,
    told_status AS toldStatus`;
  const selectSpan = /* sql */ `
    SELECT s.id AS key, s.span_id AS spanId, s.parent_span_id IS NULL AS isRoot, s.name,
      s.start_ns AS startNs, s.end_ns AS endNs, s.status, s.category,
      coalesce(r.service_name, '') AS serviceName
    FROM span s LEFT JOIN resource r ON r.id = s.resource`;
  return {
    // No join here: SQLite plans one anew whenever it is bound, and this runs for each new trace.
    find: db
      .prepare<[Uint8Array], TraceRow>(
        `SELECT ${traceColumns} FROM trace WHERE trace_id = ? AND deleted_at_ms IS NULL`,
      )
      .safeIntegers(),
    findByKey: db
      .prepare<[number], TraceRow>(`SELECT ${traceColumns} FROM trace WHERE id = ?`)
      .safeIntegers(),
    findSpan: db.prepare<[bigint], SpanRow>(`${selectSpan} WHERE s.id = ?`).safeIntegers(),
    spans: db.prepare<[number], SpanRow>(`${selectSpan} WHERE s.trace = ?`).safeIntegers(),
    lastKey: db.prepare<[], number>('SELECT max(id) FROM trace').pluck(),
    countLogs: db
      .prepare<[Uint8Array, number], number>(
        'SELECT count(*) FROM log_record WHERE trace_id = ? AND id > ?',
      )
      .pluck(),
    hiddenLogsUpto: db
      .prepare<[Uint8Array], number | null>(
        'SELECT max(deleted_logs_upto) FROM trace WHERE trace_id = ? AND deleted_at_ms IS NOT NULL',
      )
      .pluck(),
    // What was told of a trace holds for one that arrives again while it is deleted.
    toldOfHidden: db
      .prepare<[Uint8Array], number | null>(/* sql */ `
        SELECT told_status FROM trace WHERE trace_id = ? AND deleted_at_ms IS NOT NULL
        ORDER BY deleted_at_ms DESC LIMIT 1`)
      .pluck(),
    insert: db.prepare(/* sql */ `
      INSERT INTO trace (id, trace_id, root_span, root_name, root_category, first_span_name,
        service_name, services, service_count, start_ns, end_ns, duration_ns, span_count,
        error_count, log_count, status, last_received_ms, experiment, experiment_origin,
        told_status, facet_version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`),
    update: db.prepare(/* sql */ `
      UPDATE trace SET root_span = ?, root_name = ?, root_category = ?, first_span_name = ?,
        service_name = ?, services = ?, service_count = ?, start_ns = ?, end_ns = ?,
        duration_ns = ?, span_count = ?, error_count = ?, log_count = ?, status = ?,
        last_received_ms = ?, experiment = ?, experiment_origin = ?, told_status = ?,
        revision = revision + 1, facet_version = 0
      WHERE id = ?`),
    toldFrame: db
      .prepare<[object], ToldFrame>(/* sql */ `
        SELECT coalesce((SELECT value FROM trace_tag
            WHERE trace_id = :traceId AND key = 'mlflow.traceName' AND is_removed = 0), '') AS firstName,
          min(max(coalesce(request_time_ms, 0), 0), ${LAST_MS}) * 1000000 AS startNs,
          min(max(coalesce(request_time_ms, 0), 0) + max(coalesce(execution_duration_ms, 0), 0),
            ${LAST_MS}) * 1000000 AS endNs
        FROM trace_info WHERE trace_id = :traceId`)
      .safeIntegers(),
  };
}
