import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { FacetKind } from '@domain/facets/facet-kind';

import {
  placeAmong,
  siblingOf,
  stepAround,
  stepsOf,
  visibleSteps,
  type Step,
  type StepSource,
} from './steps';

interface TestSpan {
  readonly kind: FacetKind;
  readonly isError?: boolean;
  readonly hasPassedOn?: boolean;
  readonly isRepeated?: boolean;
  readonly isHidden?: boolean;
  readonly isOther?: boolean;
  readonly isTriedAgain?: boolean;
  /** Its place in the tree else. */
  readonly start?: number;
  readonly children?: readonly TestSpan[];
}

function sourceOf(...roots: readonly TestSpan[]): StepSource {
  const spans: TestSpan[] = [];
  const descendants: number[] = [];
  const parents: number[] = [];
  const add = (span: TestSpan, parent: number): number => {
    const at = spans.push(span) - 1;
    descendants.push(0);
    parents.push(parent);
    const within = (span.children ?? []).reduce((sum, child) => sum + 1 + add(child, at), 0);
    descendants[at] = within;
    return within;
  };
  for (const root of roots) add(root, -1);
  const table = {
    count: spans.length,
    descendants: Int32Array.from(descendants),
    keys: Float64Array.from(spans, (_, at) => at + 1),
    startNs: Float64Array.from(spans, ({ start }, at) => start ?? at),
  };
  return {
    table,
    kindOf: (span) => spans[span]!.kind,
    isRepeated: (span) => spans[span]!.isRepeated === true,
    isHidden: (span) => spans[span]!.isHidden === true,
    parentOf: (span) => parents[span] ?? -1,
    isTriedAgain: (span) => spans[span]?.isTriedAgain === true,
    isOther: (span) => spans[span]?.isOther === true,
    isFailed: (span) => spans[span]!.isError === true,
    hasPassedOn: (span) => spans[span]!.hasPassedOn === true,
    errorsBelow: (span) =>
      spans.slice(span + 1, span + 1 + descendants[span]!).filter(({ isError }) => isError).length,
  };
}

const kindsOf = (...args: Parameters<typeof stepsOf>): FacetKind[] =>
  stepsOf(...args).map(({ kind }) => kind);

describe('stepsOf', () => {
  const run = sourceOf({
    kind: 'chain',
    children: [
      {
        kind: 'agent',
        children: [
          { kind: 'llm', children: [{ kind: 'llm', isRepeated: true }, { kind: 'http' }] },
          { kind: 'tool', children: [{ kind: 'mcp', children: [{ kind: 'mcp' }] }] },
          { kind: 'llm' },
        ],
      },
      { kind: 'mcp' },
      { kind: 'evaluator' },
    ],
  });

  it('are told of each attempt, which are one call', () => {
    const source = sourceOf({
      kind: 'agent',
      children: [{ kind: 'llm', isError: true, isTriedAgain: true }, { kind: 'llm' }],
    });
    const steps = stepsOf(source, 'tools');
    expect(steps).toHaveLength(3);
    expect(steps[0]?.modelCalls).toBe(1);
  });

  it('tell where a linked trace begins, and leave what is in it out of what the run did', () => {
    const source = sourceOf({
      kind: 'agent',
      children: [
        {
          kind: 'llm',
          children: [
            { kind: 'http', isOther: true, children: [{ kind: 'llm', isOther: true }] },
            { kind: 'http' },
          ],
        },
      ],
    });
    const steps = stepsOf(source, 'tools');
    expect(steps.map(({ kind, isOther }) => (isOther ? `other ${kind}` : kind))).toEqual([
      'agent',
      'llm',
      'other http',
      'other llm',
    ]);
    expect(steps[0]).toMatchObject({ modelCalls: 1 });
    expect(steps.map(({ isAnswer }) => isAnswer)).toEqual([false, true, false, false]);
    expect(kindsOf(source, 'chat')).toEqual(['llm']);
  });

  it('tells what agents did, nested, and leaves out plumbing and repeats', () => {
    const steps = stepsOf(run, 'tools');
    expect(steps.map(({ kind, depth }) => `${depth} ${kind}`)).toEqual([
      '0 agent',
      '1 llm',
      '1 tool',
      '1 llm',
      '0 mcp',
      '0 evaluator',
    ]);
    expect(steps[0]).toMatchObject({ modelCalls: 2, toolCalls: 1, descendants: 3 });
  });

  it('tells the conversation alone, or everything', () => {
    expect(kindsOf(run, 'chat')).toEqual(['llm', 'llm']);
    expect(kindsOf(run, 'all')).toHaveLength(run.table.count);
  });

  it('marks the last model call as the answer', () => {
    expect(stepsOf(run, 'tools').map(({ isAnswer }) => isAnswer)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  it('takes no verdict for the answer', () => {
    const judged = sourceOf(
      { kind: 'agent', children: [{ kind: 'llm' }, { kind: 'llm' }] },
      { kind: 'evaluator', children: [{ kind: 'chain', children: [{ kind: 'llm' }] }] },
    );
    for (const choice of ['chat', 'tools'] as const) {
      const answers = stepsOf(judged, choice).filter(({ isAnswer }) => isAnswer);
      expect(answers.map(({ span }) => span)).toEqual([2]);
    }
  });

  it('tells of a failure where nothing within tells more', () => {
    const outer = sourceOf({
      kind: 'chain',
      isError: true,
      children: [{ kind: 'llm', isError: true }],
    });
    expect(kindsOf(outer, 'tools')).toEqual(['llm']);
    const inner = sourceOf({ kind: 'chain', isError: true, children: [{ kind: 'llm' }] });
    expect(kindsOf(inner, 'tools')).toEqual(['chain', 'llm']);
  });

  it('never shows a placeholder whose span has arrived', () => {
    const pending = sourceOf({ kind: 'llm', isHidden: true }, { kind: 'llm' });
    expect(kindsOf(pending, 'all')).toEqual(['llm']);
  });

  it('stand in order of start where what they ran in is not told', () => {
    const source = sourceOf({
      kind: 'chain',
      start: 0,
      children: [
        {
          kind: 'span',
          start: 1,
          children: [
            { kind: 'agent', start: 7, children: [{ kind: 'llm', start: 8 }] },
            { kind: 'tool', start: 30 },
          ],
        },
        { kind: 'http', start: 2, isError: true },
        { kind: 'llm', start: 20 },
      ],
    });
    const steps = stepsOf(source, 'tools');
    expect(steps.map(({ kind, depth, at }) => `${at} ${depth} ${kind}`)).toEqual([
      '0 0 http',
      '1 0 agent',
      '2 1 llm',
      '3 0 llm',
      '4 0 tool',
    ]);
    expect(steps.map(({ isAnswer }) => isAnswer)).toEqual([false, false, false, true, false]);
    expect(steps[1]).toMatchObject({ descendants: 1, modelCalls: 1 });
    // Where they stand is not where their spans are.
    expect([1, 2, 3, 4, 5, 6].map((span) => stepAround(steps, span)?.at)).toEqual([
      undefined,
      1,
      2,
      4,
      0,
      3,
    ]);
  });

  const parts = {
    start: fc.nat(20),
    kind: fc.constantFrom<FacetKind>('agent', 'llm', 'tool', 'chain', 'http', 'mcp', 'span'),
    isError: fc.boolean(),
    isRepeated: fc.boolean(),
  };
  const trees = fc.letrec<{ span: TestSpan }>((tie) => ({
    span: fc.oneof(
      { maxDepth: 4 },
      fc.record(parts),
      fc.record({ ...parts, children: fc.array(tie('span'), { maxLength: 3 }) }),
    ),
  })).span;

  it('keeps nesting, and siblings in order of start, whatever is left out', () => {
    fc.assert(
      fc.property(
        fc.array(trees, { maxLength: 3 }),
        fc.constantFrom('chat', 'tools', 'all'),
        (roots, choice) => {
          const source = sourceOf(...roots);
          const steps = stepsOf(source, choice);
          const startOf = ({ span }: Step): number => source.table.startNs[span]!;
          expect(new Set(steps.map(({ span }) => span)).size).toBe(steps.length);
          steps.forEach((step, at) => {
            const before = steps[siblingOf(steps, step, -1)];
            if (before !== undefined) expect(startOf(before)).toBeLessThanOrEqual(startOf(step));
            const within = steps.slice(at + 1, at + 1 + step.descendants);
            for (const inner of within) {
              expect(inner.span).toBeLessThanOrEqual(
                step.span + source.table.descendants[step.span]!,
              );
              expect(inner.depth).toBeGreaterThan(step.depth);
            }
            const calls = within.filter(({ kind }) => kind === 'llm').length;
            expect(step).toMatchObject({ at, modelCalls: calls });
            if (step.outer !== null) {
              expect(step.outer.depth).toBe(step.depth - 1);
              expect(at).toBeLessThanOrEqual(step.outer.at + step.outer.descendants);
            } else expect(step.depth).toBe(0);
          });
        },
      ),
    );
  });

  it('finds the neighbours of a step, and what a span is in', () => {
    const steps = stepsOf(run, 'tools');
    const next = (at: number, direction: -1 | 1 = 1): number =>
      siblingOf(steps, steps[at]!, direction);
    expect([0, 1, 2, 3, 4, 5].map((at) => next(at))).toEqual([4, 2, 3, -1, 5, -1]);
    expect([0, 1, 2, 3, 4, 5].map((at) => next(at, -1))).toEqual([-1, -1, 1, 2, 0, 4]);
    expect([-1, 0, 1, 4, 99].map((span) => stepAround(steps, span)?.at)).toEqual([
      undefined,
      undefined,
      0,
      1,
      5,
    ]);
    expect([-1, 0, 3, 9].map((at) => placeAmong([0, 2, 4], at))).toEqual([-1, 0, 1, 2]);
  });

  it('leaves out what is within folded steps, and nothing else', () => {
    const steps = stepsOf(run, 'tools');
    expect(visibleSteps(steps, () => false)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(visibleSteps(steps, ({ kind }) => kind === 'agent')).toEqual([0, 4, 5]);
  });
});
