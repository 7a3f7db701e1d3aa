/**
 * `mlflow-artifacts/artifacts/<experiment>/traces/<id>/artifacts/traces.json`: where the TypeScript
 * SDK puts its spans (mlflow.md §4, row 7). There are no other artifacts.
 */
import { toMlflowTraceId } from '@domain/mlflow/trace-id';
import type { TraceId } from '@domain/units';
import { json, jsonText, type ApiCall } from '../http-api/api-call';
import { ApiError, invalid, missing } from '../http-api/api-error';
import type { Answer } from '../receiver';
import { traceIdOf } from './parameters';

export async function putArtifact(call: ApiCall): Promise<Answer> {
  const traceId = wantedTrace(call);
  const body = await call.request.readBody();
  const { request, notes } = await call.ask('mlflow.spansOfArtifact', { body });
  const outcome = await call.request.exportSpans(request, { isReduced: true });
  switch (outcome.status) {
    case 'unavailable':
      throw new ApiError('TEMPORARILY_UNAVAILABLE', outcome.message);
    case 'undecodable':
      throw invalid(outcome.message);
    case 'committed': {
      const problems = [...notes, ...(outcome.rejected > 0 ? [outcome.message] : [])];
      if (problems.length === 0) return json({});
      const id = toMlflowTraceId(traceId);
      throw invalid(`Not all spans of ${id} could be kept; the others were. ${problems.join(' ')}`);
    }
  }
}

export async function getArtifact(call: ApiCall): Promise<Answer> {
  const traceId = wantedTrace(call);
  const data = await call.ask('mlflow.traceData', { traceId });
  if (data === null) throw missing(`Trace with ID ${toMlflowTraceId(traceId)} is not found.`);
  return jsonText(data);
}

function wantedTrace(call: ApiCall): TraceId {
  const path = call.param('path');
  const [, id] = /^[^/]+\/traces\/([^/]+)\/artifacts\/traces\.json$/.exec(path) ?? [];
  if (id !== undefined) return traceIdOf(id);
  throw missing(
    `Otelier has no artifact ${JSON.stringify(path.slice(0, 200))}: of artifacts it keeps ` +
      'traces.json alone, not attachments, models or files of runs.',
  );
}
