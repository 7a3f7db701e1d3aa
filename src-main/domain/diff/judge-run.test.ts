import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildDiffTree, type DiffSpan } from './diff-tree';
import { verdicts } from './explain';
import { isSameBeginning, judgeRun, type ComparedRun, type Judgement } from './judge-run';
import { anyRun, arrived, whole } from './test-support/arriving-runs';
import { agent, call, spansOf, tool, type Sketched } from './test-support/diff-trees';

const judge = (baseline: readonly DiffSpan[], run: ComparedRun, goesOn: boolean): Judgement =>
  judgeRun(buildDiffTree(baseline), run, goesOn);

/** Label and verdict of the first divergence. */
function first({ parting }: Judgement): string | null {
  if (parting === null) return null;
  const { rows, explanation, tree } = parting;
  const { headline } = explanation;
  const verdict = verdicts[explanation.verdicts[headline] ?? 0];
  return `${tree.spans[rows.b[headline] ?? -1]?.label ?? 'nothing'} ${verdict}`;
}

describe('a run that is over', () => {
  it('is the same as itself', () => {
    fc.assert(
      fc.property(anyRun, (spans) => {
        expect(judge(spans, whole(spans), false)).toMatchObject({
          parting: null,
          changedCount: 0,
          toComeCount: 0,
        });
      }),
    );
  });

  it('differs where it ended early, unlike one that goes on', () => {
    const steps = [call(1, 1), tool('read', 1, 1), call(2, 2)];
    const baseline = spansOf(agent('root', ...steps));
    const short = whole(spansOf(agent('root', ...steps.slice(0, 2))));
    expect(first(judge(baseline, short, false))).toBe('nothing onlyA');
    expect(judge(baseline, short, true)).toMatchObject({ parting: null, toComeCount: 1 });
  });
});

describe('a run that goes on', () => {
  it('is the same so far, however much of the same run has arrived', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(), (spans, drawn) => {
        const endedCount = drawn % (spans.length + 1);
        const { parting, toComeCount } = judge(spans, arrived(spans, endedCount), true);
        expect(parting).toBeNull();
        expect(toComeCount).toBe(spans.length - endedCount);
      }),
      { numRuns: 500 },
    );
  });

  it('is the same so far, whatever ran at the same time', () => {
    const times = fc.tuple(fc.nat(50), fc.nat(50)).map(([start, lasts]) => [start, start + lasts]);
    const parallel = fc
      .array(fc.tuple(times, fc.nat(3)), { minLength: 1, maxLength: 8 })
      .map((drawn) => drawn.sort(([x], [y]) => (x[0] ?? 0) - (y[0] ?? 0)))
      .map((drawn) =>
        spansOf({
          ...agent(
            'root',
            ...drawn.map(([[from = 0, to = 0], input]) =>
              tool('x', input, input, { at: [from, to] }),
            ),
          ),
          at: [0, 200],
        }),
      );
    fc.assert(
      fc.property(parallel, fc.nat(), (spans, drawn) => {
        const run = arrived(spans, drawn % (spans.length + 1));
        expect(judge(spans, run, true).parting).toBeNull();
      }),
    );
  });

  it('may have ended the later of two identical steps first', () => {
    const at = (startNs: number, endNs: number, input = 0) =>
      tool('x', input, input, { at: [startNs, endNs] });
    const steps = [at(0, 0), at(0, 0), at(21, 67), at(21, 21), at(22, 22, 1)];
    const spans = spansOf({ ...agent('root', ...steps), at: [0, 200] });
    expect(judge(spans, arrived(spans, 4), true)).toMatchObject({ parting: null, toComeCount: 2 });
    // Of the three alike that had ended by then two are there.
    const fewer = spansOf({ ...agent('root', ...steps.slice(1)), at: [0, 200] });
    expect(first(judge(spans, arrived(fewer, 3), true))).toBe('nothing onlyA');
  });

  it('never loses a span to the frames put around it', () => {
    fc.assert(
      fc.property(anyRun, anyRun, fc.nat(), (baseline, spans, drawn) => {
        const run = arrived(spans, drawn % (spans.length + 1));
        const { parting } = judge(baseline, run, true);
        if (parting === null) return;
        const kept = [...parting.origins].filter((origin) => origin !== -1);
        expect(kept.sort((x, y) => x - y)).toEqual(run.tree.spans.map((_, at) => at));
        const inRows = [...parting.rows.b].filter((at) => at !== -1);
        expect(new Set(inRows).size).toBe(parting.tree.count);
      }),
    );
  });

  const planner = (...rest: readonly ReturnType<typeof call>[]) =>
    agent('planner', call(1, 1), tool('read', 1, 1), ...rest);
  const baseline = spansOf(
    agent('root', planner(call(2, 2)), agent('coder', call(3, 3), tool('write', 1, 1))),
  );

  it('has parted at the step that did something else, its frames not there yet', () => {
    const other = spansOf(agent('root', agent('planner', call(1, 1), tool('read', 1, 9))));
    expect(first(judge(baseline, arrived(other, 1), true))).toBeNull();
    expect(first(judge(baseline, arrived(other, 2), true))).toBe('read environment');
  });

  it('is compared with how its baseline began, not with what is as like to it later on', () => {
    const turns = spansOf(agent('root', call(1, 1), tool('read', 1, 1), call(2, 2)));
    const other = spansOf(agent('root', call(7, 1), tool('read', 1, 1), call(2, 2)));
    expect(first(judge(turns, arrived(other, 1), true))).toBe('call inputChange');
    expect(judge(turns, arrived(other, 1), true).changedCount).toBe(1);
  });

  it('lacks a step once what comes after it has begun', () => {
    const without = spansOf(
      agent('root', agent('planner', call(1, 1), call(2, 2)), agent('coder', call(3, 3))),
    );
    expect(first(judge(baseline, arrived(without, 1), true))).toBeNull();
    expect(first(judge(baseline, arrived(without, 2), true))).toBe('nothing onlyA');
  });

  it('may have steps that ran at the same time in any order', () => {
    const at = (startNs: number, endNs: number) => ({ at: [startNs, endNs] as const });
    const both = (x: readonly [number, number], y: readonly [number, number]) =>
      spansOf({
        ...agent('root', tool('read', 1, 1, at(...x)), tool('list', 1, 1, at(...y))),
        ...at(0, 100),
      });
    const run = both([1, 90], [2, 20]);
    expect(first(judge(both([1, 30], [2, 80]), arrived(run, 1), true))).toBeNull();
  });

  it('is not judged by how an open span ends', () => {
    const begun = spansOf(agent('root', { ...call(1, 0), output: null }));
    const run = { ...whole(begun), areOpen: [true, true] };
    expect(first(judge(baseline.slice(0, 0), run, true))).not.toBeNull();
    const one = spansOf(agent('root', call(1, 1)));
    expect(judge(one, run, true)).toMatchObject({ parting: null, toComeCount: 0 });
    const asked = { ...run, tree: buildDiffTree([begun[0]!, { ...begun[1]!, input: 7 }]) };
    expect(first(judge(one, asked, true))).toBe('call inputChange');
  });

  it('keeps to what the user said of pairs', () => {
    const two = spansOf(agent('root', tool('read', 1, 1), tool('read', 2, 2)));
    const tree = buildDiffTree(two);
    const broken = { pinned: [], broken: [[1, 0] as const] };
    expect(judgeRun(tree, arrived(two, 1), true, broken).parting).not.toBeNull();
  });
});

it('can be ended at any checkpoint', () => {
  const turns = (from: number) =>
    spansOf(
      agent(
        'root',
        ...Array.from({ length: 60 }, (_, turn) =>
          agent('turn', call(from + turn, from), tool(`t${turn % 5}`, from + turn, 1)),
        ),
      ),
    );
  const [tree, run] = [buildDiffTree(turns(0)), arrived(turns(1000), 100)];
  /** @returns how many checkpoints there were */
  const judgeUntil = (endAt: number): number => {
    let met = 0;
    judgeRun(tree, run, true, undefined, () => {
      if (++met === endAt) throw new Error('ended');
    });
    return met;
  };
  const all = judgeUntil(Infinity);
  // Each pair of the two alignments, of the whole and of the beginning.
  expect(all).toBeGreaterThan(60);
  for (let at = 1; at <= all; at++) expect(() => judgeUntil(at)).toThrow('ended');
});

it('knows a run by its first step before its root arrives', () => {
  const tree = (...spans: readonly Sketched[]) => buildDiffTree(spansOf(...spans));
  const baseline = tree(agent('root', agent('planner', call(1, 1, { system: 5 }))));
  expect(isSameBeginning(baseline, tree(call(1, 9)))).toBe(true);
  expect(isSameBeginning(baseline, tree(agent('planner', call(2, 1, { system: 5 }))))).toBe(true);
  expect(isSameBeginning(baseline, tree(call(2, 1, { system: 6 })))).toBe(false);
  expect(isSameBeginning(baseline, tree(tool('read', 1, 1)))).toBe(false);
});
