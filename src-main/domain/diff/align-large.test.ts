import { describe, expect, it } from 'vitest';

import { alignTraces, alignTrees } from './align';
import { buildDiffTree } from './diff-tree';
import { agent, spansOf, tool, type Sketched } from './test-support/diff-trees';

const partners = (...[a, b]: Parameters<typeof alignTraces>): number[] => [
  ...alignTraces(a, b).partnersOfA,
];

describe('alignTraces of many spans', () => {
  it('sees through a span around 2,000 steps, and through one of many', () => {
    const steps = Array.from({ length: 2000 }, (_, at) => tool('t', at % 900, at));
    const flat = spansOf(agent('x', ...steps));
    const inOne = spansOf(agent('x', { label: 'guard', within: steps }));
    expect(partners(flat, inOne)).toEqual([0, ...steps.map((_, at) => at + 2)]);
    const inMany = spansOf(
      agent('x', ...steps.map((step) => ({ label: 'guard', within: [step] }))),
    );
    expect(partners(flat, inMany)).toEqual([0, ...steps.map((_, at) => 2 * at + 2)]);
  });

  it.each(['http', 'step'] as const)(
    'looks for %s steps within thousands of spans without comparing each with each',
    (kind) => {
      const many = (length: number, of: (at: number) => Sketched) =>
        Array.from({ length }, (_, at) => of(at));
      const flat = spansOf(
        agent('x', ...many(9000, (at) => ({ kind, label: `w${at % 7}`, input: at, output: at }))),
      );
      const nested = spansOf(
        agent(
          'x',
          ...many(50, () => ({
            label: 'w0',
            within: many(50, () => ({ label: 'w1', within: many(3, () => ({ label: 'w2' })) })),
          })),
        ),
      );
      const trees = [buildDiffTree(flat), buildDiffTree(nested)] as const;
      let checks = 0;
      alignTrees(...trees, undefined, () => checks++);
      expect(checks).toBeGreaterThan(50);
      const end = (): void => {
        if (--checks === 0) throw new Error('ended');
      };
      expect(() => alignTrees(...trees, undefined, end)).toThrow('ended');
    },
  );

  it('takes more siblings than a call may have arguments', () => {
    const run = (from: number) =>
      spansOf({
        ...agent('x'),
        within: Array.from({ length: 130_000 }, (_, at) => tool('t', at === 0 ? from : at, at)),
      });
    expect(partners(run(0), run(1)).every((b, a) => b === a)).toBe(true);
  });

  it('takes 5,000 siblings without a table of each against each', () => {
    const many = (skip: number) =>
      spansOf(
        agent(
          'x',
          ...Array.from({ length: 5000 }, (_, i) => tool('t', i % 50, i % 70)).filter(
            (_, i) => i % 997 !== skip,
          ),
        ),
      );
    const found = partners(many(5), many(7));
    // Content by which a step is told: it tells itself from the 349 around it.
    const kept = (skip: number) =>
      Array.from({ length: 5000 }, (_, i) => i).filter((i) => i % 997 !== skip);
    const inB = new Map(kept(7).map((i, at) => [i, at + 1]));
    const right = kept(5).filter((i, at) => inB.get(i) === found[at + 1]).length;
    expect(right).toBeGreaterThan(4950);
  });

  it.each(['random', 'in a loop'])('finds 5,000 siblings behind 150 others: %s', (order) => {
    let state = 3;
    const below = (limit: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 16) % limit;
    };
    const contents = (length: number) =>
      Array.from({ length }, (_, i) => (order === 'random' ? below(40) : i % 40));
    const run = (list: readonly number[]) =>
      spansOf(agent('x', ...list.map((content) => tool('t', content, content))));
    const base = contents(5000);
    const more = contents(150).map((content) => (order === 'random' ? content : content * 3));
    const behind = base.map((_, at) => at + 151);
    expect(partners(run(base), run([...more, ...base]))).toEqual([0, ...behind]);
    // And 150 others at the end, and every 50th another.
    const other = base.map((content, at) => (at % 50 === 49 ? 1000 + at : content));
    const found = partners(run(base), run([...more, ...other, ...more]));
    expect(found.slice(1).filter((at, index) => at === behind[index]).length).toBeGreaterThan(4900);
  });
});
