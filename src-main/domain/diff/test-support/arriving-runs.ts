/** Runs as they arrive: a span is there once it has ended. */
import fc from 'fast-check';

import { buildDiffTree, type DiffSpan } from '../diff-tree';
import type { ComparedRun } from '../judge-run';
import { spansOf, type Sketched } from './diff-trees';

/** What has arrived of a run when `endedCount` of its spans have ended. */
export function arrived(spans: readonly DiffSpan[], endedCount: number): ComparedRun {
  const byEnd = [...spans.keys()].sort((x, y) => spans[x]!.endNs - spans[y]!.endNs);
  const kept = new Set(byEnd.slice(0, endedCount));
  const order = [...spans.keys()].filter((at) => kept.has(at));
  const places = new Map(order.map((at, place) => [at, place]));
  const all = order.map((at) => spans[at]!);
  return {
    tree: buildDiffTree(all.map((span) => ({ ...span, parent: places.get(span.parent) ?? -1 }))),
    missingParents: all.map(({ parent }) =>
      parent === -1 || kept.has(parent) ? null : `span ${parent}`,
    ),
    areOpen: all.map(() => false),
  };
}

/** All of a run, as it is once it is over. */
export function whole(spans: readonly DiffSpan[]): ComparedRun {
  return arrived(spans, spans.length);
}

const { step } = fc.letrec<{ step: Sketched; leaf: Sketched }>((tie) => ({
  leaf: fc.record({
    kind: fc.constantFrom<DiffSpan['kind'][]>('llm', 'tool', 'step'),
    label: fc.constantFrom('x', 'y'),
    input: fc.nat(2),
    output: fc.nat(2),
  }),
  step: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('leaf'),
    fc.record({
      kind: fc.constant<DiffSpan['kind']>('agent'),
      label: fc.constantFrom('a', 'b'),
      within: fc.array(tie('step'), { minLength: 1, maxLength: 4 }),
    }),
  ),
}));

/** Runs of one root, whose steps run one after the other; much of them is alike. */
export const anyRun: fc.Arbitrary<DiffSpan[]> = fc
  .array(step, { minLength: 1, maxLength: 5 })
  .map((within) => spansOf({ kind: 'agent', label: 'root', within }));
