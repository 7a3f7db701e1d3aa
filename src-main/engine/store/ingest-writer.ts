/**
 * Decoded requests → rows, in transactions that the caller begins and commits. Keys are given
 * out and summaries kept in memory, which is sound because nobody else writes; if somebody
 * did, `begin` notices and reads anew.
 */
import type { DecodedLogs, DecodedTraces } from '@domain/otlp/decoded';
import type { IngestSource } from '../ingest';
import { AnnotationWriter } from './annotation-writer';
import { Arrivals } from './arrival';
import type { WritableDb } from './connection';
import { Dictionaries } from './dictionaries';
import { ExperimentTable } from './experiment-table';
import { LogHashes, LogWriter } from './log-writer';
import { SpanWriter } from './span-writer';
import { addTotals, countTotals, noTotals, type StoreTotals } from './totals';
import { TraceTable } from './trace-table';
import { TurnWriter } from './turn-writer';

/** What became of one request. */
export interface WriteResult {
  readonly added: number;
  readonly alreadyThere: number;
  readonly updated: number;
  /** Keys of the traces it changed. */
  readonly traceKeys: readonly number[];
}

export class IngestWriter {
  readonly #db: WritableDb;
  readonly dictionaries: Dictionaries;
  readonly experiments: ExperimentTable;
  readonly annotations: AnnotationWriter;
  readonly #traces: TraceTable;
  readonly #spans: SpanWriter;
  readonly #logs: LogWriter;
  readonly #turns: TurnWriter;
  readonly #sql: Statements;
  #dataVersion: number | undefined;
  #totals: StoreTotals;
  #pending: StoreTotals = noTotals;

  constructor(db: WritableDb) {
    this.#db = db;
    this.dictionaries = new Dictionaries(db);
    this.experiments = new ExperimentTable(db);
    this.#traces = new TraceTable(db);
    this.annotations = new AnnotationWriter(db, this.#traces, this.experiments);
    this.#spans = new SpanWriter(db, this.#traces);
    this.#logs = new LogWriter(db, this.#traces);
    this.#turns = new TurnWriter(db, this.#spans);
    this.#sql = prepare(db);
    this.#dataVersion = this.#sql.dataVersion.get();
    this.#totals = countTotals(db);
  }

  /** As of the last commit. */
  get totals(): StoreTotals {
    return this.#totals;
  }

  /** @throws SqliteError, SQLITE_BUSY where another program holds the write lock */
  begin(): void {
    this.#sql.begin.run();
    // Inside the transaction, so that nobody can commit in between.
    const dataVersion = this.#sql.dataVersion.get();
    if (dataVersion === this.#dataVersion) return;
    this.#dataVersion = dataVersion;
    this.#forget();
    this.#totals = countTotals(this.#db);
  }

  /**
   * Commits all requests since `begin`. Returns the keys of the traces they changed.
   * @throws SqliteError; call `rollback` then
   */
  commit(): number[] {
    const spans = this.#turns.flush();
    this.#pending = addTotals(this.#pending, { ...noTotals, spans });
    this.#logs.flush();
    const { keys, added } = this.#traces.flush();
    this.#sql.commit.run();
    this.annotations.settle();
    this.experiments.settle();
    this.#totals = addTotals(this.#totals, { ...this.#pending, traces: added });
    this.#pending = noTotals;
    return keys;
  }

  /** Undoes everything since `begin`. Harmless where SQLite has rolled back by itself. */
  rollback(): void {
    this.#forget();
    if (this.#db.inTransaction) this.#sql.rollback.run();
  }

  /** Folds all that is stored of a trace into its row; outside of `begin` and `commit`. */
  rewriteTrace(traceKey: number): void {
    this.#traces.rewrite(traceKey);
  }

  /**
   * To be called after a commit on this connection that was not made by this writer, with what
   * it changed; `tracesChanged` unless only deleted traces were touched.
   */
  noteChange(change: StoreTotals, tracesChanged: boolean): void {
    if (tracesChanged) this.#traces.forget();
    this.#totals = addTotals(this.#totals, change);
  }

  /** @throws SqliteError; the whole transaction must be rolled back then */
  writeSpans(decoded: DecodedTraces, source: IngestSource, receivedMs: number): WriteResult {
    const arrivals = new Arrivals(this, decoded, source, receivedMs);
    const counts = { added: 0, updated: 0, alreadyThere: 0 };
    const traceKeys = new Set<number>();
    for (const span of decoded.spans) {
      const { result, traceKey } = this.#spans.write(span, arrivals.of(span));
      counts[result]++;
      if (result !== 'alreadyThere') traceKeys.add(traceKey);
    }
    this.#pending = addTotals(this.#pending, { ...noTotals, spans: counts.added });
    return { ...counts, traceKeys: [...traceKeys] };
  }

  /**
   * `dedupe` is the stored hash of the one record of a request that comes from another
   * database of ours; by default hashes are made from what the request holds.
   * @throws SqliteError; the whole transaction must be rolled back then
   */
  writeLogs(
    decoded: DecodedLogs,
    source: IngestSource,
    receivedMs: number,
    dedupe: Uint8Array | null = null,
  ): WriteResult {
    const arrivals = new Arrivals(this, decoded, source, receivedMs);
    // A file that is imported twice adds nothing, whatever it holds.
    const hashes = new LogHashes({ knowsUntimed: source.transport === 'import' });
    const counts = { added: 0, moved: 0, alreadyThere: 0 };
    const traceKeys = new Set<number>();
    for (const log of decoded.logs) {
      const arrival = arrivals.of(log);
      const hash = dedupe ?? hashes.hash(arrival.contextHash, log);
      const scopeName = decoded.scopes[log.scope]?.name ?? '';
      const adopted = this.#turns.adopt(log, scopeName, arrival);
      const owned = adopted === null ? log : { ...log, ...adopted };
      const { result, traceKey } = this.#logs.write(owned, hash, arrival);
      counts[result]++;
      if (traceKey !== null) traceKeys.add(traceKey);
    }
    this.#pending = addTotals(this.#pending, { ...noTotals, logRecords: counts.added });
    return {
      added: counts.added + counts.moved,
      alreadyThere: counts.alreadyThere,
      updated: 0,
      traceKeys: [...traceKeys],
    };
  }

  /** Makes a trace that is there one of the experiment of this name. */
  groupTrace(
    traceId: Uint8Array,
    { name, origin, nowMs }: { name: string; origin: number; nowMs: number },
  ): void {
    const entry = this.#traces.find(traceId);
    if (entry === null) return;
    const id = this.experiments.idOf({ origin: 'user', name }, nowMs);
    this.#traces.claimExperiment(entry, { id, origin });
    this.#traces.markChanged(entry, entry.summary.lastReceivedMs);
  }

  #forget(): void {
    this.dictionaries.forget();
    this.experiments.forget();
    this.annotations.forget();
    this.#traces.forget();
    this.#spans.forget();
    this.#logs.forget();
    this.#turns.forget();
    this.#pending = noTotals;
  }
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    // Changes with every commit of another connection.
    dataVersion: db.prepare<[], number>('PRAGMA data_version').pluck(),
  };
}
