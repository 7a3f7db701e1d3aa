/**
 * 'traces.window': a page of the trace list.
 *
 * A snapshot is the key of the newest trace at the time of the first page; later pages leave
 * out what came after it, so that rows do not move while the user scrolls. Traces within the
 * snapshot may still grow.
 *
 * Sorting all traces by start or duration walks an index, however many traces there are. Any
 * other order, and any text, has to look at every trace: the keys that match are kept in
 * order until the next commit, so paging on costs nothing.
 */
import { costStates } from '@contract/facets';
import type { MethodParams } from '@contract/methods';
import type { TraceRow, TraceWindow } from '@contract/traces';
import type { TraceSort, TraceSortKey } from '@domain/route';
import type { SqlCondition } from './filter-sql/binder';
import { listMatch } from './list-match';
import { unlessCancelled, type Query, type QueryHost } from './query';
import { selectTraceRows, TRACE_NAME, VISIBLE } from './trace-row';

/** Sorted lists that are kept; a list of a million keys is 8 MB. */
const MAX_LISTS = 4;

const sortColumns: Record<TraceSortKey, string> = {
  start: 'start_ns',
  duration: 'duration_ns',
  spans: 'span_count - coalesce(superseded_count, 0)',
  errors: 'error_count - coalesce(passed_error_count, 0)',
  name: `coalesce(root_label, open_root_name, ${TRACE_NAME}) COLLATE NOCASE`,
  service: 'service_name COLLATE NOCASE',
  modelCalls: 'coalesce(model_call_count, 0)',
  toolCalls: 'coalesce(tool_call_count, 0)',
  tokens: 'coalesce(input_tokens, 0) + coalesce(output_tokens, 0)',
  // Nothing to pay for comes before what has no known price, and that before what was free.
  cost: `CASE WHEN coalesce(cost_state, ${costStates.indexOf('none')}) = ${costStates.indexOf('none')} THEN -2
    WHEN cost_state = ${costStates.indexOf('unknown')} AND cost_usd = 0 THEN -1 ELSE cost_usd END`,
};

/** Traces that were not understood yet have no facets. */
export const WITH_FACETS = 'LEFT JOIN trace_facet ON trace_facet.trace = trace.id';

type Params = MethodParams<'traces.window'>;

/** What of the list a page is taken from. */
interface Page {
  readonly rows: readonly TraceRow[];
  readonly total: number;
  readonly newer: number;
  readonly longestNs: number;
}

export function tracesWindow(host: QueryHost): Query<'traces.window'> {
  const { db } = host;
  const lastKey = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM trace').pluck();
  const countOf = createCounter(host);
  const allTraces = createAllTraces(host);
  const someTraces = createSomeTraces(host);

  return (params): TraceWindow => {
    const match = listMatch(params.text);
    const snapshot = params.snapshot ?? lastKey.get() ?? 0;
    const totalStored = countOf(null);
    const isIndexed =
      params.sort.key === 'start' || (params.sort.key === 'duration' && params.experiment === null);
    const page =
      match === null && isIndexed
        ? allTraces(params, snapshot, countOf)
        : someTraces(params, match, snapshot);
    return { offset: params.offset, snapshot, totalStored, ...page };
  };
}

/** Condition for the traces of an experiment. */
function within(experiment: number | null): string {
  return experiment === null ? 'TRUE' : 'trace.experiment = :experiment';
}

type Counter = (experiment: number | null) => number;

/** Counting a million traces takes 80 ms, so counts are kept until the next commit. */
function createCounter({ db, dataVersion }: QueryHost): Counter {
  const select = (experiment: number | null) =>
    db
      .prepare<[object], number>(
        `SELECT count(*) FROM trace WHERE ${VISIBLE} AND ${within(experiment)}`,
      )
      .pluck();
  const ofAll = select(null);
  const ofOne = select(0);
  const counts = new Map<number | null, number>();
  let countedVersion = -1;
  return (experiment) => {
    const version = dataVersion();
    if (version !== countedVersion) counts.clear();
    countedVersion = version;
    const known = counts.get(experiment);
    if (known !== undefined) return known;
    const count = (experiment === null ? ofAll.get({}) : ofOne.get({ experiment })) ?? 0;
    counts.set(experiment, count);
    return count;
  };
}

/**
 * Pages of all traces, or of those of an experiment, in the order of an index. The plus signs keep
 * SQLite from looking up the snapshot by key and sorting what it finds.
 */
function createAllTraces(host: QueryHost) {
  const { db } = host;
  const pagesByOrder = new Map<string, ReturnType<typeof selectPage>>();
  const selectPage = (order: string, experiment: number | null) =>
    selectTraceRows<[object]>(
      db,
      `WHERE ${VISIBLE} AND ${within(experiment)} AND +id <= :snapshot
        ORDER BY ${order} LIMIT :limit OFFSET :offset`,
    );
  const longestOf = createLongest(host);
  const newerOf = (experiment: number | null) =>
    db
      .prepare<[object], number>(
        `SELECT count(*) FROM trace WHERE id > :snapshot AND ${VISIBLE} AND +${within(experiment)}`,
      )
      .pluck();
  const newerOfAll = newerOf(null);
  const newerOfOne = newerOf(0);

  return (params: Params, snapshot: number, countOf: Counter): Page => {
    const { limit, offset, experiment } = params;
    const order = orderBy(params.sort);
    const cacheKey = experiment === null ? order : `${order} within`;
    const select = pagesByOrder.get(cacheKey) ?? selectPage(order, experiment);
    pagesByOrder.set(cacheKey, select);
    const scope = experiment === null ? {} : { experiment };
    const countNewer = experiment === null ? newerOfAll : newerOfOne;
    const newer = countNewer.get({ snapshot, ...scope }) ?? 0;
    const total = countOf(experiment) - newer;
    return {
      rows: select.all({ snapshot, limit, offset, ...scope }),
      total,
      newer,
      longestNs: longestOf(params, snapshot, total, countOf(null)),
    };
  };
}

/** An experiment with a smaller share of all traces is looked through in place of all by length. */
const MIN_SHARE = 0.02;

/** The longest duration; down from the longest of all where that will soon meet one. */
function createLongest({ db }: QueryHost) {
  const select = (experiment: number | null, from: string) =>
    db
      .prepare<[object], number>(/* sql */ `
        SELECT duration_ns FROM trace ${from}
        WHERE ${VISIBLE} AND ${within(experiment)} AND +id <= :snapshot
        ORDER BY duration_ns DESC, id DESC LIMIT 1`)
      .pluck();
  const ofAll = select(null, 'INDEXED BY trace_by_duration');
  const ofMany = select(0, 'INDEXED BY trace_by_duration');
  const ofFew = select(0, 'INDEXED BY trace_by_experiment');

  return ({ experiment }: Params, snapshot: number, total: number, stored: number): number => {
    if (experiment === null) return ofAll.get({ snapshot }) ?? 0;
    const longest = total < stored * MIN_SHARE ? ofFew : ofMany;
    return longest.get({ snapshot, experiment }) ?? 0;
  };
}

/** Keys of the traces that match, in ascending order of the sort. */
interface SortedList {
  readonly keys: Float64Array;
  readonly longestNs: number;
}

/** Pages of what matches, or of all traces in an order without index. */
function createSomeTraces(host: QueryHost) {
  const { db, checkpoint } = host;
  const byKey = selectTraceRows<[number]>(db, 'WHERE id = ?');
  const lists = new Map<string, SortedList>();
  let listsVersion = -1;

  function listOf(params: Params, match: SqlCondition | null, snapshot: number): SortedList {
    const version = host.dataVersion();
    if (version !== listsVersion) lists.clear();
    listsVersion = version;
    const { text, sort, experiment } = params;
    const cacheKey = JSON.stringify([text.trim(), sort.key, experiment, snapshot]);
    const list = lists.get(cacheKey) ?? makeList(params, match, snapshot);
    lists.delete(cacheKey);
    lists.set(cacheKey, list);
    for (const oldest of lists.keys()) {
      if (lists.size <= MAX_LISTS) break;
      lists.delete(oldest);
    }
    return list;
  }

  function makeList(
    { sort, experiment }: Params,
    match: SqlCondition | null,
    snapshot: number,
  ): SortedList {
    const index = experiment === null ? 'NOT INDEXED' : 'INDEXED BY trace_by_experiment';
    const select = db
      .prepare<[object], [number, number]>(/* sql */ `
        SELECT id, duration_ns FROM trace ${index} ${WITH_FACETS}
        WHERE ${unlessCancelled('id')} AND ${VISIBLE} AND ${within(experiment)}
          AND +id <= :snapshot AND ${match?.condition ?? 'TRUE'}
        ORDER BY ${orderBy({ key: sort.key, descending: false })}`)
      .raw();
    const keys = new GrowingColumn();
    let longestNs = 0;
    for (const [key, durationNs] of select.iterate(valuesOf(match, experiment, snapshot))) {
      if ((keys.length & 4095) === 0) checkpoint();
      keys.push(key);
      if (durationNs > longestNs) longestNs = durationNs;
    }
    return { keys: keys.finish(), longestNs };
  }

  function countNewer(
    experiment: number | null,
    match: SqlCondition | null,
    snapshot: number,
  ): number {
    const count = db
      .prepare<[object], number>(/* sql */ `
        SELECT count(*) FROM trace ${WITH_FACETS}
        WHERE id > :snapshot AND ${VISIBLE} AND +${within(experiment)}
          AND ${match?.condition ?? 'TRUE'}`)
      .pluck();
    return count.get(valuesOf(match, experiment, snapshot)) ?? 0;
  }

  return (params: Params, match: SqlCondition | null, snapshot: number): Page => {
    const { keys, longestNs } = listOf(params, match, snapshot);
    const rows: TraceRow[] = [];
    const end = Math.min(keys.length, params.offset + params.limit);
    for (let i = params.offset; i < end; i += 1) {
      const row = byKey.get(keys[params.sort.descending ? keys.length - 1 - i : i] ?? 0);
      if (row !== undefined) rows.push(row);
    }
    const newer = countNewer(params.experiment, match, snapshot);
    return { rows, total: keys.length, newer, longestNs };
  };
}

function valuesOf(match: SqlCondition | null, experiment: number | null, snapshot: number): object {
  return { ...match?.values, snapshot, ...(experiment === null ? {} : { experiment }) };
}

/** Ties go by key in the same direction, so that descending is ascending reversed. */
function orderBy({ key, descending }: TraceSort): string {
  const direction = descending ? 'DESC' : 'ASC';
  return `${sortColumns[key]} ${direction}, id ${direction}`;
}

class GrowingColumn {
  length = 0;
  private values = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  finish(): Float64Array {
    return this.values.slice(0, this.length);
  }
}
