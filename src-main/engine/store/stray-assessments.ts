/**
 * Removing what was said of traces that never came: scores may be sent ahead of their spans, and
 * nothing else would ever remove them.
 */
import type { WritableDb } from './connection';
import type { SlicedJob } from './sliced-job';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Spans of an upload that was held up may come days later. */
const KEPT_MS = 7 * DAY_MS;
/** Takes a few milliseconds. */
const ROWS_PER_SLICE = 2000;

/** Those that were changed last more than a week before `nowMs`. @throws SqliteError */
export function* removeStrayAssessments(db: WritableDb, nowMs: number): SlicedJob<void> {
  const last =
    db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM assessment').pluck().get() ?? 0;
  // Two questions, since each of them has an index.
  const remove = db.prepare<[number, number, number]>(/* sql */ `
    DELETE FROM assessment WHERE id > ? AND id <= ? AND updated_ms < ? AND told_by IS NULL
      AND NOT EXISTS (SELECT 1 FROM trace
        WHERE trace.trace_id = assessment.trace_id AND trace.deleted_at_ms IS NULL)
      AND NOT EXISTS (SELECT 1 FROM trace
        WHERE trace.trace_id = assessment.trace_id AND trace.deleted_at_ms IS NOT NULL)`);
  for (let from = 0; from < last; from += ROWS_PER_SLICE) {
    remove.run(from, Math.min(from + ROWS_PER_SLICE, last), nowMs - KEPT_MS);
    yield;
  }
}
