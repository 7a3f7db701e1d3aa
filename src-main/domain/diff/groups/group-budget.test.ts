import fc from 'fast-check';
import { expect, it } from 'vitest';

import { agent, anySpans, tool } from '../test-support/diff-trees';
import type { GroupRun } from './consensus';
import { GroupBudget } from './group-budget';
import { runOf, sketchedRun } from './test-support/group-runs';

/** A run whose steps have names that start with `prefix`. */
function runWith(prefix: string, steps: number): GroupRun {
  // Digits of names are taken for ids, and tell no steps apart.
  const letters = (at: number) => Array.from(String(at), (digit) => 'abcdefghij'[Number(digit)]);
  const named = Array.from({ length: steps }, (_, at) =>
    tool(`${prefix}-${letters(at).join('')}`, at, at),
  );
  return sketchedRun(agent('x', ...named));
}

const takenOf = (runs: readonly GroupRun[]): number => {
  const budget = new GroupBudget();
  return runs.filter((run) => budget.takes(run)).length;
};

it('takes hundreds of runs that are alike', () => {
  const run = runWith('step', 100);
  expect(takenOf(Array.from({ length: 400 }, (_, at) => ({ ...run, id: `${at}` })))).toBe(400);
});

it('takes so many steps, whatever the runs', () => {
  const run = runWith('step', 10_000);
  expect(takenOf(Array.from({ length: 20 }, (_, at) => ({ ...run, id: `${at}` })))).toBe(5);
});

it('takes fewer runs that share no step', () => {
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
  const prefixes = letters.slice(0, 4).flatMap((one) => letters.map((two) => one + two));
  expect(takenOf(prefixes.map((prefix) => runWith(prefix, 500)))).toBe(44);
});

it('takes two runs at least, and one that is in both sets once', () => {
  fc.assert(
    fc.property(anySpans, anySpans, (x, y) => {
      const [a, b] = [runOf('a', x), runOf('b', y)];
      expect(takenOf([a, b, a, b])).toBe(4);
    }),
  );
  const large = Array.from({ length: 3 }, (_, at) => ({ ...runWith('s', 40_000), id: `${at}` }));
  expect(takenOf(large)).toBe(2);
});
