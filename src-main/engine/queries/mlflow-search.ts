/** MLflow's search of traces: their keys, page by page. Source: mlflow.md §3. */
import { ContractError } from '@contract/errors';
import { parseOrderBy } from '@domain/filter-language/order-by';
import { parseFilter } from '@domain/filter-language/parse';
import { Binder } from './filter-sql/binder';
import { compileFilter } from './filter-sql/compile-filter';
import { compileOrderBy } from './filter-sql/order-by';
import { unlessCancelled, type QueryHost } from './query';
import { VISIBLE } from './trace-row';
import { WITH_FACETS } from './trace-window';

export interface MlflowSearchParams {
  readonly experimentIds: readonly number[];
  /** '' for all traces. */
  readonly filter: string;
  readonly orderBy: readonly string[];
  readonly maxResults: number;
  /** Of the page before; '' for the first one. */
  readonly pageToken: string;
}

export interface MlflowSearchPage {
  /** Keys of traces, in order. */
  readonly keys: readonly number[];
  readonly nextPageToken: string | null;
}

const MAX_RESULTS = 500;

/** @throws ContractError `bad_params` with MLflow's words for what is wrong */
export function mlflowSearch({ db }: QueryHost): (params: MlflowSearchParams) => MlflowSearchPage {
  return ({ experimentIds, filter, orderBy, maxResults, pageToken }) => {
    checkMaxResults(maxResults);
    const parsed = parseFilter(filter, 'mlflow');
    if (!parsed.isValid) throw badParams(parsed.errors[0]?.message ?? 'Invalid filter string');
    const order = parseOrderBy(orderBy);
    if (!order.isValid) throw badParams(order.message);
    const offset = offsetOf(pageToken);

    const binder = new Binder();
    const condition = compileFilter(parsed.tree, binder);
    const experiments = binder.add(JSON.stringify(experimentIds));
    const select = db
      .prepare<[object], number>(/* sql */ `
        SELECT trace.id FROM trace ${WITH_FACETS}
        WHERE ${unlessCancelled('trace.id')} AND ${VISIBLE}
          AND trace.experiment IN (SELECT value FROM json_each(${experiments})) AND ${condition}
        ORDER BY ${compileOrderBy(order.keys, binder)}
        LIMIT ${binder.add(maxResults + 1)} OFFSET ${binder.add(offset)}`)
      .pluck();
    const keys = select.all(binder.values);
    const hasMore = keys.length > maxResults;
    return {
      keys: keys.slice(0, maxResults),
      nextPageToken: hasMore ? tokenOf(offset + maxResults) : null,
    };
  };
}

function checkMaxResults(maxResults: number): void {
  const supplied = `Invalid value ${maxResults} for parameter 'max_results' supplied`;
  if (!Number.isSafeInteger(maxResults) || maxResults < 1) {
    throw badParams(`${supplied}. It must be a positive integer`);
  }
  if (maxResults > MAX_RESULTS) throw badParams(`${supplied}: It must be at most ${MAX_RESULTS}`);
}

function tokenOf(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64');
}

function offsetOf(token: string): number {
  if (token === '') return 0;
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(token) && token.length % 4 === 0;
  if (!isBase64) throw badParams('Invalid page token, could not base64-decode');
  try {
    const { offset } = JSON.parse(Buffer.from(token, 'base64').toString()) as { offset?: unknown };
    if (typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0) return offset;
  } catch {
    // Answered below.
  }
  throw badParams('Invalid page token, parsed value is not an offset');
}

function badParams(message: string): ContractError {
  return new ContractError('bad_params', message);
}
