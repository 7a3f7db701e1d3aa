/** Two traces as they are compared, for all queries that do. */
import type { UserPairs } from '@domain/diff/alignment';
import {
  describeHeadline,
  type HeadlineSpan,
  type SideNames,
} from '@domain/diff/describe-headline';
import { diffTraceOf, type DiffTrace } from '@domain/diff/diff-spans-of';
import { buildDiffTree, type DiffTree } from '@domain/diff/diff-tree';
import { verdicts, type Explanation } from '@domain/diff/explain';
import type { MergedRows } from '@domain/diff/merge-rows';
import type { FacetKind } from '@domain/facets/facet-kind';
import type { FoldedTrace, FoldedTraces, StoredTrace } from './folded-trace';
import type { QueryHost } from './query';

export interface Side {
  readonly stored: StoredTrace;
  readonly folded: FoldedTrace;
  readonly trace: DiffTrace;
  readonly tree: DiffTree;
}

/** One side, folded. */
export function sideOf(host: QueryHost, traces: FoldedTraces, stored: StoredTrace): Side {
  const folded = traces.fold(stored);
  host.checkpoint();
  const trace = diffTraceOf(folded.spans, folded.fold.spans);
  return { stored, folded, trace, tree: buildDiffTree(trace.spans) };
}

export type IdPairs = readonly (readonly [a: string, b: string])[];

/** Pairs of span ids as pairs of positions; those of spans that are gone do not count. */
export function userPairs(
  a: Side,
  b: Side,
  said: { readonly pinned: IdPairs; readonly broken: IdPairs },
): UserPairs {
  if (said.pinned.length + said.broken.length === 0) return { pinned: [], broken: [] };
  const inA = positionsById(a);
  const inB = positionsById(b);
  const positions = (ids: IdPairs): (readonly [a: number, b: number])[] =>
    ids.flatMap(([x, y]) => {
      const [atA, atB] = [inA.get(x), inB.get(y)];
      return atA === undefined || atB === undefined ? [] : [[atA, atB] as const];
    });
  return { pinned: positions(said.pinned), broken: positions(said.broken) };
}

function positionsById({ folded, trace }: Side): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  // Of spans that share an id the first counts, as it does for what is below it.
  trace.indexes.forEach((index, at) => {
    const spanId = folded.spans[index]?.spanId ?? '';
    if (!positions.has(spanId)) positions.set(spanId, at);
  });
  return positions;
}

const steps: ReadonlySet<FacetKind> = new Set(['llm', 'tool', 'mcp']);

/** The earliest cause with its row; null where nothing differs. */
export function headlineOf(diff: {
  readonly a: Side;
  readonly b: Side;
  readonly rows: MergedRows;
  readonly explanation: Explanation;
  readonly names?: SideNames;
}): { readonly row: number; readonly text: string } | null {
  const { a, b, rows, explanation, names } = diff;
  const row = explanation.headline;
  if (row === -1) return null;
  const kindOf = (at: number): FacetKind =>
    a.tree.spans[rows.a[at] ?? -1]?.kind ?? b.tree.spans[rows.b[at] ?? -1]?.kind ?? 'span';
  let step = 0;
  for (let at = 0; at <= row; at++) if (steps.has(kindOf(at))) step++;
  const facts = {
    verdict: verdicts[explanation.verdicts[row] ?? 0] ?? 'same',
    step: steps.has(kindOf(row)) ? step : null,
    a: headlineSpan(a, rows.a[row] ?? -1),
    b: headlineSpan(b, rows.b[row] ?? -1),
  } as const;
  const text = describeHeadline(facts, names);
  return { row, text };
}

function headlineSpan({ folded, trace }: Side, at: number): HeadlineSpan | null {
  const index = trace.indexes[at] ?? -1;
  const [span, fold] = [folded.spans[index], folded.fold.spans[index]];
  if (span === undefined || fold === undefined) return null;
  const isError = trace.spans[at]?.isError === true || span.facets.errorType !== undefined;
  return { name: span.name, agentName: fold.agentName, isError, facets: span.facets };
}
