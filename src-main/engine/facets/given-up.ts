/**
 * What is not tried again until the next start, or until it is stored as not understood: spans
 * that the facet worker hung at or died of, and traces that have too many of them.
 */
import type { NotUnderstood } from '@domain/facets/facet-row';

/** Each costs a hang and a new thread. */
const MAX_SPANS_OF_TRACE = 5;

/** Plain data: it goes to the worker. */
export interface GivenUpList {
  readonly spans: readonly (readonly [key: number, reason: NotUnderstood])[];
  readonly traces: readonly number[];
}

export class GivenUp {
  readonly #spans = new Map<number, NotUnderstood>();
  readonly #counts = new Map<number, number>();

  constructor({ spans, traces }: GivenUpList = { spans: [], traces: [] }) {
    for (const [key, reason] of spans) this.#spans.set(key, reason);
    for (const key of traces) this.#counts.set(key, MAX_SPANS_OF_TRACE);
  }

  add(traceKey: number, spanKey: number, reason: NotUnderstood): void {
    this.#spans.set(spanKey, reason);
    this.#counts.set(traceKey, (this.#counts.get(traceKey) ?? 0) + 1);
  }

  /** Why a span is not to be tried; null where it is. */
  reasonFor(traceKey: number, spanKey: number): NotUnderstood | null {
    const reason = this.#spans.get(spanKey);
    if (reason !== undefined) return reason;
    return (this.#counts.get(traceKey) ?? 0) >= MAX_SPANS_OF_TRACE ? 'likeOthers' : null;
  }

  list(): GivenUpList {
    const traces = [...this.#counts].filter(([, count]) => count >= MAX_SPANS_OF_TRACE);
    return { spans: [...this.#spans], traces: traces.map(([key]) => key) };
  }

  clear(): void {
    this.#spans.clear();
    this.#counts.clear();
  }
}
