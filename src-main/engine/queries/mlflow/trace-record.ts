/**
 * A trace as MLflow describes it: as its sender told, and where it told nothing as its spans say.
 * Sources: mlflow.md §1 (derivation), §4 (row 6: what was told is authoritative), §8.
 */
import { experimentIdText } from '@domain/annotations/experiment';
import { traceMetadata, type TraceState } from '@domain/annotations/trace-info';
import type { TraceTag } from '@domain/annotations/trace-tag';
import type { TraceFacets } from '@domain/facets/trace-facets';
import type { TraceRecord } from '@domain/mlflow/trace-info-json';
import { withPlaces } from '@domain/mlflow/trace-places';
import type { TraceId } from '@domain/units';
import { traceFacetReader } from '../../facets/trace-facet-row';
import { assessmentsReader } from '../annotation-rows';
import type { QueryHost } from '../query';
import { toldInfoReader, type ToldInfo } from '../../store/told-info';
import { TRACE_NAME, VISIBLE } from '../trace-row';

const MAX_PREVIEW_LENGTH = 1000;

/** Times are milliseconds, rounded down to them as MLflow does. */
interface StoredTrace {
  readonly key: number;
  readonly traceId: TraceId;
  readonly idBytes: Uint8Array;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly spanCount: number;
  readonly status: number;
  readonly experimentId: number;
  readonly experimentName: string | null;
}

export interface FoundTrace {
  readonly key: number;
  readonly spanCount: number;
  readonly record: TraceRecord;
}

export interface TraceRecordReader {
  byId(traceId: TraceId): FoundTrace | null;
  byKey(key: number): FoundTrace | null;
}

/** Prepares reading traces without their spans. */
export function traceRecordReader({ db }: QueryHost): TraceRecordReader {
  const select = /* sql */ `
    SELECT id AS key, lower(hex(trace_id)) AS traceId, trace_id AS idBytes, ${TRACE_NAME} AS name,
      start_ns / 1000000 AS startMs, end_ns / 1000000 AS endMs, span_count AS spanCount, status,
      experiment AS experimentId,
      (SELECT e.name FROM experiment e WHERE e.id = trace.experiment) AS experimentName
    FROM trace`;
  const findById = db.prepare<[Uint8Array], StoredTrace>(
    `${select} WHERE trace_id = ? AND ${VISIBLE}`,
  );
  const findByKey = db.prepare<[number], StoredTrace>(`${select} WHERE id = ? AND ${VISIBLE}`);
  const readTold = toldInfoReader(db);
  const findTags = db.prepare<[Uint8Array], TraceTag>(
    'SELECT key, value FROM trace_tag WHERE trace_id = ? AND is_removed = 0 ORDER BY key',
  );
  const readFacets = traceFacetReader(db);
  const readAssessments = assessmentsReader(db);

  const found = (trace: StoredTrace | undefined): FoundTrace | null => {
    if (trace === undefined) return null;
    const { key, spanCount, idBytes } = trace;
    const experiment = { id: trace.experimentId, name: trace.experimentName ?? '' };
    const experimentId = experimentIdText(experiment);
    const told = readTold(idBytes);
    const facets = readFacets(key);
    return {
      key,
      spanCount,
      record: {
        info: {
          traceId: trace.traceId,
          clientRequestId: told?.clientRequestId ?? null,
          experimentId: trace.experimentId,
          ...(experimentId === experiment.name ? { experimentName: experimentId } : {}),
          requestTimeMs: told?.requestTimeMs ?? trace.startMs,
          executionDurationMs: told?.executionDurationMs ?? durationOf(trace),
          state: stateOf(trace, told),
          requestPreview: told?.requestPreview ?? cut(facets?.inputPreview),
          responsePreview: told?.responsePreview ?? cut(facets?.outputPreview),
          metadata: { ...derivedMetadata(facets), ...told?.metadata },
        },
        tags: withPlaces(findTags.all(idBytes), { ...trace, experimentId }),
        assessments: readAssessments(idBytes),
      },
    };
  };
  return {
    byId: (traceId) => found(findById.get(Buffer.from(traceId, 'hex'))),
    byKey: (key) => found(findByKey.get(key)),
  };
}

/** Null while no span has told an end. */
function durationOf({ spanCount, startMs, endMs }: StoredTrace): number | null {
  return spanCount === 0 ? null : Math.max(endMs - startMs, 0);
}

/** Of `trace.status`: 0 unset, 1 ok, 2 error, 3 running. What was told is in it already. */
function stateOf({ spanCount, status }: StoredTrace, told: ToldInfo | null): TraceState {
  if (spanCount === 0 && told !== null) return told.state;
  if (status === 3) return 'IN_PROGRESS';
  return status === 2 ? 'ERROR' : 'OK';
}

function cut(text: string | null | undefined): string | null {
  return text?.slice(0, MAX_PREVIEW_LENGTH) ?? null;
}

/** Session, user, tokens and cost as they are understood; a trace counts each call once. */
function derivedMetadata(facets: TraceFacets | null): Record<string, string> {
  const metadata: Record<string, string> = { 'mlflow.trace_schema.version': '3' };
  if (facets === null) return metadata;
  const { sessionId, userId, tokens, cost } = facets;
  if (sessionId !== null) metadata[traceMetadata.session] = sessionId;
  if (userId !== null) metadata[traceMetadata.user] = userId;
  const { input, output, cacheRead, cacheWrite } = tokens;
  if (input !== null || output !== null) {
    metadata[traceMetadata.tokenUsage] = JSON.stringify({
      input_tokens: input ?? 0,
      output_tokens: output ?? 0,
      total_tokens: (input ?? 0) + (output ?? 0),
      ...(cacheRead === null ? {} : { cache_read_input_tokens: cacheRead }),
      ...(cacheWrite === null ? {} : { cache_creation_input_tokens: cacheWrite }),
    });
  }
  // Of models without a price nobody knows the cost: it is not nothing.
  if (cost.state !== 'none' && cost.state !== 'unknown') {
    metadata[traceMetadata.cost] = JSON.stringify({ total_cost: cost.usd });
  }
  return metadata;
}
