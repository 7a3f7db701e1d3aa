/**
 * Which spans failed by themselves and which only passed a failure on: an exception that bubbles
 * from a tool through a chain to the root is one failure, whatever number of spans says so.
 */
import type { FacetRow } from '../facet-row';
import type { FoldSpan } from '../trace-facets';
import { nearestAbove, type SpanTree } from './span-tree';

export interface Failures {
  /** By index: the span in which its failure began, itself where it began here; -1: did not fail. */
  readonly origins: Int32Array;
  /** By index of an origin: the spans that its failure passed through, itself counted; 0 for others. */
  readonly spanCounts: Int32Array;
  /** Spans that only passed a failure on. */
  readonly passedCount: number;
}

/** OTLP status code. */
const STATUS_ERROR = 2;
/** Clocks of two spans may differ by a little. */
const TOLERANCE_NS = 1_000_000;

/** Finds the origins. Takes time linear in the number of spans. */
export function findFailures(tree: SpanTree): Failures {
  const { spans, order } = tree;
  const hasFailed = (index: number): boolean => spans[index]?.status === STATUS_ERROR;
  const above = nearestAbove(tree, hasFailed);
  const origins = new Int32Array(spans.length).fill(-1);
  const spanCounts = new Int32Array(spans.length);
  /** By index: the failure below that it passed on, found so far; -1 for none. */
  const passed = new Int32Array(spans.length).fill(-1);
  let passedCount = 0;
  // Descendants stand after their ancestors, so they are settled first.
  for (let position = order.length - 1; position >= 0; position--) {
    const index = order[position] ?? 0;
    if (!hasFailed(index)) continue;
    const below = passed[index] ?? -1;
    const origin = below === -1 ? index : (origins[below] ?? below);
    origins[index] = origin;
    spanCounts[origin] = (spanCounts[origin] ?? 0) + 1;
    if (below !== -1) passedCount++;
    const parent = above[index] ?? -1;
    if (parent === -1 || !isPassedOn(spans[index], spans[parent])) continue;
    // Of several the last one that ended: what failed before it was got over.
    if (isLater(spans[index], spans[passed[parent] ?? -1])) passed[parent] = index;
  }
  return { origins, spanCounts, passedCount };
}

/** Whether what failed in `below` is what the span above it, which failed too, tells. */
function isPassedOn(below: FoldSpan | undefined, above: FoldSpan | undefined): boolean {
  if (below === undefined || above === undefined) return false;
  const own = above.facets;
  if (own.errorType === undefined || isStatusOnly(own) || isStatusOnly(below.facets)) {
    const isTold = isSameText(own.errorMessage, below.facets.errorMessage);
    return isTold || isWithin(below, above);
  }
  return isSameException(own, below.facets);
}

/** A refused request is no exception: a client's is made of it, a server's came before it. */
function isStatusOnly({ kind, errorType, errorMessage }: FacetRow): boolean {
  const isStatus = errorType === undefined || /^\d{3}$/.test(errorType);
  return kind === 'http' && isStatus && errorMessage === undefined;
}

function isSameException(own: FacetRow, below: FacetRow): boolean {
  if (below.errorType === undefined) return isSameText(own.errorMessage, below.errorMessage);
  if (shortName(own.errorType) !== shortName(below.errorType)) return false;
  const isUntold = own.errorMessage === undefined || below.errorMessage === undefined;
  return isUntold || isSameText(own.errorMessage, below.errorMessage);
}

/** Some tell the class alone, some with its module. */
function shortName(type: string | undefined): string {
  return type?.slice(type.lastIndexOf('.') + 1) ?? '';
}

/** Some put more around the text, such as the type. */
function isSameText(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one === other || one.includes(other) || other.includes(one);
}

/** What has no time is taken at its place in the tree. */
function isWithin(below: FoldSpan, above: FoldSpan): boolean {
  return !(
    below.startNs < above.startNs - TOLERANCE_NS || below.endNs > above.endNs + TOLERANCE_NS
  );
}

function isLater(span: FoldSpan | undefined, other: FoldSpan | undefined): boolean {
  if (span === undefined || other === undefined) return other === undefined;
  return span.endNs > other.endNs || (!(span.endNs < other.endNs) && span.spanId > other.spanId);
}
