/**
 * What was said of traces beside their spans, from a damaged database into the current one. What
 * is there already stays as it is; what spans tell is told by them again.
 */
import { assessmentOrigins, type Assessment } from '@domain/annotations/assessment';
import { DEFAULT_EXPERIMENT_ID, experimentOrigins } from '@domain/annotations/experiment';
import { traceStates, type TraceInfo } from '@domain/annotations/trace-info';
import type { TraceId } from '@domain/units';
import { ASSESSMENT_COLUMNS, assessmentOf, type AssessmentRecord } from './assessment-row';
import type { ReadableDb } from './connection';
import type { ForeignExperiment } from './experiment-table';
import type { IngestWriter } from './ingest-writer';
import { attempt, unreadable } from './readable-rows';
import { sliceTimer, type SlicedJob } from './sliced-job';
import { faultOf } from './store-errors';

/** To be called before the spans that name experiments by their ids are copied. */
export function* salvageExperiments(
  from: ReadableDb,
  writer: IngestWriter,
  nowMs: number,
): SlicedJob<void> {
  if (!hasAnnotations(from)) return;
  yield* copyRows(from, EXPERIMENTS, writer, (row: ForeignExperiment) => {
    writer.experiments.adopt(row, nowMs);
  });
}

/** Copies what can be read, up to the first damaged page of each table. */
export function* salvageAnnotations(
  from: ReadableDb,
  writer: IngestWriter,
  nowMs: number,
): SlicedJob<void> {
  if (!hasAnnotations(from)) return;
  const { annotations } = writer;
  yield* copyRows(from, GROUPING, writer, (row: GroupingRow) => {
    writer.groupTrace(row.traceId, { name: row.name, origin: row.origin, nowMs });
  });
  yield* copyRows(from, INFOS, writer, (row: InfoRow) => {
    if (!annotations.hasInfo(row.traceId)) annotations.putInfo(infoOf(row), [], nowMs);
  });
  yield* copyRows(from, TAGS, writer, ({ traceId, key, value, isRemoved }: TagRow) => {
    annotations.tags.setIfNew(traceId, { key, value }, isRemoved === 1);
  });
  yield* copyRows(from, ASSESSMENTS, writer, (record: AssessmentRecord) => {
    const assessment: Assessment = assessmentOf(record);
    if (annotations.assessments.find(assessment.id) === null) {
      annotations.assessments.put(assessment);
    }
  });
}

interface GroupingRow {
  readonly traceId: Uint8Array;
  readonly name: string;
  readonly origin: number;
}

interface InfoRow {
  readonly traceId: Uint8Array;
  readonly clientRequestId: string | null;
  readonly requestTimeMs: number | null;
  readonly executionDurationMs: number | null;
  readonly state: number;
  readonly requestPreview: string | null;
  readonly responsePreview: string | null;
  readonly metadata: string;
}

interface TagRow {
  readonly traceId: Uint8Array;
  readonly key: string;
  readonly value: string;
  readonly isRemoved: number;
}

const EXPERIMENTS = /* sql */ `
  SELECT id, name, tags, created_ms AS createdMs FROM experiment
  WHERE deleted_at_ms IS NULL AND id <> ${DEFAULT_EXPERIMENT_ID} AND json_valid(tags) ORDER BY id`;
/** Of what spans do not say themselves. */
const GROUPING = /* sql */ `
  SELECT t.trace_id AS traceId, e.name, t.experiment_origin AS origin
  FROM trace t JOIN experiment e ON e.id = t.experiment
  WHERE t.deleted_at_ms IS NULL
    AND t.experiment_origin >= ${experimentOrigins.indexOf('traceInfo')}`;
/** What the user deleted with its trace is not to come back. */
const ofVisible = (table: string): string => /* sql */ `
  EXISTS (SELECT 1 FROM trace t WHERE t.trace_id = ${table}.trace_id AND t.deleted_at_ms IS NULL)`;
const INFOS = /* sql */ `
  SELECT trace_id AS traceId, client_request_id AS clientRequestId,
    request_time_ms AS requestTimeMs, execution_duration_ms AS executionDurationMs, state,
    request_preview AS requestPreview, response_preview AS responsePreview, metadata
  FROM trace_info WHERE ${ofVisible('trace_info')}`;
const TAGS = /* sql */ `
  SELECT trace_id AS traceId, key, value, is_removed AS isRemoved FROM trace_tag
  WHERE is_derived = 0 AND ${ofVisible('trace_tag')}`;
const ASSESSMENTS = /* sql */ `
  SELECT ${ASSESSMENT_COLUMNS} FROM assessment
  WHERE origin <> ${assessmentOrigins.indexOf('span')} AND ${ofVisible('assessment')}
  ORDER BY id`;

/** A database of an older version has none. */
function hasAnnotations(db: ReadableDb): boolean {
  const find = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'assessment'");
  const found = attempt(() => find.get(), null);
  return found !== undefined && found !== unreadable;
}

/** `write` is given rows as the query has them. */
function* copyRows(
  from: ReadableDb,
  sql: string,
  writer: IngestWriter,
  write: (row: never) => void,
): SlicedJob<void> {
  const rows = attempt(() => from.prepare<[], never>(sql).iterate(), null);
  if (rows === unreadable) return;
  let isLast = false;
  while (!isLast) {
    const isOver = sliceTimer();
    writer.begin();
    try {
      do {
        const step = attempt(() => rows.next(), null);
        isLast = step === unreadable || step.done === true;
        if (step !== unreadable && step.done !== true) writeReadable(write, step.value);
      } while (!isLast && !isOver());
      writer.commit();
    } catch (error) {
      writer.rollback();
      throw error;
    }
    yield;
  }
}

/** What a damaged page made of a row may be no JSON any more, or of another type. */
function writeReadable(write: (row: never) => void, row: never): void {
  try {
    write(row);
  } catch (error) {
    if (faultOf(error) !== 'other') throw error;
  }
}

function infoOf({ traceId, state, metadata, ...rest }: InfoRow): TraceInfo {
  return {
    ...rest,
    traceId: Buffer.from(traceId).toString('hex') as TraceId,
    experimentId: null,
    state: traceStates[state] ?? 'STATE_UNSPECIFIED',
    metadata: JSON.parse(metadata) as Record<string, string>,
  };
}
