/** `PATCH` and `DELETE mlflow/traces/<id>/tags` (mlflow.md §4, row 8). */
import { MAX_TAG_KEY_LENGTH, MAX_TAG_VALUE_LENGTH } from '@domain/annotations/trace-tag';
import { requiredText, textMember } from '@domain/mlflow/json-members';
import { bodyOf, json, type ApiCall } from '../http-api/api-call';
import { invalid } from '../http-api/api-error';
import type { Answer } from '../receiver';
import { onceThere } from './once-there';
import { traceIdOf } from './parameters';

/** Longer values are cut, as MLflow does (§2). */
export async function setTag(call: ApiCall): Promise<Answer> {
  const traceId = traceIdOf(call.param('trace'));
  const body = await bodyOf(call);
  const key = requiredText(body, 'key');
  if (key.length > MAX_TAG_KEY_LENGTH) {
    throw invalid(`key: at most ${MAX_TAG_KEY_LENGTH} characters were expected.`);
  }
  const value = (textMember(body, 'value') ?? '').slice(0, MAX_TAG_VALUE_LENGTH);
  const tags = [{ key, value }];
  await onceThere(() => call.commands.annotate('setTags', { traceId, tags }));
  return json({});
}

export async function deleteTag(call: ApiCall): Promise<Answer> {
  const traceId = traceIdOf(call.param('trace'));
  const key = requiredText(await bodyOf(call), 'key');
  await call.commands.annotate('removeTag', { traceId, key });
  return json({});
}
