import { describe, expect, it } from 'vitest';

import { foldTrace } from '../facets/fold-trace';
import type { EvaluationTarget } from '../facets/span-facets';
import { sketchTrace, type SpanSketch } from '../facets/test-support/fold-spans';
import type { ToldEvaluation } from '../facets/facet-row';
import type { TraceId } from '../units';
import { SESSION_METADATA } from './assessment';
import { assessmentsToldBy, tagsToldBy } from './told-by-spans';

const traceId = '0af7651916cd43dd8448eb211c80319c' as TraceId;
const START_MS = 1_787_000_000_000;

function told(...sketches: readonly SpanSketch[]) {
  const spans = sketchTrace(sketches);
  return assessmentsToldBy(spans, foldTrace(spans, []), { traceId, startMs: START_MS });
}

const says = (evaluation: ToldEvaluation, target: Partial<EvaluationTarget> = {}) => ({
  evaluations: [evaluation],
  evaluationTargets: [{ scope: 'span', id: null, traceId: null, ...target } as const],
});
const run = [
  { id: 'root', kind: 'agent' },
  { id: 'call', parent: 'root', kind: 'llm', responseId: 'r1' },
] as const;

describe('what spans tell', () => {
  it('is feedback of what they judge, the score before the label', () => {
    const [one, ...others] = told(...run, {
      id: 'judge',
      parent: 'root',
      kind: 'evaluator',
      ...says(
        { name: 'grounded', score: 0.4, label: 'weak', explanation: 'One has no source.' },
        { scope: 'response', id: 'r1' },
      ),
    });
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      traceId,
      name: 'grounded',
      kind: 'feedback',
      value: 0.4,
      rationale: 'weak. One has no source.',
      origin: 'span',
      overrides: null,
      metadata: {},
    });
    expect(one?.spanId).toBe(sketchTrace(run)[1]?.spanId);
    expect(one?.id).toMatch(/^a-eb211c80319c/);
  });

  it('has the label as its value where there is no score, and then once', () => {
    const [one] = told({ id: 'a', kind: 'evaluator', ...says({ name: 'tone', label: 'calm' }) });
    expect(one).toMatchObject({ value: 'calm', rationale: null });
  });

  it('is not told without a value, and is named after its span without a name', () => {
    expect(told({ id: 'a', ...says({ name: 'empty', explanation: 'why' }) })).toEqual([]);
    const [one] = told({ id: 'a', ...says({ name: '', score: 1 }) });
    expect(one?.name).not.toBe('');
  });

  it('comes from a judge where a model was asked, else from code', () => {
    const [byModel] = told({ id: 'a', kind: 'llm', ...says({ name: 'x', score: 1 }) });
    expect(byModel?.source.type).toBe('LLM_JUDGE');
    const [asked] = told(
      { id: 'judge', kind: 'evaluator', ...says({ name: 'x', score: 1 }) },
      { id: 'call', parent: 'judge', kind: 'llm' },
    );
    expect(asked?.source.type).toBe('LLM_JUDGE');
    const [byCode] = told({ id: 'a', kind: 'evaluator', ...says({ name: 'x', score: 1 }) });
    expect(byCode?.source.type).toBe('CODE');
  });

  it('is of the trace, of its session, or of a span of another trace', () => {
    const other = '1bf7651916cd43dd8448eb211c80319c';
    const about = (target: Partial<EvaluationTarget>) =>
      told(...run, { id: 'e', parent: 'root', ...says({ name: 'x', score: 1 }, target) })[0];
    expect(about({ scope: 'trace' })).toMatchObject({ traceId, spanId: null, metadata: {} });
    expect(about({ scope: 'session', id: 'wal-bench' })).toMatchObject({
      spanId: null,
      metadata: { [SESSION_METADATA]: 'wal-bench' },
    });
    expect(about({ traceId: other, id: '00f067aa0ba902b7' })).toMatchObject({
      traceId: other,
      spanId: '00f067aa0ba902b7',
    });
    expect(about({ traceId: 'no id' })).toBeUndefined();
  });

  it('keeps its ids when it is told again', () => {
    const tell = () =>
      told(
        { id: 'a', ...says({ name: 'x', score: 1 }) },
        { id: 'b', ...says({ name: 'y', score: 0 }) },
      );
    const ids = tell().map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(tell().map(({ id }) => id)).toEqual(ids);
  });
});

describe('tags', () => {
  it('are labels without a value and pairs with one, the first of each key', () => {
    const spans = sketchTrace([
      { id: 'a', tags: ['v14', 'env: prod'], tagValues: [{ key: 'env', value: 'prod' }] },
      { id: 'b', tags: ['v14'], tagValues: [{ key: 'env', value: 'dev' }] },
    ]);
    expect(tagsToldBy(spans)).toEqual([
      { key: 'env', value: 'prod' },
      { key: 'v14', value: '' },
    ]);
  });
});
