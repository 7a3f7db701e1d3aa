/** `mlflow/traces/<id>/assessments…` (mlflow.md §4, rows 9 and 10; §5). */
import type { Assessment } from '@domain/annotations/assessment';
import { assessmentToJson, readAssessment } from '@domain/mlflow/assessment-json';
import { readAssessmentPatch } from '@domain/mlflow/assessment-patch-json';
import { exactObject, formatExactJson } from '@domain/mlflow/exact-json';
import { memberOf } from '@domain/mlflow/json-members';
import { toMlflowTraceId } from '@domain/mlflow/trace-id';
import type { TraceId } from '@domain/units';
import { newAssessmentId } from '../handlers/annotations';
import { bodyOf, json, jsonText, type ApiCall } from '../http-api/api-call';
import { invalid, missing, unlessTaken } from '../http-api/api-error';
import type { Answer } from '../receiver';
import { onceThere } from './once-there';
import { traceIdOf } from './parameters';

export async function createAssessment(call: ApiCall): Promise<Answer> {
  const traceId = traceIdOf(call.param('trace'));
  const body = await bodyOf(call);
  const assessment = readAssessment(memberOf(body, 'assessment'), {
    newId: newAssessmentId,
    traceId,
    nowMs: Date.now(),
    origin: 'api',
  });
  const add = (): Promise<Assessment> => call.commands.annotate('addAssessment', assessment);
  return answerWith(await unlessTaken(onceThere(add)));
}

export async function getAssessment(call: ApiCall): Promise<Answer> {
  return answerWith(await find(call, traceIdOf(call.param('trace')), call.param('assessment')));
}

/** Source, span and kind stay (§5). */
export async function updateAssessment(call: ApiCall): Promise<Answer> {
  const traceId = traceIdOf(call.param('trace'));
  const id = call.param('assessment');
  const { patch, kind } = readAssessmentPatch((await bodyOf(call)).object);
  if (kind !== null) {
    const before = await find(call, traceId, id);
    if (before.kind !== kind) {
      throw invalid(`This is ${before.kind}, which cannot become ${kind}.`);
    }
  }
  return answerWith(await call.commands.annotate('updateAssessment', { traceId, id, patch }));
}

/** One that is not there is deleted already. */
export async function deleteAssessment(call: ApiCall): Promise<Answer> {
  const traceId = traceIdOf(call.param('trace'));
  await call.commands.annotate('deleteAssessment', { traceId, id: call.param('assessment') });
  return json({});
}

async function find({ ask }: ApiCall, traceId: TraceId, id: string): Promise<Assessment> {
  const assessment = await ask('mlflow.assessment', { traceId, id });
  if (assessment !== null) return assessment;
  throw missing(`Assessment with ID '${id}' not found for trace '${toMlflowTraceId(traceId)}'.`);
}

function answerWith(assessment: Assessment): Answer {
  const value = exactObject({ assessment: assessmentToJson(assessment, 'rest') });
  return jsonText(formatExactJson(value));
}
