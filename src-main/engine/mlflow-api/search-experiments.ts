/**
 * `mlflow/experiments/search`. Of filters only conditions on the name are answered, since nothing
 * else of an experiment is searched; others are refused, not left out unnoticed.
 */
import { matchesLike, parseLike } from '@domain/filter-language/like-pattern';
import type { ExactJson } from '@domain/mlflow/exact-json';
import { membersOf, textMember, type Members } from '@domain/mlflow/json-members';
import { bodyOf, json, type ApiCall } from '../http-api/api-call';
import { invalid } from '../http-api/api-error';
import type { TaggedExperiment } from '../queries/internal-queries';
import type { Answer } from '../receiver';
import { experimentJson } from './experiment-json';
import { pageOf } from './paging';
import { idText, numberMember } from './parameters';
import { textList } from './search';

const DEFAULT_MAX_RESULTS = 1000;

/** As POST with a body, or as GET with a query. */
export async function searchExperiments(call: ApiCall): Promise<Answer> {
  const body = call.request.method === 'POST' ? await bodyOf(call) : queryMembers(call.query);
  const view = idText(body, 'view_type') || 'ACTIVE_ONLY';
  const isNamed = nameTest(textMember(body, 'filter') ?? '');
  const order = textList(body, 'order_by').map(orderOf);
  const all = await call.ask('mlflow.experiments', {});
  const found = all
    .filter(
      ({ name, isDeleted }) =>
        isNamed(name) && (view === 'ALL' || isDeleted === (view !== 'ACTIVE_ONLY')),
    )
    .sort((a, b) => order.reduce((decided, compare) => decided || compare(a, b), 0));
  const limit = numberMember(body, 'max_results') ?? DEFAULT_MAX_RESULTS;
  const { items, nextPageToken } = pageOf(found, limit, textMember(body, 'page_token') ?? '');
  return json({
    experiments: items.map(experimentJson),
    ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }),
  });
}

/** Lists come as the same name again and again. */
function queryMembers(query: URLSearchParams): Members {
  const members = new Map<string, ExactJson>(query);
  if (query.has('order_by')) members.set('order_by', query.getAll('order_by'));
  return membersOf(members, '');
}

const nameClause =
  /^\s*(?:attributes?\.)?`?name`?\s*(=|!=|LIKE|ILIKE)\s*(?:'([^']*)'|"([^"]*)")\s*$/i;

function nameTest(filter: string): (name: string) => boolean {
  const tests = filter.split(/\sAND\s/i).flatMap((clause) => {
    if (clause.trim() === '') return [];
    const [, operator = '', single, double] = nameClause.exec(clause) ?? [];
    const text = single ?? double;
    if (text === undefined) {
      throw invalid(
        `Otelier searches experiments by name alone, such as name = 'x' or name LIKE 'x%'; ` +
          `the filter has ${JSON.stringify(clause.trim().slice(0, 200))}.`,
      );
    }
    return [(name: string) => matches(operator.toUpperCase(), name, text)];
  });
  return (name) => tests.every((test) => test(name));
}

function matches(operator: string, name: string, text: string): boolean {
  if (operator === '=') return name === text;
  if (operator === '!=') return name !== text;
  const pattern = parseLike(operator === 'ILIKE' ? text.toLowerCase() : text);
  return matchesLike(pattern, operator === 'ILIKE' ? name.toLowerCase() : name);
}

type Compare = (a: TaggedExperiment, b: TaggedExperiment) => number;

const orders: Readonly<Record<string, Compare>> = {
  name: (a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)),
  experiment_id: (a, b) => a.id - b.id,
  creation_time: (a, b) => a.createdMs - b.createdMs,
  last_update_time: (a, b) => a.updatedMs - b.updatedMs,
};

function orderOf(text: string): Compare {
  const [, key = '', direction = ''] =
    /^\s*(?:attributes?\.)?(\w+)(?:\s+(\w+))?\s*$/.exec(text) ?? [];
  const compare = Object.hasOwn(orders, key) ? orders[key] : undefined;
  if (compare === undefined || !/^(?:ASC|DESC)?$/i.test(direction)) {
    const keys = Object.keys(orders).join(', ');
    throw invalid(
      `order_by: one of ${keys} was expected, with ASC or DESC, not ${JSON.stringify(text)}.`,
    );
  }
  return direction.toUpperCase() === 'DESC' ? (a, b) => compare(b, a) : compare;
}
