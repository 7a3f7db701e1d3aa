/** What is told and asked of whole traces (mlflow.md §4, rows 6 and 11 to 13). */
import { DEFAULT_EXPERIMENT_ID } from '@domain/annotations/experiment';
import { readAssessment } from '@domain/mlflow/assessment-json';
import { exactObject, formatExactJson } from '@domain/mlflow/exact-json';
import { listMember, memberOf, objectMember } from '@domain/mlflow/json-members';
import { readTraceInfo } from '@domain/mlflow/read-trace-info';
import { toMlflowTraceId } from '@domain/mlflow/trace-id';
import { withPlaces } from '@domain/mlflow/trace-places';
import { traceInfoToJson } from '@domain/mlflow/trace-info-json';
import type { TraceId } from '@domain/units';
import { newAssessmentId } from '../handlers/annotations';
import { bodyOf, jsonText, type ApiCall } from '../http-api/api-call';
import { invalid, missing } from '../http-api/api-error';
import type { TraceText } from '../queries/internal-queries';
import type { Answer } from '../receiver';
import { traceIdOf } from './parameters';

/** Told once a trace has ended; what is told holds whatever its spans say (row 6). */
export async function putTraceInfo(call: ApiCall): Promise<Answer> {
  const body = await bodyOf(call);
  const trace = objectMember(body, 'trace');
  if (trace === null) throw invalid('trace: an object was expected, and there is none.');
  const {
    info,
    tags,
    assessments: told,
  } = readTraceInfo(memberOf(trace, 'trace_info'), null, 'trace.trace_info');
  const { traceId } = info;
  const nowMs = Date.now();
  const assessments = told.map((one, at) =>
    readAssessment(
      one,
      { newId: newAssessmentId, traceId, nowMs, origin: 'api' },
      `trace.trace_info.assessments[${at}]`,
    ),
  );
  await call.commands.annotate('traceInfo', { info, tags, assessments });
  // Nothing is read here: the answer is what was told, and where the spans belong.
  const experimentId = info.experimentName ?? String(info.experimentId ?? DEFAULT_EXPERIMENT_ID);
  const places = withPlaces(tags, { traceId, name: '', experimentId });
  const answer = traceInfoToJson({ info, tags: places, assessments }, 'rest');
  return traceAnswer(formatExactJson(exactObject({ trace_info: answer })));
}

export async function getTraceInfo(call: ApiCall): Promise<Answer> {
  const traceId = traceIdOf(call.param('trace'));
  const [info] = await call.ask('mlflow.traceInfos', { traceIds: [traceId] });
  if (info === undefined) throw noTrace(traceId);
  return traceAnswer(`{"trace_info":${info}}`);
}

/** MLflow's server waits, too, for spans that are on their way (sqlalchemy_store.py `get_trace`). */
const WAITS_MS = [250, 750, 1500];

export async function getTrace(call: ApiCall): Promise<Answer> {
  const traceId = traceIdOf(call.query.get('trace_id') ?? '');
  const isPartialFine = call.query.get('allow_partial')?.toLowerCase() === 'true';
  const read = async (): Promise<TraceText | undefined> =>
    (await call.ask('mlflow.traces', { traceIds: [traceId] }))[0];
  let trace = await read();
  for (const waitMs of WAITS_MS) {
    if (trace === undefined || trace.missingSpans === 0 || isPartialFine) break;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    trace = await read();
  }
  if (trace === undefined) throw noTrace(traceId);
  if (trace.missingSpans > 0 && !isPartialFine) {
    throw missing(
      `Trace with ID ${toMlflowTraceId(traceId)} is not fully exported yet: ` +
        `${trace.missingSpans} spans have not come.`,
    );
  }
  return traceAnswer(trace.text);
}

/** Answers are made as one text. */
const MAX_TRACES = 100;
const MAX_TRACE_INFOS = 500;

/** Ids that are not there are left out. */
export async function batchGetTraces(call: ApiCall): Promise<Answer> {
  const traceIds = traceIdsOf(call.query.getAll('trace_ids'), MAX_TRACES);
  const traces = await call.ask('mlflow.traces', { traceIds });
  return jsonText(`{"traces":[${traces.map(({ text }) => text).join(',')}]}`);
}

export async function batchGetInfos(call: ApiCall): Promise<Answer> {
  const ids = listMember(await bodyOf(call), 'trace_ids');
  const texts = ids.map((id) => (typeof id === 'string' ? id : ''));
  const traceIds = traceIdsOf(texts, MAX_TRACE_INFOS);
  const infos = await call.ask('mlflow.traceInfos', { traceIds });
  return jsonText(`{"trace_infos":[${infos.join(',')}]}`);
}

/** Each of them once. */
function traceIdsOf(texts: readonly string[], most: number): TraceId[] {
  const ids = [...new Set(texts.map(traceIdOf))];
  if (ids.length <= most) return ids;
  throw invalid(`trace_ids: at most ${most} ids were expected, not ${ids.length}.`);
}

function traceAnswer(trace: string): Answer {
  return jsonText(`{"trace":${trace}}`);
}

function noTrace(traceId: TraceId) {
  return missing(`Trace with ID ${toMlflowTraceId(traceId)} is not found.`);
}
