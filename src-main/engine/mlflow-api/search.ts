/** `POST mlflow/traces/search` (mlflow.md §3, §4 row 14). */
import type { ExactJson } from '@domain/mlflow/exact-json';
import {
  listMember,
  membersOf,
  MlflowJsonError,
  objectMember,
  textMember,
  type Members,
} from '@domain/mlflow/json-members';
import { bodyOf, jsonText, type ApiCall } from '../http-api/api-call';
import { invalid } from '../http-api/api-error';
import type { Answer } from '../receiver';
import { experimentKeyOf, idText, numberMember } from './parameters';

const DEFAULT_MAX_RESULTS = 100;

export async function searchTraces(call: ApiCall): Promise<Answer> {
  const body = await bodyOf(call);
  const { infos, nextPageToken } = await call.ask('mlflow.search', {
    experimentIds: await experimentIdsOf(call, body),
    filter: textMember(body, 'filter') ?? '',
    orderBy: textList(body, 'order_by'),
    maxResults: numberMember(body, 'max_results') ?? DEFAULT_MAX_RESULTS,
    pageToken: textMember(body, 'page_token') ?? '',
  });
  const next = nextPageToken === null ? '' : `,"next_page_token":${JSON.stringify(nextPageToken)}`;
  return jsonText(`{"traces":[${infos.join(',')}]${next}}`);
}

/** Those that are no ids here are of experiments that have no traces here. */
export async function experimentIdsOf(call: ApiCall, body: Members): Promise<number[]> {
  const ids = [
    ...listMember(body, 'experiment_ids').map(idIn),
    ...listMember(body, 'locations').map((location, at) =>
      idInLocation(membersOf(location, `locations[${at}]`)),
    ),
  ];
  if (ids.length === 0) throw invalid('locations: at least one experiment was expected.');
  const keys = ids.map(experimentKeyOf);
  const hasNames = keys.some((key) => 'name' in key);
  const all = hasNames ? await call.ask('mlflow.experiments', {}) : [];
  const idOf = new Map(all.map(({ name, id }) => [name, id]));
  return keys.flatMap((key) => ('id' in key ? key.id : (idOf.get(key.name) ?? [])));
}

function idIn(item: ExactJson): string {
  if (typeof item !== 'object') return String(item);
  throw new MlflowJsonError('experiment_ids', 'ids were expected');
}

function idInLocation(location: Members): string {
  const experiment = objectMember(location, 'mlflow_experiment');
  if (experiment !== null) return idText(experiment, 'experiment_id');
  throw new MlflowJsonError(location.path, 'Otelier has traces of MLflow experiments alone');
}

export function textList(body: Members, name: string): string[] {
  return listMember(body, name).map((item) => {
    if (typeof item === 'string') return item;
    throw new MlflowJsonError(name, 'texts were expected');
  });
}
