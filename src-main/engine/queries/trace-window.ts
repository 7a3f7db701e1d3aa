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
import { unlessCancelled, type Query, type QueryHost } from './query';
import { textMatch, type TextMatch } from './text-match';
import { selectTraceRows, TRACE_NAME, VISIBLE } from './trace-row';

export const TRACE_ID_BYTES = 16;
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
  const countStored = createStoredCounter(host);
  const allTraces = createAllTraces(host);
  const someTraces = createSomeTraces(host);

  return (params): TraceWindow => {
    const snapshot = params.snapshot ?? lastKey.get() ?? 0;
    const totalStored = countStored();
    const isIndexed = params.sort.key === 'start' || params.sort.key === 'duration';
    const text = params.text.trim();
    const page =
      text === '' && isIndexed
        ? allTraces(params, snapshot, totalStored)
        : someTraces({ ...params, text }, snapshot);
    return { offset: params.offset, snapshot, totalStored, ...page };
  };
}

/** Counting a million traces takes 80 ms, so a count is kept until the next commit. */
function createStoredCounter({ db, dataVersion }: QueryHost): () => number {
  const select = db.prepare<[], number>(`SELECT count(*) FROM trace WHERE ${VISIBLE}`).pluck();
  let count = 0;
  let countedVersion = -1;
  return () => {
    const version = dataVersion();
    if (version !== countedVersion) count = select.get() ?? 0;
    countedVersion = version;
    return count;
  };
}

/**
 * Pages of all traces in the order of an index. The plus sign keeps SQLite from looking up the
 * snapshot by key and sorting what it finds.
 */
function createAllTraces({ db }: QueryHost) {
  const pagesByOrder = new Map<string, ReturnType<typeof selectPage>>();
  const selectPage = (order: string) =>
    selectTraceRows<[{ snapshot: number; limit: number; offset: number }]>(
      db,
      `WHERE ${VISIBLE} AND +id <= :snapshot ORDER BY ${order} LIMIT :limit OFFSET :offset`,
    );
  const longest = db
    .prepare<[number], number>(/* sql */ `
      SELECT duration_ns FROM trace WHERE ${VISIBLE} AND +id <= ?
      ORDER BY duration_ns DESC, id DESC LIMIT 1`)
    .pluck();
  const countNewer = db
    .prepare<[number], number>(`SELECT count(*) FROM trace WHERE id > ? AND ${VISIBLE}`)
    .pluck();

  return (params: Params, snapshot: number, totalStored: number): Page => {
    const order = orderBy(params.sort);
    const select = pagesByOrder.get(order) ?? selectPage(order);
    pagesByOrder.set(order, select);
    const { limit, offset } = params;
    const newer = countNewer.get(snapshot) ?? 0;
    return {
      rows: select.all({ snapshot, limit, offset }),
      total: totalStored - newer,
      newer,
      longestNs: longest.get(snapshot) ?? 0,
    };
  };
}

/** Keys of the traces that match, in ascending order of the sort. */
interface SortedList {
  readonly keys: Float64Array;
  readonly longestNs: number;
}

/** Pages of what matches a text, or of all traces in an order without index. */
function createSomeTraces(host: QueryHost) {
  const { db, checkpoint } = host;
  const byKey = selectTraceRows<[number]>(db, 'WHERE id = ?');
  const lists = new Map<string, SortedList>();
  let listsVersion = -1;

  function listOf(match: TextMatch | null, sortKey: TraceSortKey, snapshot: number): SortedList {
    const version = host.dataVersion();
    if (version !== listsVersion) lists.clear();
    listsVersion = version;
    const cacheKey = JSON.stringify([match?.values.text, sortKey, snapshot]);
    const list = lists.get(cacheKey) ?? makeList(match, sortKey, snapshot);
    lists.delete(cacheKey);
    lists.set(cacheKey, list);
    for (const oldest of lists.keys()) {
      if (lists.size <= MAX_LISTS) break;
      lists.delete(oldest);
    }
    return list;
  }

  function makeList(match: TextMatch | null, sortKey: TraceSortKey, snapshot: number): SortedList {
    const select = db
      .prepare<[object], [number, number]>(/* sql */ `
        SELECT id, duration_ns FROM trace NOT INDEXED ${WITH_FACETS}
        WHERE ${unlessCancelled('id')} AND ${VISIBLE} AND id <= :snapshot AND ${matches(match)}
        ORDER BY ${orderBy({ key: sortKey, descending: false })}`)
      .raw();
    const keys = new GrowingColumn();
    let longestNs = 0;
    for (const [key, durationNs] of select.iterate({ ...match?.values, snapshot })) {
      if ((keys.length & 4095) === 0) checkpoint();
      keys.push(key);
      if (durationNs > longestNs) longestNs = durationNs;
    }
    return { keys: keys.finish(), longestNs };
  }

  function countNewer(match: TextMatch | null, snapshot: number): number {
    const count = db
      .prepare<[object], number>(
        `SELECT count(*) FROM trace ${WITH_FACETS}
          WHERE id > :snapshot AND ${VISIBLE} AND ${matches(match)}`,
      )
      .pluck();
    return count.get({ ...match?.values, snapshot }) ?? 0;
  }

  return (params: Params, snapshot: number): Page => {
    const match = params.text === '' ? null : textMatch(params.text, TRACE_ID_BYTES);
    const { keys, longestNs } = listOf(match, params.sort.key, snapshot);
    const rows: TraceRow[] = [];
    const end = Math.min(keys.length, params.offset + params.limit);
    for (let i = params.offset; i < end; i += 1) {
      const row = byKey.get(keys[params.sort.descending ? keys.length - 1 - i : i] ?? 0);
      if (row !== undefined) rows.push(row);
    }
    return { rows, total: keys.length, newer: countNewer(match, snapshot), longestNs };
  };
}

/** Ties go by key in the same direction, so that descending is ascending reversed. */
function orderBy({ key, descending }: TraceSort): string {
  const direction = descending ? 'DESC' : 'ASC';
  return `${sortColumns[key]} ${direction}, id ${direction}`;
}

/** Joined with facets: which traces match. */
export function matches(match: TextMatch | null): string {
  if (match === null) return 'TRUE';
  const alternatives = [
    match.contains(TRACE_NAME),
    match.someContains('services'),
    match.idBegins('trace_id'),
    ...['session_id', 'user_id', 'root_label', 'open_root_name'].map((column) =>
      match.contains(column),
    ),
    ...['tags', 'models', 'agents'].map((column) => match.someContains(column)),
    // At last, since it takes another look-up for every trace that nothing else tells.
    `EXISTS (SELECT 1 FROM trace_preview p WHERE p.trace = trace.id AND (${[
      'input',
      'output',
      'error',
    ]
      .map((column) => match.contains(`p.${column}`))
      .join(' OR ')}))`,
  ];
  return `(${alternatives.join(' OR ')})`;
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
