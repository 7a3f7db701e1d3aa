import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { FacetKind } from '@domain/facets/facet-kind';

import type { Step } from './steps';
import { timeByStep, type StepTimes } from './time-by-step';

interface Sketch {
  readonly name: string;
  readonly kind?: FacetKind;
  readonly at: readonly [number, number];
  readonly within?: readonly Sketch[];
}

function timesOf(durationNs: number, ...sketches: readonly Sketch[]): StepTimes {
  const steps: Step[] = [];
  const told: Sketch[] = [];
  const add = (sketch: Sketch, outer: Step | null): number => {
    const at = told.push(sketch) - 1;
    const step = {
      span: at,
      key: at + 1,
      kind: sketch.kind ?? 'agent',
      at,
      depth: outer === null ? 0 : outer.depth + 1,
      outer,
      descendants: 0,
      isOther: false,
      isError: false,
      hasPassedOn: false,
      errorsWithin: 0,
      modelCalls: 0,
      toolCalls: 0,
      isAnswer: false,
    };
    steps.push(step);
    for (const inner of sketch.within ?? []) step.descendants += add(inner, step);
    return 1 + step.descendants;
  };
  for (const sketch of sketches) add(sketch, null);
  const table = {
    durationNs,
    startNs: Float64Array.from(told, ({ at }) => at[0]),
    durationsNs: Float64Array.from(told, ({ at }) => at[1] - at[0]),
  };
  return timeByStep(steps, table, ({ span }) => told[span]?.name ?? '');
}

const shortly = ({ rows, own, outsideNs }: StepTimes): unknown[] => [
  ...rows.map(({ label, shareNs }) => `${label} ${shareNs}`),
  `own ${own?.shareNs ?? 0}`,
  `outside ${outsideNs}`,
];

describe('timeByStep', () => {
  it('tells what a single agent did, and what is left to itself', () => {
    const times = timesOf(110, {
      name: 'coder',
      at: [0, 100],
      within: [
        { name: 'gpt', kind: 'llm', at: [10, 40] },
        { name: 'grep', kind: 'tool', at: [40, 45] },
        { name: 'gpt', kind: 'llm', at: [50, 90] },
      ],
    });
    expect(shortly(times)).toEqual(['gpt 70', 'grep 5', 'own 25', 'outside 10']);
    expect(times.own).toMatchObject({ label: 'coder', at: 0 });
    expect(times.rows[0]).toMatchObject({ at: 1, kind: 'llm', durationNs: 70 });
  });

  it('tells agents where there are several, also within one that holds them all', () => {
    const two: Sketch[] = [
      { name: 'a', at: [0, 40], within: [{ name: 'gpt', kind: 'llm', at: [0, 40] }] },
      { name: 'b', at: [50, 60] },
    ];
    expect(shortly(timesOf(60, ...two))).toEqual(['a 40', 'b 10', 'own 0', 'outside 10']);
    const held = timesOf(60, { name: 'team', at: [0, 60], within: two });
    expect(shortly(held)).toEqual(['a 40', 'b 10', 'own 10', 'outside 0']);
    expect(held.own?.label).toBe('team');
  });

  it('tells what the only agent did, also where others ran beside it', () => {
    const calls: Sketch[] = [
      { name: 'gpt', kind: 'llm', at: [20, 60] },
      { name: 'helper', at: [60, 70], within: [{ name: 'gpt', kind: 'llm', at: [60, 70] }] },
    ];
    const times = timesOf(
      100,
      { name: 'check', kind: 'guardrail', at: [0, 10] },
      { name: 'coder', at: [10, 90], within: calls },
    );
    expect(shortly(times)).toEqual(['gpt 40', 'check 10', 'helper 10', 'own 30', 'outside 10']);
    expect(times.own?.label).toBe('coder');
  });

  it('divides time at which several ran among them, and says what each took', () => {
    const tool = (name: string, at: readonly [number, number]): Sketch => {
      return { name, kind: 'tool', at };
    };
    const times = timesOf(40, tool('a', [0, 20]), tool('b', [10, 30]));
    expect(shortly(times)).toEqual(['a 15', 'b 15', 'own 0', 'outside 10']);
    expect(times.rows.map(({ durationNs }) => durationNs)).toEqual([20, 20]);
  });

  const anySketch = fc.letrec<{ step: Sketch }>((tie) => {
    const parts = {
      name: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom<FacetKind>('agent', 'llm', 'tool'),
      // Times that cannot be true, too.
      at: fc.tuple(fc.integer({ min: -10, max: 120 }), fc.integer({ min: -10, max: 120 })),
    };
    return {
      step: fc.oneof(
        { maxDepth: 3 },
        fc.record(parts),
        fc.record({ ...parts, within: fc.array(tie('step'), { maxLength: 4 }) }),
      ),
    };
  }).step;

  it('adds up to the duration, whatever ran when', () => {
    fc.assert(
      fc.property(fc.array(anySketch, { maxLength: 4 }), (sketches) => {
        const { rows, own, outsideNs } = timesOf(100, ...sketches);
        const all = [...rows.map(({ shareNs }) => shareNs), own?.shareNs ?? 0, outsideNs];
        for (const shareNs of all) expect(shareNs).toBeGreaterThanOrEqual(0);
        expect(all.reduce((sum, shareNs) => sum + shareNs, 0)).toBeCloseTo(100, 6);
      }),
    );
  });
});
