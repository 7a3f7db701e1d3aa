/** Stores facets that the facet worker made, as far as what they were made from still holds. */
import type { FacetBatch, SpanUpdate, TraceUpdate } from '../facets/facet-batch';
import { traceFacetWriter } from '../facets/trace-facet-row';
import { AssessmentWriter } from './assessment-writer';
import type { WritableDb } from './connection';
import { sliceTimer, type SlicedJob } from './sliced-job';
import { TagWriter } from './tag-writer';

/** Short, since requests wait behind it and a group of them takes 25 ms at most. */
const SLICE_MS = 3;

export class FacetWriter {
  readonly #db: WritableDb;
  readonly #tags: TagWriter;
  readonly #assessments: AssessmentWriter;
  readonly #sql: Statements;

  constructor(db: WritableDb) {
    this.#db = db;
    this.#tags = new TagWriter(db);
    this.#assessments = new AssessmentWriter(db);
    this.#sql = prepare(db);
  }

  /**
   * Stores a batch; a trace counts as understood if it has not changed since it was read.
   * Spans and traces that were removed meanwhile are passed over.
   * Returns the keys of the traces whose facets are now as of some revision, in full.
   */
  *store(batch: FacetBatch, sliceMs = SLICE_MS): SlicedJob<number[]> {
    const steps = this.#steps(batch);
    const finished: number[] = [];
    for (;;) {
      const isOver = sliceTimer(sliceMs);
      const slice = this.#db.transaction((): boolean => {
        do {
          const step = steps.next();
          if (step.done === true) return true;
          if (step.value !== null) finished.push(step.value);
        } while (!isOver());
        return false;
      });
      const isDone = this.#unsynced(() => slice.immediate());
      if (isDone) return finished;
      yield;
    }
  }

  /** Stores row by row; yields the key of a trace when it is finished. */
  *#steps({ version, traces }: FacetBatch): Generator<number | null, void, void> {
    for (const trace of traces) {
      for (const span of trace.spans) {
        this.#putSpan(span, version);
        yield null;
      }
      yield this.#putTrace(trace, version);
    }
  }

  #putSpan({ key, changes, logCount, facts }: SpanUpdate, version: number): void {
    this.#sql.putSpan.run({ key, version, changes, logCount, facts });
  }

  /** Returns its key where it was finished. */
  #putTrace(trace: TraceUpdate, version: number): number | null {
    const { key, revision, prices, facets, told } = trace;
    if (facets === null) {
      this.#sql.touchTrace.run(key);
      return null;
    }
    if (this.#sql.finishTrace.run({ key, revision, version, prices }).changes === 0) return null;
    this.#sql.putFacets(key, facets);
    const traceId = this.#sql.traceId.get(key);
    if (traceId !== undefined) this.#tags.replaceTold(traceId, told?.tags ?? []);
    this.#assessments.replaceTold(key, told?.assessments ?? []);
    return key;
  }

  /**
   * Commits without waiting for the disk. What a power failure takes is made again, and the
   * next request syncs the log from its beginning.
   */
  #unsynced<Result>(commit: () => Result): Result {
    this.#db.pragma('synchronous = NORMAL');
    try {
      return commit();
    } finally {
      this.#db.pragma('synchronous = FULL');
    }
  }
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    putSpan: db.prepare<[object]>(/* sql */ `
      INSERT OR REPLACE INTO span_facet (span, version, changes, log_count, facts)
      SELECT id, :version, :changes, :logCount, :facts FROM span WHERE id = :key`),
    touchTrace: db.prepare<[number]>(
      'UPDATE trace SET facet_revision = facet_revision + 1 WHERE id = ?',
    ),
    finishTrace: db.prepare<[object]>(/* sql */ `
      UPDATE trace SET facet_revision = facet_revision + 1,
        facet_version = CASE WHEN revision = :revision THEN :version ELSE facet_version END,
        facet_prices = CASE WHEN revision = :revision THEN :prices ELSE facet_prices END
      WHERE id = :key`),
    putFacets: traceFacetWriter(db),
    traceId: db.prepare<[number], Uint8Array>('SELECT trace_id FROM trace WHERE id = ?').pluck(),
  };
}
