/**
 * Deleting traces in two steps: hidden at once, removed for good when the undo time is over.
 * A hidden trace keeps its row and spans; what arrives for its trace id meanwhile begins a
 * new row, which an undo merges with the old one.
 */
import type { WritableDb } from './connection';
import type { IngestWriter } from './ingest-writer';
import { sliceTimer, type SlicedJob } from './sliced-job';
import { supersedes } from './span-writer';
import { removeUnusedEntries } from './unused-entries';

export const UNDO_MS = 30_000;

const TRACES_PER_SLICE = 500;
const ROWS_PER_STEP = 100;

export class TraceDeletion {
  readonly #db: WritableDb;
  readonly #writer: IngestWriter;
  readonly #sql: Statements;
  #lastDeletedAtMs = 0;
  /** An undo that began in time may end later: nothing may be removed from under it. */
  #undosUnderWay = 0;

  constructor(db: WritableDb, writer: IngestWriter) {
    this.#db = db;
    this.#writer = writer;
    this.#sql = prepare(db);
  }

  /** Hides traces; keys that do not exist or are hidden already do not count. */
  *softDelete(
    keys: readonly number[],
    nowMs: number,
  ): SlicedJob<{ readonly deleted: number; readonly undoToken: string }> {
    const deletedAtMs = this.#takeTime(nowMs);
    const deleted = yield* this.#hideAll(keys, deletedAtMs);
    return { deleted, undoToken: String(deletedAtMs) };
  }

  /**
   * Hides an experiment, then its traces. What arrives for it meanwhile brings it back.
   * @throws ContractError `not_found`; `conflict` for the default one
   */
  *softDeleteExperiment(
    id: number,
    nowMs: number,
  ): SlicedJob<{ readonly deleted: number; readonly undoToken: string }> {
    const deletedAtMs = this.#takeTime(nowMs);
    this.#writer.experiments.hide(id, deletedAtMs);
    const deleted = yield* this.#hideAll(this.#sql.ofExperiment.all(id), deletedAtMs);
    return { deleted, undoToken: String(deletedAtMs) };
  }

  /** The time names the deletion, so it must be its own. */
  #takeTime(nowMs: number): number {
    this.#lastDeletedAtMs = Math.max(nowMs, this.#lastDeletedAtMs + 1);
    return this.#lastDeletedAtMs;
  }

  *#hideAll(keys: readonly number[], deletedAtMs: number): SlicedJob<number> {
    let deleted = 0;
    for (let from = 0; from < keys.length; from += TRACES_PER_SLICE) {
      const slice = JSON.stringify(keys.slice(from, from + TRACES_PER_SLICE));
      const spanCounts = this.#sql.hide.all({ keys: slice, deletedAtMs });
      deleted += spanCounts.length;
      const spans = spanCounts.reduce((sum, count) => sum + count, 0);
      this.#writer.noteChange({ traces: -spanCounts.length, spans: -spans, logRecords: 0 }, true);
      yield;
    }
    return deleted;
  }

  /** Shows traces and experiments again; none where the undo time is over. */
  *undo(
    undoToken: string,
    nowMs: number,
  ): SlicedJob<{ readonly keys: readonly number[]; readonly experiments: number }> {
    const deletedAtMs = Number(undoToken);
    if (!(deletedAtMs > nowMs - UNDO_MS)) return { keys: [], experiments: 0 };
    this.#undosUnderWay++;
    try {
      const experiments = this.#writer.experiments.restoreHidden(deletedAtMs);
      return { keys: yield* this.#restoreAll(deletedAtMs), experiments };
    } finally {
      this.#undosUnderWay--;
    }
  }

  *#restoreAll(deletedAtMs: number): SlicedJob<number[]> {
    const restored: number[] = [];
    for (;;) {
      const hidden = this.#sql.hiddenBy.all(deletedAtMs, TRACES_PER_SLICE);
      if (hidden.length === 0) return restored;
      const restoreSlice = this.#db.transaction(() => hidden.map((trace) => this.#restore(trace)));
      const spans = restoreSlice.immediate().reduce((sum, count) => sum + count, 0);
      const traces = hidden.filter(({ liveKey }) => liveKey === null).length;
      this.#writer.noteChange({ traces, spans, logRecords: 0 }, true);
      restored.push(...hidden.map(({ key }) => key));
      yield;
    }
  }

  /**
   * Removes traces whose undo time is over, as soon as no undo is under way any more, and then
   * the resources, scopes and sources that only they had.
   */
  *purge(nowMs: number, sliceMs?: number): SlicedJob<void> {
    let hasRemoved = false;
    for (;;) {
      while (this.#undosUnderWay > 0) yield;
      const isOver = sliceTimer(sliceMs);
      let logRecords = 0;
      let isDone = false;
      const slice = this.#db.transaction(() => {
        do {
          // One from the future was hidden before the clock was set back.
          const expired = this.#sql.expired.get(nowMs - UNDO_MS, nowMs + UNDO_MS);
          if (expired === undefined) isDone = true;
          else logRecords += this.#removeSome(expired);
          hasRemoved ||= !isDone;
        } while (!isDone && !isOver());
      });
      slice.immediate();
      this.#writer.noteChange({ traces: 0, spans: 0, logRecords: -logRecords }, false);
      if (isDone) break;
      yield;
    }
    this.#writer.experiments.purge(nowMs - UNDO_MS);
    if (hasRemoved) yield* removeUnusedEntries(this.#db, this.#writer.dictionaries, sliceMs);
  }

  /** Whether there is anything to purge now or later. */
  get hasHidden(): boolean {
    return this.#sql.anyHidden.get() !== undefined;
  }

  /** Returns how many more spans are shown. */
  #restore({ key, liveKey, spanCount }: HiddenTrace): number {
    if (liveKey === null) {
      this.#sql.show.run(key);
      this.#writer.experiments.restoreOf(key);
      return spanCount;
    }
    const twins = this.#sql.twins.all(key, liveKey);
    for (const { hiddenKey, liveSpanKey, ...version } of twins) {
      const live = { endNs: version.liveEndNs, payload: version.livePayload };
      const hidden = { endNs: version.hiddenEndNs, payload: version.hiddenPayload };
      this.#removeSpan(Number(supersedes(live, hidden) ? hiddenKey : liveSpanKey));
    }
    this.#sql.moveSpans.run(key, liveKey);
    this.#sql.takeOver.run({ key, liveKey });
    this.#writer.annotations.assessments.passOnTold(liveKey, key);
    this.#removeTrace(liveKey);
    this.#sql.show.run(key);
    this.#writer.experiments.restoreOf(key);
    this.#writer.rewriteTrace(key);
    return spanCount - twins.length;
  }

  /** Removes a few rows of a trace, at last the trace. Returns the count of log records. */
  #removeSome({ key, traceId, logsUpto }: ExpiredTrace): number {
    const spans = this.#sql.someSpans.all(key, ROWS_PER_STEP);
    for (const span of spans) this.#removeSpan(span);
    if (spans.length > 0) return 0;
    const logs = this.#sql.someLogs.all(traceId, logsUpto, ROWS_PER_STEP);
    for (const log of logs) {
      this.#sql.removeLog.run(log);
      this.#sql.removeLogPayload.run(log);
    }
    if (logs.length === 0) {
      this.#removeTrace(key);
      this.#writer.annotations.assessments.removeToldBy(key);
      if (this.#sql.anyOfId.get({ id: traceId }) === undefined) this.#removeAnnotations(traceId);
    }
    return logs.length;
  }

  #removeTrace(key: number): void {
    this.#sql.removeTrace.run(key);
    this.#sql.removeTraceFacet.run(key);
    this.#sql.removeTracePreview.run(key);
  }

  /** What was said of a trace goes with the last row of it. */
  #removeAnnotations(traceId: Uint8Array): void {
    this.#writer.annotations.removeOfTrace(traceId);
  }

  #removeSpan(key: number): void {
    this.#sql.removeSpan.run(key);
    this.#sql.removeSpanPayload.run(key);
    this.#sql.removeSpanFacet.run(key);
  }
}

interface HiddenTrace {
  readonly key: number;
  /** Row that began after the deletion. */
  readonly liveKey: number | null;
  readonly spanCount: number;
}

interface ExpiredTrace {
  readonly key: number;
  readonly traceId: Uint8Array;
  readonly logsUpto: number;
}

/** The same span in a hidden trace and in its live successor. */
interface Twins {
  readonly hiddenKey: bigint;
  readonly liveSpanKey: bigint;
  readonly hiddenEndNs: bigint;
  readonly liveEndNs: bigint;
  readonly hiddenPayload: Uint8Array;
  readonly livePayload: Uint8Array;
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    hide: db
      .prepare<[{ keys: string; deletedAtMs: number }], number>(/* sql */ `
        UPDATE trace SET deleted_at_ms = :deletedAtMs,
          deleted_logs_upto = (SELECT coalesce(max(id), 0) FROM log_record)
        WHERE deleted_at_ms IS NULL AND id IN (SELECT value FROM json_each(:keys))
        RETURNING span_count`)
      .pluck(),
    hiddenBy: db.prepare<[number, number], HiddenTrace>(/* sql */ `
      SELECT t.id AS key, live.id AS liveKey, t.span_count AS spanCount
      FROM trace t LEFT JOIN trace live
        ON live.trace_id = t.trace_id AND live.deleted_at_ms IS NULL
      WHERE t.deleted_at_ms = ? LIMIT ?`),
    // Records may have arrived since; those of another deletion of the same trace stay out.
    show: db.prepare<[number]>(/* sql */ `
      UPDATE trace SET deleted_at_ms = NULL, deleted_logs_upto = NULL,
        revision = revision + 1, facet_version = min(facet_version, 0),
        log_count = (SELECT count(*) FROM log_record l
          WHERE l.trace_id = trace.trace_id AND l.id > coalesce(
            (SELECT max(other.deleted_logs_upto) FROM trace other
              WHERE other.trace_id = trace.trace_id AND other.deleted_at_ms IS NOT NULL
                AND other.id <> trace.id), 0))
      WHERE id = ?`),
    // What was claimed and told since the deletion is the later word; as ever, the stronger claim.
    takeOver: db.prepare<[object]>(/* sql */ `
      UPDATE trace SET last_received_ms = max(trace.last_received_ms, live.last_received_ms),
        told_status = live.told_status,
        experiment = iif(live.experiment_origin > trace.experiment_origin,
          live.experiment, trace.experiment),
        experiment_origin = max(trace.experiment_origin, live.experiment_origin)
      FROM trace live WHERE live.id = :liveKey AND trace.id = :key`),
    twins: db
      .prepare<[number, number], Twins>(/* sql */ `
        SELECT h.id AS hiddenKey, l.id AS liveSpanKey, h.end_ns AS hiddenEndNs, l.end_ns AS liveEndNs,
          hp.bytes AS hiddenPayload, lp.bytes AS livePayload
        FROM span h
          JOIN span l ON l.span_id = h.span_id
          JOIN span_payload hp ON hp.span = h.id
          JOIN span_payload lp ON lp.span = l.id
        WHERE h.trace = ? AND l.trace = ?`)
      .safeIntegers(),
    moveSpans: db.prepare<[number, number]>('UPDATE span SET trace = ? WHERE trace = ?'),
    removeTrace: db.prepare<[number]>('DELETE FROM trace WHERE id = ?'),
    removeTraceFacet: db.prepare<[number]>('DELETE FROM trace_facet WHERE trace = ?'),
    removeTracePreview: db.prepare<[number]>('DELETE FROM trace_preview WHERE trace = ?'),
    expired: db.prepare<[number, number], ExpiredTrace>(/* sql */ `
      SELECT id AS key, trace_id AS traceId, deleted_logs_upto AS logsUpto FROM trace
      WHERE deleted_at_ms IS NOT NULL AND (deleted_at_ms <= ? OR deleted_at_ms > ?) LIMIT 1`),
    anyHidden: db
      .prepare<[], number>(/* sql */ `
        SELECT 1 FROM trace WHERE deleted_at_ms IS NOT NULL
        UNION ALL SELECT 1 FROM experiment WHERE deleted_at_ms IS NOT NULL LIMIT 1`)
      .pluck(),
    anyOfId: db.prepare<[object], number>(/* sql */ `
      SELECT 1 FROM trace WHERE trace_id = :id AND deleted_at_ms IS NULL
      UNION ALL SELECT 1 FROM trace WHERE trace_id = :id AND deleted_at_ms IS NOT NULL LIMIT 1`),
    ofExperiment: db
      .prepare<[number], number>(
        'SELECT id FROM trace WHERE experiment = ? AND deleted_at_ms IS NULL',
      )
      .pluck(),
    someSpans: db
      .prepare<[number, number], number>('SELECT id FROM span WHERE trace = ? LIMIT ?')
      .pluck(),
    someLogs: db
      .prepare<[Uint8Array, number, number], number>(
        'SELECT id FROM log_record WHERE trace_id = ? AND id <= ? LIMIT ?',
      )
      .pluck(),
    removeSpan: db.prepare<[number]>('DELETE FROM span WHERE id = ?'),
    removeSpanPayload: db.prepare<[number]>('DELETE FROM span_payload WHERE span = ?'),
    removeSpanFacet: db.prepare<[number]>('DELETE FROM span_facet WHERE span = ?'),
    removeLog: db.prepare<[number]>('DELETE FROM log_record WHERE id = ?'),
    removeLogPayload: db.prepare<[number]>('DELETE FROM log_payload WHERE log = ?'),
  };
}
