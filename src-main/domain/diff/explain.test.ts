import { describe, expect, it } from 'vitest';

import { alignTrees } from './align';
import type { UserPairs } from './alignment';
import { buildDiffTree } from './diff-tree';
import { explain, isDifference, verdicts } from './explain';
import { mergeRows } from './merge-rows';
import { agent, call, spansOf, tool, type Sketched } from './test-support/diff-trees';

type Roots = readonly Sketched[];

/** Rows by the label of their span, with verdict and the label of their cause. */
function diff(before: Roots, after: Roots, user?: UserPairs) {
  const [a, b] = [buildDiffTree(spansOf(...before)), buildDiffTree(spansOf(...after))];
  const alignment = alignTrees(a, b, user);
  const rows = mergeRows(a, b, alignment);
  const found = explain(a, b, rows, alignment);
  const labelOf = (row: number): string | undefined =>
    (a.spans[rows.a[row] ?? -1] ?? b.spans[rows.b[row] ?? -1])?.label;
  const told = [...found.verdicts].map((verdict, row) => {
    const cause = labelOf(found.causes[row] ?? -1);
    return [labelOf(row), verdicts[verdict], ...(cause === undefined ? [] : [cause])].join(' ');
  });
  const differing = [...found.verdicts].filter(isDifference).length;
  return { told, headline: labelOf(found.headline) ?? null, differing };
}

const named = (label: string, input: number, output: number, at: readonly [number, number]) =>
  call(input, output, { label, at });
const within = (label: string, at: readonly [number, number], ...steps: Roots): Sketched => ({
  kind: 'agent',
  label,
  at,
  within: steps,
});

describe('the first divergence', () => {
  const twoAgents = (early: readonly [number, number], late: readonly [number, number]) => [
    within(
      'root',
      [0, 200],
      within('one', [1, 99], named('late', ...late, [90, 95])),
      within('two', [2, 50], named('early', ...early, [3, 4])),
      tool('after', early[1], 1, { at: [150, 151] }),
    ),
  ];

  it('is the earliest in time, whichever agent did it', () => {
    const { told, headline } = diff(twoAgents([1, 1], [5, 5]), twoAgents([2, 2], [5, 6]));
    expect(headline).toBe('early');
    expect(told).toContain('early inputChange');
    expect(told).toContain('late decision');
    // What came after both follows from the later.
    expect(told).toContain('after consequence late');
  });

  it('does not reach an agent that ran at the same time', () => {
    const { told } = diff(twoAgents([1, 1], [5, 5]), twoAgents([1, 2], [6, 5]));
    expect(told).toContain('early decision');
    expect(told).toContain('late inputChange');
  });

  it('reaches a tool that began while the call still streamed', () => {
    const run = (output: number) => [
      within(
        'root',
        [0, 99],
        named('c', 1, output, [1, 11]),
        tool('t', output, 1, { at: [10, 20] }),
      ),
    ];
    expect(diff(run(1), run(2)).told).toContain('t consequence c');
  });

  it('is no step that was given something else and gave the same', () => {
    const run = (input: number, output: number) => [
      agent('root', tool('t', input, 1), call(5, output), tool('u', output, 1)),
    ];
    const { told, headline } = diff(run(1, 1), run(2, 2));
    expect(headline).toBe('t');
    expect(told).toContain('u consequence call');
    expect(told).toContain('t inputChange');
  });

  it('is a name, a step around others or a retry only where nothing else differs', () => {
    const run = (name: string, input: number) => [
      agent('root', tool(name, 4, 4)),
      agent('next', call(input, input)),
    ];
    expect(diff(run('s', 1), run('search', 1)).headline).toBe('s');
    const { told, headline } = diff(run('s', 1), run('search', 2));
    expect(headline).toBe('call');
    expect(told).toContain('s renamed');
    expect(told).toContain('call inputChange');
  });

  it('reaches what is within a step that one side alone has', () => {
    const added = agent('guard', call(7, 7), tool('t', 8, 8));
    const { told, headline } = diff(
      [agent('root', call(1, 1))],
      [agent('root', call(1, 1), added)],
    );
    expect(headline).toBe('guard');
    expect(told.slice(2)).toEqual(['guard onlyB', 'call onlyB guard', 't onlyB guard']);
  });
});

describe('explain', () => {
  it('tells steps that were done one after the other in another order', () => {
    const [backup, erase] = [tool('backup', 1, 1), tool('delete', 2, 2)];
    const run = (...steps: Roots) => [agent('root', call(1, 1), ...steps, call(3, 3))];
    const { told, headline, differing } = diff(run(backup, erase), run(erase, backup));
    expect(differing).toBe(1);
    expect(told.filter((each) => each.endsWith('reordered'))).toHaveLength(1);
    expect(['backup', 'delete']).toContain(headline);
  });

  it('does not call it a decision that a call failed', () => {
    const failed = call(1, 0, { output: null, isError: true });
    expect(diff([agent('root', call(1, 1))], [agent('root', failed)]).told[1]).toBe(
      'call environment',
    );
  });

  it('takes a failed step for a retry only of what was given the same, in its own turn', () => {
    const failed = (input: number | null) =>
      tool('t', 1, 0, { input, output: null, isError: true });
    const verdictsOf = (...steps: Roots) =>
      diff([agent('root', call(1, 1), tool('t', 1, 1))], [agent('root', call(1, 1), ...steps)])
        .told;
    expect(verdictsOf(failed(1), tool('t', 1, 1))).toContain('t retry');
    expect(verdictsOf(failed(null), tool('t', 1, 1, { input: null })).join()).not.toContain(
      'retry',
    );
    const later = verdictsOf(failed(1), call(9, 9), tool('t', 1, 1));
    expect(later.join()).not.toContain('retry');
  });

  it('looks for retries of 30,000 failed steps at once', () => {
    const failures = Array.from({ length: 30_000 }, (_, at) =>
      tool(`t${at}`, at, 0, { output: null, isError: true }),
    );
    const { told, headline } = diff([agent('root')], [{ ...agent('root'), within: failures }]);
    expect(headline).toBe('t0');
    expect(told[30_000]).toBe('t29999 onlyB t0');
  });

  it('shows what was moved as one step', () => {
    const moved = agent('helper', call(8, 8), tool('t', 9, 9), tool('u', 7, 7));
    const run = (first: Roots, second: Roots) => [
      agent('root', agent('one', call(1, 1), ...first), agent('two', call(2, 2), ...second)),
    ];
    const { told, differing } = diff(run([moved], []), run([], [moved]));
    expect(differing).toBe(2);
    expect(told.filter((each) => each.startsWith('helper moved'))).toHaveLength(2);
    expect(told.filter((each) => each === 'u same')).toHaveLength(2);
  });
});
