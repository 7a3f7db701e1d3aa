/** A run that may go on, judged against one that is over. */
import type { VerdictHeadline } from '@contract/baseline';
import type { SideNames } from '@domain/diff/describe-headline';
import type { DiffTrace } from '@domain/diff/diff-spans-of';
import type { DiffTree } from '@domain/diff/diff-tree';
import {
  isSameBeginning,
  judgeRun,
  type ComparedRun,
  type Judgement,
  type Parting,
} from '@domain/diff/judge-run';
import type { SpanId } from '@domain/units';
import { headlineOf, userPairs, type IdPairs, type Side } from './diff-sides';

export interface JudgedSides extends Omit<Judgement, 'parting'> {
  readonly headline: VerdictHeadline | null;
}

/** False where the root of the run has not arrived, and it begins otherwise. */
export function isOfSameRoot(a: Side, b: Side): boolean {
  const { missingParents } = comparedRun(b);
  const hasRoot = missingParents.some((parent, at) => parent === null && isRoot(b.tree, at));
  return hasRoot || isSameBeginning(a.tree, b.tree);
}

/**
 * @param said pairs of span ids, `a` the one that is over
 * @param checkpoint called now and then; may throw to end it
 * @param names of the two in the headline, where there is no A and B to look at
 */
export function judgeSides(
  a: Side,
  b: Side,
  goesOn: boolean,
  said: { readonly pinned: IdPairs; readonly broken: IdPairs },
  checkpoint: () => void,
  names?: SideNames,
): JudgedSides {
  const pairs = userPairs(a, b, said);
  const { parting, ...counts } = judgeRun(a.tree, comparedRun(b), goesOn, pairs, checkpoint);
  return { ...counts, headline: parting === null ? null : verdictHeadline(a, b, parting, names) };
}

function isRoot({ parents }: DiffTree, at: number): boolean {
  return parents[at] === -1;
}

function comparedRun({ folded, trace, tree }: Side): ComparedRun {
  const spans = [...trace.indexes].map((index) => folded.spans[index]);
  return {
    tree,
    missingParents: spans.map((span, at) =>
      isRoot(tree, at) ? (span?.parentSpanId ?? null) : null,
    ),
    areOpen: spans.map(
      (span) => span?.facets.isPending === true || Number.isNaN(span?.endNs ?? Number.NaN),
    ),
  };
}

function verdictHeadline(
  a: Side,
  run: Side,
  parting: Parting,
  names?: SideNames,
): VerdictHeadline | null {
  const { tree, origins, rows, explanation } = parting;
  const { keys, indexes, isSkewed } = run.trace;
  const trace: DiffTrace = {
    spans: tree.spans,
    keys: Array.from(origins, (origin) => keys[origin] ?? -1),
    indexes: origins.map((origin) => indexes[origin] ?? -1),
    isSkewed: Uint8Array.from(origins, (origin) => isSkewed[origin] ?? 0),
  };
  const b: Side = { ...run, tree, trace };
  const headline = headlineOf({
    a,
    b,
    rows,
    explanation,
    ...(names === undefined ? {} : { names }),
  });
  if (headline === null) return null;
  const spanIdAt = ({ folded, trace: sideTrace }: Side, at: number): SpanId | undefined =>
    folded.spans[sideTrace.indexes[at] ?? -1]?.spanId as SpanId | undefined;
  const inB = spanIdAt(b, rows.b[headline.row] ?? -1);
  const spanId = inB ?? spanIdAt(a, rows.a[headline.row] ?? -1);
  if (spanId === undefined) return null;
  return { text: headline.text, side: inB === undefined ? 'a' : 'b', spanId };
}
