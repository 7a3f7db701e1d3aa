import { describe, expect, it } from 'vitest';

import type { EvaluationTarget } from '../span-facets';
import { at, fold, gpt } from '../test-support/fold-sketches';
import { used } from '../test-support/fold-spans';

const judging = (target: Partial<EvaluationTarget>) => ({
  evaluationTargets: [{ scope: 'span', id: null, traceId: null, ...target } as const],
});
const run = [
  { id: 'root', kind: 'agent' },
  { id: 'call', parent: 'root', ...gpt, responseId: 'r1', ...used(1, 1) },
] as const;

describe('what evaluations judge', () => {
  it('is the span that tells, where nothing else is told', () => {
    const told = fold({ id: 'a', ...gpt, ...judging({}) });
    expect(at(told, 1)).toMatchObject({ judged: [1], judgedBy: [] });
  });

  it('is the span that is named, by its id or by that of its response', () => {
    for (const target of [{ id: 'call' }, { scope: 'response', id: 'r1' }] as const) {
      const told = fold(...run, { id: 'e', parent: 'root', kind: 'evaluator', ...judging(target) });
      expect(at(told, 3).judged).toEqual([2]);
      expect(at(told, 2).judgedBy).toEqual([3]);
    }
  });

  it('is the span that counts where two tell of the call', () => {
    const inner = { id: 'inner', parent: 'call', ...gpt, responseId: 'r1', ...used(1, 1) };
    const evaluator = { id: 'e', parent: 'root', kind: 'evaluator', ...judging({ id: 'call' }) };
    const told = fold(...run, inner, { ...evaluator, kind: 'evaluator' });
    expect(at(told, 2).duplicateOf).toBe(3);
    expect(at(told, 4).judged).toEqual([3]);
  });

  it('is the root for a trace, and nothing here for a session, another trace, or what is lost', () => {
    const targets: Partial<EvaluationTarget>[] = [
      { scope: 'trace' },
      { scope: 'session' },
      { id: 'call', traceId: 'other' },
      { scope: 'response', id: 'unknown' },
    ];
    const told = fold(
      ...run,
      ...targets.map((target, n) => ({
        id: `e${n}`,
        parent: 'call',
        kind: 'evaluator' as const,
        ...judging(target),
      })),
    );
    expect([3, 4, 5, 6].map((key) => at(told, key).judged)).toEqual([[1], [null], [null], [null]]);
    expect(at(told, 1).judgedBy).toEqual([3]);
  });
});
