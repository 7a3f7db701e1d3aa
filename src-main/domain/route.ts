/**
 * Every view has a route. Routes are plain paths so that history, deep links and the
 * command palette share one form; parse(format(r)) is r.
 */
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from './units';

export const traceSortKeys = [
  'start',
  'duration',
  'spans',
  'errors',
  'name',
  'service',
  'modelCalls',
  'toolCalls',
  'tokens',
  'cost',
] as const;
export type TraceSortKey = (typeof traceSortKeys)[number];

export interface TraceSort {
  readonly key: TraceSortKey;
  readonly descending: boolean;
}

/** Ways to see a trace. */
export const traceModes = ['waterfall', 'transcript', 'graph', 'feedback'] as const;
export type TraceMode = (typeof traceModes)[number];

export const inspectorTabs = [
  'content',
  'attributes',
  'events',
  'links',
  'logs',
  'resource',
  'raw',
] as const;
export type InspectorTab = (typeof inspectorTabs)[number];

/** Ways to see in what two traces differ. */
export const compareModes = ['tree', 'transcript', 'table', 'icicle'] as const;
export type CompareMode = (typeof compareModes)[number];

/** A row of a comparison, by the span that one side has there. */
export interface CompareRow {
  readonly side: 'a' | 'b';
  readonly spanId: SpanId;
}

/** Which runs of a set count, beside its text. */
export const runConditions = ['any', 'errors', 'noErrors'] as const;
export type RunCondition = (typeof runConditions)[number];

/** A set of runs to compare with another: found by a filter, or chosen one by one. */
export interface RunSet {
  /** As the list takes it; '' matches all. */
  readonly text: string;
  readonly condition: RunCondition;
  /** These and no others, whatever the filter; null where the filter tells. */
  readonly traceIds: readonly TraceId[] | null;
}

/** A span of a run: ids of spans are their own within their trace alone. */
export interface GroupStep {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
}

/** Ways to see what tells two sets apart: the most telling step first, or steps as they ran. */
export const groupsOrders = ['telling', 'steps'] as const;
export type GroupsOrder = (typeof groupsOrders)[number];

export type Route =
  | { readonly view: 'connect' }
  | {
      readonly view: 'traces';
      readonly text: string;
      readonly sort: TraceSort;
      /** Id of the project whose traces are listed; null for all. */
      readonly project: number | null;
    }
  | {
      readonly view: 'trace';
      readonly traceId: TraceId;
      readonly spanId: SpanId | null;
      readonly tab: InspectorTab | null;
      readonly mode: TraceMode;
    }
  | {
      readonly view: 'sessions';
      readonly text: string;
      /** Id of the project whose sessions are listed; null for all. */
      readonly project: number | null;
    }
  | {
      readonly view: 'session';
      readonly sessionId: string;
      /** Only what it has of this project; null for all. */
      readonly project: number | null;
    }
  | {
      readonly view: 'compare';
      /** Null while it is not chosen. */
      readonly a: TraceId | null;
      readonly b: TraceId | null;
      readonly mode: CompareMode;
      readonly row: CompareRow | null;
    }
  | {
      readonly view: 'groups';
      /** Name of the root that all runs have; null for any. */
      readonly root: string | null;
      readonly good: RunSet;
      readonly bad: RunSet;
      readonly order: GroupsOrder;
      /** The selected step, by a span that is one of it. */
      readonly step: GroupStep | null;
    }
  | { readonly view: 'import' }
  | { readonly view: 'settings' };

export type GroupsRoute = Extract<Route, { readonly view: 'groups' }>;
export type CompareRoute = Extract<Route, { readonly view: 'compare' }>;
export type TraceRoute = Extract<Route, { readonly view: 'trace' }>;

export const newestFirst: TraceSort = { key: 'start', descending: true };
export type TracesRoute = Extract<Route, { readonly view: 'traces' }>;
/** The traces of all projects. */
export const tracesRoute: TracesRoute = {
  view: 'traces',
  text: '',
  sort: newestFirst,
  project: null,
};

export type SessionsRoute = Extract<Route, { readonly view: 'sessions' | 'session' }>;
/** The sessions of all projects. */
export const sessionsRoute = { view: 'sessions', text: '', project: null } as const;

/** The route of a session, or of what it has of one project. */
export function sessionRoute(sessionId: string, project: number | null): SessionsRoute {
  return { view: 'session', sessionId, project };
}

/** The project that a route keeps to, null for all; undefined where it keeps to none. */
export function projectOfRoute(route: Route): number | null | undefined {
  return 'project' in route ? route.project : undefined;
}

/** The route of a trace as it is first opened, with a span selected or none. */
export function traceRoute(traceId: TraceId, spanId: SpanId | null = null): TraceRoute {
  return { view: 'trace', traceId, spanId, tab: null, mode: 'waterfall' };
}

/** The route of a comparison as it is first opened; null for a side that is still to be chosen. */
export function compareRoute(a: TraceId | null, b: TraceId | null): CompareRoute {
  return { view: 'compare', a, b, mode: 'tree', row: null };
}

/** The same row once the sides were swapped. */
export function otherSide(row: CompareRow | null): CompareRow | null {
  return row === null ? null : { ...row, side: row.side === 'a' ? 'b' : 'a' };
}

/** Runs of a root, or all, with errors against those without. */
export function groupsRoute(root: string | null = null): GroupsRoute {
  const [good, bad] = [defaultRunSet('good'), defaultRunSet('bad')];
  return { view: 'groups', root, good, bad, order: 'telling', step: null };
}

/** The route of two sets that were chosen run by run. */
export function chosenGroupsRoute(good: readonly TraceId[], bad: readonly TraceId[]): GroupsRoute {
  const setOf = (traceIds: readonly TraceId[]): RunSet => ({
    text: '',
    condition: 'any',
    traceIds,
  });
  return { ...groupsRoute(), good: setOf(good), bad: setOf(bad) };
}

export function defaultRunSet(side: 'good' | 'bad'): RunSet {
  return { text: '', condition: side === 'good' ? 'noErrors' : 'errors', traceIds: null };
}

/** Formats a route as a path with query, e.g. `/traces/0af7…?span=b7ad…`. */
export function formatRoute(route: Route): string {
  switch (route.view) {
    case 'traces': {
      const query: string[] = [];
      if (route.text !== '') query.push(`text=${encodeURIComponent(route.text)}`);
      if (route.sort.key !== 'start' || !route.sort.descending) {
        query.push(`sort=${route.sort.key}.${route.sort.descending ? 'desc' : 'asc'}`);
      }
      if (route.project !== null) query.push(`project=${route.project}`);
      return withQuery('/traces', query);
    }
    case 'trace': {
      const query: string[] = [];
      if (route.mode !== 'waterfall') query.push(`view=${route.mode}`);
      if (route.spanId !== null) query.push(`span=${route.spanId}`);
      if (route.tab !== null) query.push(`tab=${route.tab}`);
      return withQuery(`/traces/${route.traceId}`, query);
    }
    case 'sessions': {
      const query: string[] = [];
      if (route.text !== '') query.push(`text=${encodeURIComponent(route.text)}`);
      if (route.project !== null) query.push(`project=${route.project}`);
      return withQuery('/sessions', query);
    }
    case 'compare': {
      const query: string[] = [];
      if (route.a !== null) query.push(`a=${route.a}`);
      if (route.b !== null) query.push(`b=${route.b}`);
      if (route.mode !== 'tree') query.push(`view=${route.mode}`);
      if (route.row !== null) query.push(`row=${route.row.side}.${route.row.spanId}`);
      return withQuery('/compare', query);
    }
    case 'groups': {
      const query: string[] = [];
      if (route.root !== null) query.push(`root=${encodeURIComponent(route.root)}`);
      query.push(...formatRunSet('good', route.good), ...formatRunSet('bad', route.bad));
      if (route.order !== 'telling') query.push(`order=${route.order}`);
      if (route.step !== null) query.push(`step=${route.step.traceId}.${route.step.spanId}`);
      return withQuery('/groups', query);
    }
    case 'session':
      return withQuery(
        `/sessions/${encodeURIComponent(route.sessionId)}`,
        route.project === null ? [] : [`project=${route.project}`],
      );
    default:
      return `/${route.view}`;
  }
}

/** Parses a path with query; anything unknown leads to the trace list. Never throws. */
export function parseRoute(path: string): Route {
  const [pathname = '', search = ''] = path.split('?', 2);
  const query = parseQuery(search);
  const [first, second] = pathname.split('/').filter((part) => part !== '');
  if (first === 'connect' || first === 'import' || first === 'settings') return { view: first };
  if (first === 'compare') {
    const mode = compareModes.find((name) => name === query.get('view')) ?? 'tree';
    const [a, b] = [parseTraceId(query.get('a') ?? ''), parseTraceId(query.get('b') ?? '')];
    return { view: 'compare', a, b, mode, row: parseCompareRow(query.get('row') ?? '') };
  }
  if (first === 'groups') {
    return {
      view: 'groups',
      root: query.get('root') ?? null,
      good: parseRunSet('good', query),
      bad: parseRunSet('bad', query),
      order: groupsOrders.find((name) => name === query.get('order')) ?? 'telling',
      step: parseGroupStep(query.get('step') ?? ''),
    };
  }
  if (first === 'sessions') {
    const project = parseProject(query.get('project') ?? '');
    return second === undefined
      ? { view: 'sessions', text: query.get('text') ?? '', project }
      : { view: 'session', sessionId: decode(second), project };
  }
  if (first === 'traces' && second !== undefined) {
    const traceId = parseTraceId(second);
    if (traceId !== null) {
      const tab = inspectorTabs.find((name) => name === query.get('tab')) ?? null;
      const mode = traceModes.find((name) => name === query.get('view')) ?? 'waterfall';
      return { view: 'trace', traceId, spanId: parseSpanId(query.get('span') ?? ''), tab, mode };
    }
  }
  return {
    view: 'traces',
    text: query.get('text') ?? '',
    sort: parseSort(query.get('sort')),
    project: parseProject(query.get('project') ?? ''),
  };
}

function formatRunSet(side: 'good' | 'bad', { text, condition, traceIds }: RunSet): string[] {
  const query: string[] = [];
  if (text !== '') query.push(`${side}=${encodeURIComponent(text)}`);
  if (condition !== defaultRunSet(side).condition) query.push(`${side}If=${condition}`);
  if (traceIds !== null) query.push(`${side}Runs=${traceIds.join('.')}`);
  return query;
}

function parseRunSet(side: 'good' | 'bad', query: ReadonlyMap<string, string>): RunSet {
  const condition =
    runConditions.find((name) => name === query.get(`${side}If`)) ?? defaultRunSet(side).condition;
  const runs = query.get(`${side}Runs`);
  const traceIds =
    runs === undefined ? null : runs.split('.').flatMap((text) => parseTraceId(text) ?? []);
  return { text: query.get(side) ?? '', condition, traceIds };
}

function parseCompareRow(text: string): CompareRow | null {
  const [side, id = ''] = text.split('.');
  const spanId = parseSpanId(id);
  return spanId === null || (side !== 'a' && side !== 'b') ? null : { side, spanId };
}

function parseGroupStep(text: string): GroupStep | null {
  const [trace = '', span = ''] = text.split('.');
  const [traceId, spanId] = [parseTraceId(trace), parseSpanId(span)];
  return traceId === null || spanId === null ? null : { traceId, spanId };
}

function parseProject(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function parseSort(text: string | undefined): TraceSort {
  const [name, direction] = (text ?? '').split('.');
  const key = traceSortKeys.find((candidate) => candidate === name);
  if (key === undefined || (direction !== 'asc' && direction !== 'desc')) return newestFirst;
  return { key, descending: direction === 'desc' };
}

function parseQuery(search: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const pair of search.split('&')) {
    const at = pair.indexOf('=');
    if (at > 0) query.set(pair.slice(0, at), decode(pair.slice(at + 1)));
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

function withQuery(path: string, query: readonly string[]): string {
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}
