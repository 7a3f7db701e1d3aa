/**
 * What is said of traces beside their spans, written in transactions that the caller begins and
 * commits. A change either fails before it has written anything, or does not fail.
 */
import { ContractError } from '@contract/errors';
import type { ProjectName } from '@contract/import';
import { experimentOrigins } from '@domain/annotations/experiment';
import type { ExperimentClaim } from '@domain/annotations/experiment-claim';
import { traceStates, type TraceInfo, type TraceState } from '@domain/annotations/trace-info';
import type { TraceTag } from '@domain/annotations/trace-tag';
import type { TraceId } from '@domain/units';
import type { AnnotationChange } from './annotation-change';
import { AssessmentWriter } from './assessment-writer';
import type { WritableDb } from './connection';
import type { ExperimentTable } from './experiment-table';
import { TagWriter } from './tag-writer';
import type { TraceTable } from './trace-table';

const TRACE_INFO = experimentOrigins.indexOf('traceInfo');

/** Numbers of `trace.status`; what is under way or not told is left to the spans. */
const toldStatuses: Partial<Record<TraceState, number>> = { OK: 1, ERROR: 2 };

/** What RFC 3339 can write: the years 1 to 9999. */
const MIN_TIME_MS = -62_135_596_800_000;
const MAX_TIME_MS = 253_402_300_799_999;

export class AnnotationWriter {
  readonly tags: TagWriter;
  readonly assessments: AssessmentWriter;
  readonly #traces: TraceTable;
  readonly #experiments: ExperimentTable;
  readonly #sql: Statements;
  /** In the open transaction. */
  readonly #annotating = new Set<number>();
  readonly #annotated = new Set<number>();

  constructor(db: WritableDb, traces: TraceTable, experiments: ExperimentTable) {
    this.tags = new TagWriter(db);
    this.assessments = new AssessmentWriter(db);
    this.#traces = traces;
    this.#experiments = experiments;
    this.#sql = prepare(db);
  }

  /** After a rollback. */
  forget(): void {
    this.#annotating.clear();
  }

  /** After a commit. */
  settle(): void {
    for (const key of this.#annotating) this.#annotated.add(key);
    this.#annotating.clear();
  }

  /** Keys of the traces of which something was committed since this was asked last. */
  takeAnnotated(): number[] {
    const keys = [...this.#annotated];
    this.#annotated.clear();
    return keys;
  }

  /** Returns the result of the change. @throws ContractError, and then nothing was written */
  write(change: AnnotationChange, nowMs: number): unknown {
    switch (change.type) {
      case 'traceInfo': {
        const { info, tags, assessments, fileName } = change.params;
        const project = this.putInfo(info, tags, nowMs, fileName);
        this.assessments.putOfTrace(assessments);
        return project;
      }
      case 'setTags': {
        const { traceId, tags } = change.params;
        const id = this.#require(traceId);
        for (const tag of tags) this.tags.set(id, tag);
        return null;
      }
      case 'removeTag': {
        const { traceId, key } = change.params;
        if (this.tags.remove(this.#require(traceId), key)) return null;
        throw new ContractError('not_found', `The trace has no tag with the key "${key}".`);
      }
      case 'addAssessment':
        this.#require(change.params.traceId);
        return this.assessments.add(change.params);
      case 'putAssessment':
        this.#note(Buffer.from(change.params.traceId, 'hex'));
        return this.assessments.replace(change.params);
      case 'updateAssessment': {
        const { traceId, id, patch } = change.params;
        this.#require(traceId);
        return this.assessments.update(traceId, id, patch, nowMs);
      }
      case 'deleteAssessment': {
        const deleted = this.assessments.delete(change.params.id, change.params.traceId);
        if (deleted !== null) this.#note(Buffer.from(deleted.traceId, 'hex'));
        return deleted;
      }
      case 'createExperiment':
        return this.#experiments.create(change.params.name, nowMs);
      case 'renameExperiment':
        this.#experiments.rename(change.params.id, change.params.name, nowMs);
        return null;
      case 'setExperimentTag': {
        const { id, tag } = change.params;
        this.#experiments.setTag(id, tag.key, tag.value, nowMs);
        return null;
      }
      case 'restoreExperiment':
        this.#experiments.restore(change.params.id);
        return null;
    }
  }

  /** Forgets what was said of a trace that is gone for good. */
  removeOfTrace(traceId: Uint8Array): void {
    this.#sql.removeInfo.run(traceId);
    this.tags.removeOfTrace(traceId);
    this.assessments.removeOfTrace(traceId);
  }

  /** Whether anything was told of the trace as a whole. */
  hasInfo(traceId: Uint8Array): boolean {
    return this.#sql.hasInfo.get(traceId) !== undefined;
  }

  /** Returns the project that the trace is of now. */
  putInfo(
    info: TraceInfo,
    tags: readonly TraceTag[],
    nowMs: number,
    fileName?: string,
  ): ProjectName {
    const traceId = Buffer.from(info.traceId, 'hex');
    this.#sql.putInfo.run({
      traceId,
      clientRequestId: info.clientRequestId,
      requestTimeMs: wholeWithin(info.requestTimeMs, MIN_TIME_MS, MAX_TIME_MS),
      executionDurationMs: wholeWithin(info.executionDurationMs, -MAX_TIME_MS, MAX_TIME_MS),
      state: traceStates.indexOf(info.state),
      requestPreview: info.requestPreview,
      responsePreview: info.responsePreview,
      metadata: JSON.stringify(info.metadata),
      nowMs,
    });
    for (const tag of tags) this.tags.set(traceId, tag);
    const entry = this.#traces.findOrAdd(traceId);
    const claim = claimOf(info);
    if (claim !== null) {
      const id = this.#experiments.idOf(claim, nowMs, fileName);
      this.#traces.claimExperiment(entry, { id, origin: TRACE_INFO });
    }
    entry.toldStatus = toldStatuses[info.state] ?? null;
    // Its facets tell session, user and tokens as they are told here.
    this.#traces.markChanged(entry, nowMs);
    this.#annotating.add(entry.summary.key);
    return { id: entry.experiment, name: this.#experiments.nameOf(entry.experiment) };
  }

  #require(traceId: TraceId): Uint8Array {
    const id = Buffer.from(traceId, 'hex');
    if (!this.#note(id)) {
      throw new ContractError('not_found', `There is no trace with the id ${traceId}.`);
    }
    return id;
  }

  /** Returns whether there is such a trace. */
  #note(traceId: Uint8Array): boolean {
    const entry = this.#traces.find(traceId);
    if (entry === null) return false;
    this.#annotating.add(entry.summary.key);
    return true;
  }
}

function claimOf({ experimentId: id, experimentName: name }: TraceInfo): ExperimentClaim | null {
  if (name !== undefined) return { origin: 'traceInfo', name };
  return id === null ? null : { origin: 'traceInfo', id };
}

/** Null for what is no time that anyone means. */
function wholeWithin(ms: number | null, least: number, greatest: number): number | null {
  return ms !== null && ms >= least && ms <= greatest ? Math.round(ms) : null;
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    putInfo: db.prepare<[object]>(/* sql */ `
      INSERT OR REPLACE INTO trace_info (trace_id, client_request_id, request_time_ms,
        execution_duration_ms, state, request_preview, response_preview, metadata, told_ms)
      VALUES (:traceId, :clientRequestId, :requestTimeMs, :executionDurationMs, :state,
        :requestPreview, :responsePreview, :metadata, :nowMs)`),
    hasInfo: db
      .prepare<[Uint8Array], number>('SELECT 1 FROM trace_info WHERE trace_id = ?')
      .pluck(),
    removeInfo: db.prepare<[Uint8Array]>('DELETE FROM trace_info WHERE trace_id = ?'),
  };
}
