import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { alignTraces, alignTrees } from './align';
import { mirrored, pairKinds, type Alignment } from './alignment';
import { buildDiffTree, isSameSubtree, type DiffSpan } from './diff-tree';
import {
  agent,
  anySpans,
  call,
  slower,
  spansOf,
  tool,
  type Sketched,
} from './test-support/diff-trees';

const partners = (...[a, b, user]: Parameters<typeof alignTraces>): number[] => [
  ...alignTraces(a, b, user).partnersOfA,
];

describe('alignTraces', () => {
  it.each([1, 2])('pairs every span of a trace with itself, run %i times as slow', (factor) => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const other = slower(spans, factor);
        const { kinds } = alignTraces(spans, other);
        expect(partners(spans, other)).toEqual(spans.map((_, at) => at));
        expect([...kinds].every((kind) => pairKinds[kind] !== 'none')).toBe(true);
      }),
    );
  });

  it('finds the same pairs whichever trace comes first', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (a, b) => {
        const there = alignTraces(a, b);
        const back = alignTraces(b, a);
        expect([...back.partnersOfA]).toEqual([...there.partnersOfB]);
        expect([...back.partnersOfB]).toEqual([...there.partnersOfA]);
        expect([...back.movedFromA]).toEqual([...there.movedFromB]);
        there.partnersOfA.forEach((at, position) => {
          if (at === -1) return;
          expect(back.kinds[at]).toBe(there.kinds[position]);
          expect(back.confidences[at]).toBe(there.confidences[position]);
        });
      }),
    );
  });

  it('finds the same pairs whichever comes first, whatever the user pinned and broke', () => {
    const decisions = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 });
    const property = (a: DiffSpan[], b: DiffSpan[], pins: number[][], breaks: number[][]): void => {
      if (a.length === 0 || b.length === 0) return;
      const within = ([x = 0, y = 0]: number[]) => [x % a.length, y % b.length] as const;
      const user = { pinned: pins.map(within), broken: breaks.map(within) };
      const turned = ([x, y]: readonly [number, number]) => [y, x] as const;
      const other = { pinned: user.pinned.map(turned), broken: user.broken.map(turned) };
      const there = alignTraces(a, b, user);
      const { isTurned: _, ...back } = alignTraces(b, a, other);
      expect(back).toEqual(withoutTurn(mirrored(there)));
    };
    const withoutTurn = ({ isTurned: _, ...rest }: Alignment) => rest;
    fc.assert(fc.property(anySpans, anySpans, decisions, decisions, property));
    fc.assert(
      fc.property(anySpans, decisions, decisions, (a, pins, breaks) =>
        property(a, [...a], pins, breaks),
      ),
    );
    const three = spansOf(agent('x', tool('t', 1, 1), tool('t', 1, 1), tool('t', 1, 1)));
    expect(partners(three, three, { pinned: [], broken: [[1, 1]] })).toEqual([0, -1, 2, 3]);
  });

  it('pairs each span once, and only below a pair', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (a, b) => {
        const trees = [buildDiffTree(a), buildDiffTree(b)] as const;
        const { partnersOfA, partnersOfB, confidences } = alignTrees(...trees);
        partnersOfA.forEach((at, position) => {
          if (at === -1) return;
          expect(partnersOfB[at]).toBe(position);
          expect(confidences[position]).toBeGreaterThan(0);
          const above = a[position]?.parent ?? -1;
          const aboveB = b[at]?.parent ?? -1;
          if (above === -1 || aboveB === -1) return;
          // A parent without a partner is around one side alone.
          const isPair = partnersOfA[above] === aboveB;
          const isWrapped = partnersOfA[above] === -1 || partnersOfB[aboveB] === -1;
          expect(isPair || isWrapped).toBe(true);
        });
      }),
    );
  });

  it('leaves out what one side has more of, though all of it has one name', () => {
    const a = spansOf(
      agent('x', call(1, 1), tool('t', 1, 1), call(2, 2), tool('t', 2, 2), call(3, 3)),
    );
    const b = spansOf(
      agent(
        'x',
        call(1, 1),
        tool('t', 1, 1),
        call(7, 7),
        tool('t', 7, 7),
        call(2, 2),
        tool('t', 2, 2),
        call(3, 3),
      ),
    );
    expect(partners(a, b)).toEqual([0, 1, 2, 5, 6, 7]);
  });

  it('pairs calls that ran at once by what they did, whichever began first', () => {
    const one = (order: readonly number[]) =>
      spansOf(
        agent(
          'x',
          call(1, 1, { at: [0, 1] }),
          ...order.map((each, index) => tool('t', each, each, { at: [2 + index, 20] })),
        ),
      );
    expect(partners(one([1, 2, 3]), one([3, 1, 2]))).toEqual([0, 1, 3, 4, 2]);
  });

  it.each(['search', 'read', 'write', 'grep'])(
    'keeps a call and the tool that began while it streamed in order: %s',
    (name) => {
      const run = (overlapNs: number) =>
        spansOf({
          kind: 'agent',
          label: 'x',
          at: [0, 1000],
          within: [0, 1, 2, 3].flatMap((turn) => {
            const atNs = turn * 100;
            return [
              call(1, 1, { at: [atNs, atNs + 50 + overlapNs] }),
              tool(name, 2, 2, { at: [atNs + 50, atNs + 90] }),
            ];
          }),
        });
      const [a, b] = [run(0), run(1)];
      expect(partners(a, b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      expect(isSameSubtree(buildDiffTree(a), 0, buildDiffTree(b), 0)).toBe(true);
      const other = b.map((span, at) => (at === 8 ? { ...span, input: 9 } : span));
      expect(partners(a, other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    },
  );

  it('tells steps in another order from steps that ran at once', () => {
    const kindsOf = (...[a, b]: Parameters<typeof alignTraces>) =>
      [...alignTraces(a, b).kinds].map((kind) => pairKinds[kind]);
    const [backup, erase] = [tool('backup', 1, 1), tool('delete', 2, 2)];
    const run = (...steps: readonly Sketched[]) =>
      spansOf(agent('x', call(1, 1), ...steps, call(3, 3, { at: [30, 31] })));
    expect(kindsOf(run(backup, erase), run(erase, backup))).toContain('reordered');
    const atOnce = (first: Sketched, second: Sketched) => [
      { ...first, at: [10, 20] as const },
      { ...second, at: [11, 20] as const },
    ];
    // In order on one side alone: the other had none to differ from.
    expect(kindsOf(run(backup, erase), run(...atOnce(erase, backup)))).not.toContain('reordered');
    // Nor does a pair that ran alone make sets of what ran alone.
    const other = run(erase, tool('backup', 8, 9));
    expect(partners(run(backup, erase), other)).toEqual([0, 1, -1, 2, 4]);
  });

  it('pairs what the user pinned, however much is left beside it', () => {
    const many = (label: string, from: number) =>
      Array.from({ length: 301 }, (_, at) => tool(`${label}${at}`, from + at, from + at));
    const a = spansOf(agent('x', call(0, 0), ...many('a', 10), call(1, 1), tool('p', 5, 5)));
    const b = spansOf(agent('x', call(0, 0), tool('q', 6, 6), ...many('b', 900), call(1, 1)));
    const { partnersOfA } = alignTraces(a, b, { pinned: [[304, 2]], broken: [] });
    expect(partnersOfA[304]).toBe(2);
  });

  it('pairs a step under another name with the same content', () => {
    const a = spansOf(agent('x', call(1, 1), tool('search', 4, 5)));
    const b = spansOf(agent('x', call(1, 1), tool('web_search', 4, 5)));
    expect(partners(a, b)).toEqual([0, 1, 2]);
  });

  it('sees through spans that were put around steps, on either side', () => {
    const steps = [call(1, 1), tool('t', 1, 2), call(2, 3)];
    const a = spansOf(agent('x', ...steps));
    const b = spansOf(agent('x', { label: 'guard', within: [{ label: 'retry', within: steps }] }));
    expect(partners(a, b)).toEqual([0, 3, 4, 5]);
    expect(partners(b, a)).toEqual([0, -1, -1, 1, 2, 3]);
    expect(pairKinds[alignTraces(a, b).kinds[1] ?? 0]).toBe('wrapped');
  });

  it('tells that a step was moved, and does not pair it', () => {
    const a = spansOf(
      agent('x', agent('one', call(1, 1), tool('t', 9, 9)), agent('two', call(2, 2))),
    );
    const b = spansOf(
      agent('x', agent('one', call(1, 1)), agent('two', call(2, 2), tool('t', 9, 9))),
    );
    const { partnersOfA, movedFromA } = alignTraces(a, b);
    expect(partnersOfA[3]).toBe(-1);
    expect(movedFromA[3]).toBe(5);
  });

  it('pairs the attempt that did it, not the one that failed', () => {
    const failed = call(1, 0, { output: null, isError: true });
    const a = spansOf(agent('x', call(1, 1), tool('t', 1, 1)));
    const b = spansOf(agent('x', failed, call(1, 1), tool('t', 1, 1)));
    expect(partners(a, b)).toEqual([0, 2, 3]);
  });

  it('pairs the steps of a turn whose call one side lacks', () => {
    const inner = (content: number) => agent('generate', call(content, content));
    const a = spansOf(agent('x', call(1, 1), tool('t', 2, 2), inner(3)));
    const b = spansOf(agent('x', tool('t', 8, 8), inner(9)));
    expect(partners(a, b)).toEqual([0, -1, 1, 2, 3]);
    expect(partners(b, a)).toEqual([0, 2, 3, 4]);
  });

  it('keeps to what the user decided', () => {
    const a = spansOf(agent('x', tool('t', 1, 1), tool('u', 2, 2)));
    const b = spansOf(agent('x', tool('t', 1, 1), tool('t', 5, 5), tool('u', 2, 2)));
    const { partnersOfA, kinds } = alignTraces(a, b, { pinned: [[1, 2]], broken: [] });
    expect(partnersOfA[1]).toBe(2);
    expect(pairKinds[kinds[1] ?? 0]).toBe('pinned');
    const apart = alignTraces(a, b, { pinned: [], broken: [[2, 3]] });
    expect(apart.partnersOfA[2]).toBe(-1);
    // Nor is it the same step in another place.
    expect(apart.movedFromA[2]).toBe(-1);
  });

  it('gives up where it is told to', () => {
    const stop = (): never => {
      throw new Error('told to');
    };
    const [a, b] = [1, 2].map((output) => buildDiffTree(spansOf(agent('run', call(1, output)))));
    expect(() => alignTrees(a!, b!, undefined, stop)).toThrow('told to');
  });
});
