/** `POST mlflow/traces/delete-traces` (mlflow.md §4, extras). */
import { bodyOf, json, type ApiCall } from '../http-api/api-call';
import { invalid } from '../http-api/api-error';
import type { Answer } from '../receiver';
import { experimentIdOf, idText, numberMember, traceIdOf } from './parameters';
import { textList } from './search';

/** As in the app: hidden at once, and gone for good when the time for an undo is over. */
export async function deleteTraces(call: ApiCall): Promise<Answer> {
  const body = await bodyOf(call);
  const id = idText(body, 'experiment_id');
  if (id === '') throw invalid('experiment_id: an id was expected, and there is none.');
  const experimentId = await experimentIdOf(call, id);
  const ids = [...textList(body, 'request_ids'), ...textList(body, 'trace_ids')];
  const maxStartMs = numberMember(body, 'max_timestamp_millis');
  const maxTraces = numberMember(body, 'max_traces');
  if (ids.length > 0 === (maxStartMs !== null)) {
    throw invalid('Either request_ids or max_timestamp_millis must be given, and not both.');
  }
  if (maxTraces !== null && (maxTraces < 1 || ids.length > 0)) {
    throw invalid('max_traces: a positive number was expected, and none beside request_ids.');
  }
  if (experimentId === null) return json({ traces_deleted: 0 });
  const keys = await call.ask(
    'mlflow.traceKeys',
    ids.length > 0
      ? { traceIds: ids.map(traceIdOf), experimentId }
      : { experimentId, maxStartMs, maxTraces },
  );
  const { deleted } = await call.commands.deleteTraces(keys);
  return json({ traces_deleted: deleted });
}
