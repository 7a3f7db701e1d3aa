import type { FacetKind } from '../facets/facet-kind';

interface Timed {
  readonly kind: FacetKind;
  readonly startNs: number;
  readonly endNs: number;
}

/**
 * Siblings, given by start, in groups that all ran at one time and so have no order. One that lasts
 * over all the others is with the first of them alone, so that it does not take away their order.
 * Model calls are never in one group with other steps: what a call led to may begin while its answer
 * still streams in, or within one tick of a coarse clock, and is after it all the same.
 */
export function siblingGroups(
  siblings: readonly number[],
  spans: readonly Timed[],
): readonly (readonly number[])[] {
  const groups: number[][] = [];
  let areCalls = false;
  let firstEndNs = -Infinity;
  for (const sibling of siblings) {
    const { startNs = NaN, endNs = NaN, kind } = spans[sibling] ?? {};
    const isCall = kind === 'llm';
    const last = groups.at(-1);
    if (last !== undefined && isCall === areCalls && startNs < firstEndNs) {
      last.push(sibling);
      if (endNs < firstEndNs) firstEndNs = endNs;
    } else {
      groups.push([sibling]);
      areCalls = isCall;
      firstEndNs = endNs;
    }
  }
  return groups;
}
