/** Which handler answers which method and path. */
import type { Answer } from '../receiver';
import type { ApiHandler } from './api-call';

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  readonly method: ApiMethod;
  /** Segments; one that begins with `:` takes any, a last `*name` takes the rest. */
  readonly path: string;
  /** An answer that is always the same needs no store. */
  readonly answer: ApiHandler | Answer;
}

export function route(method: ApiMethod, path: string, answer: Route['answer']): Route {
  return { method, path, answer };
}

export interface FoundRoute {
  readonly answer: Route['answer'];
  readonly params: ReadonlyMap<string, string>;
}

interface Pattern {
  readonly route: Route;
  readonly segments: readonly string[];
}

/** Routes by the number of fixed segments, so that `traces/get` comes before `traces/:id`. */
export class RouteTable {
  readonly #patterns: readonly Pattern[];

  constructor(routes: readonly Route[]) {
    this.#patterns = routes
      .map((one) => ({ route: one, segments: segmentsOf(one.path) }))
      .sort((a, b) => fixedSegments(b.segments) - fixedSegments(a.segments));
  }

  /** The route that answers; the methods that there are at the path where there is none of this. */
  find(method: string, path: string): FoundRoute | { readonly methods: readonly ApiMethod[] } {
    const given = segmentsOf(path);
    const methods = new Set<ApiMethod>();
    // Node leaves the body of an answer to HEAD out by itself.
    const wanted = method === 'HEAD' ? 'GET' : method;
    for (const { route: one, segments } of this.#patterns) {
      const params = matchOf(segments, given);
      if (params === null) continue;
      if (one.method === wanted) return { answer: one.answer, params };
      methods.add(one.method);
    }
    return { methods: [...methods] };
  }
}

function segmentsOf(path: string): string[] {
  return path.split('/').slice(1);
}

function fixedSegments(segments: readonly string[]): number {
  return segments.filter((segment) => !/^[:*]/.test(segment)).length;
}

function matchOf(
  segments: readonly string[],
  given: readonly string[],
): ReadonlyMap<string, string> | null {
  const params = new Map<string, string>();
  for (const [at, segment] of segments.entries()) {
    const isRest = segment.startsWith('*');
    const text = isRest ? given.slice(at).join('/') : given[at];
    if (text === undefined || text === '') return null;
    if (isRest || segment.startsWith(':')) {
      const value = decoded(text);
      if (value === null) return null;
      params.set(segment.slice(1), value);
      if (isRest) return params;
    } else if (segment !== text) return null;
  }
  return segments.length === given.length ? params : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
