import { describe, expect, it } from 'vitest';

import { foldTrace } from '../fold-trace';
import { at, fold, gpt } from '../test-support/fold-sketches';
import { sketchTrace, used, type SpanSketch } from '../test-support/fold-spans';

describe('§8.3 rule 3: nested spans of one request', () => {
  it('counts the innermost of those with the same response id', () => {
    const result = fold(
      { id: 'a', ...gpt, responseId: 'r1', ...used(10, 1) },
      { id: 'b', parent: 'a', ...gpt, responseId: 'r1', ...used(12, 1) },
    );
    expect(at(result, 1)).toMatchObject({ usageCount: 'duplicate', duplicateOf: 2, tokens: null });
    expect(at(result, 2)).toMatchObject({ usageCount: 'counted', duplicateOf: null });
    expect(result.trace.tokens.input).toBe(12);
    expect(result.trace.modelCallCount).toBe(1);
  });

  it('counts one where model, interval and tokens agree, whatever the model is called', () => {
    const result = fold(
      { id: 'a', kind: 'llm', requestModel: 'models/gpt-4o', ...used(10, 1), at: [0, 100] },
      { id: 'b', parent: 'a' },
      {
        id: 'c',
        parent: 'b',
        ...gpt,
        requestModel: 'gpt-4o-2024-08-06',
        ...used(10, 1),
        at: [5, 98],
      },
    );
    expect(at(result, 1).duplicateOf).toBe(3);
    expect(result.trace.tokens.input).toBe(10);
  });

  it('counts three layers of one request once', () => {
    const result = fold(
      { id: 'a', ...gpt, ...used(10, 1) },
      { id: 'b', parent: 'a', ...gpt, ...used(10, 1) },
      { id: 'c', parent: 'b', ...gpt },
    );
    expect(result.spans.map((span) => span.usageCount)).toEqual([
      'duplicate',
      'counted',
      'duplicate',
    ]);
    expect(at(result, 3).duplicateOf).toBe(2);
    expect(result.trace.modelCallCount).toBe(1);
  });

  it('takes a wrapper without usage for the call within', () => {
    const result = fold({ id: 'a', ...gpt }, { id: 'b', parent: 'a', ...gpt, ...used(10, 1) });
    expect(at(result, 1)).toMatchObject({ usageCount: 'duplicate', duplicateOf: 2 });
    expect(result.trace.modelCallCount).toBe(1);
  });

  it('merges what only the other span tells', () => {
    const result = fold(
      { id: 'a', ...gpt, responseId: 'r', ...used(10, 1, { cacheRead: 4 }), cost: { totalUsd: 9 } },
      { id: 'b', parent: 'a', ...gpt, responseId: 'r', ...used(10, 1) },
    );
    expect(result.trace.tokens.cacheRead).toBe(4);
    expect(at(result, 2).cost).toMatchObject({ usd: 9, state: 'reported' });
  });

  it('counts calls within a call apart where they are other requests', () => {
    const other = { ...gpt, requestModel: 'gpt-4.1' };
    expect(
      fold({ id: 'a', ...gpt, ...used(10, 1) }, { id: 'b', parent: 'a', ...other, ...used(10, 1) })
        .trace.modelCallCount,
    ).toBe(2);
    expect(
      fold({ id: 'a', ...gpt, ...used(10, 1) }, { id: 'b', parent: 'a', ...gpt, ...used(11, 1) })
        .trace.tokens.input,
    ).toBe(21);
    // Within a tool that the call ran.
    const inTool = fold(
      { id: 'a', ...gpt, ...used(10, 1) },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'ask' },
      { id: 'b', parent: 't', ...gpt, ...used(10, 1) },
    );
    expect(inTool.trace.tokens.input).toBe(20);
  });

  it('does not take a frame or a sum around several calls for a call', () => {
    const inner = [
      { id: 'b', parent: 'a', ...gpt, ...used(10, 1), at: [0, 40] },
      { id: 'c', parent: 'a', ...gpt, ...used(20, 2), at: [50, 90] },
    ] as const;
    for (const outer of [{ ...gpt }, { ...gpt, ...used(30, 3) }]) {
      const result = fold({ id: 'a', ...outer }, ...inner);
      expect(result.trace.tokens.input).toBe(30);
      expect(result.trace.modelCallCount).toBe(2);
    }
  });
});

describe('§8.3 rule 4: siblings from two tracers', () => {
  const one = {
    ...gpt,
    name: 'ChatCompletion',
    convention: 'openinference',
    ...used(10, 1),
  } as const;
  const two = { ...gpt, name: 'openai.chat', convention: 'traceloop', ...used(10, 1) } as const;

  it('counts one where they overlap by more than 90 % with equal usage', () => {
    const result = fold(
      { id: 'r' },
      { id: 'a', parent: 'r', ...one, at: [0, 100] },
      { id: 'b', parent: 'r', ...two, at: [2, 99] },
    );
    expect(result.trace.tokens.input).toBe(10);
    expect(result.spans.filter((span) => span.usageCount === 'duplicate')).toHaveLength(1);
  });

  it('counts both where they overlap less, differ, or come from one tracer', () => {
    const pairs: [SpanSketch, SpanSketch][] = [
      [
        { id: 'a', ...one, at: [0, 100] },
        { id: 'b', ...two, at: [50, 150] },
      ],
      [
        { id: 'a', ...one },
        { id: 'b', ...two, ...used(11, 1) },
      ],
      [
        { id: 'a', ...one },
        { id: 'b', ...one },
      ],
    ];
    for (const pair of pairs) expect(fold(...pair).trace.modelCallCount).toBe(2);
  });

  it('counts one where both failed at once', () => {
    const result = fold(
      { id: 'a', ...gpt, name: 'ChatCompletion', convention: 'openinference', status: 2 },
      { id: 'b', ...gpt, name: 'openai.chat', convention: 'traceloop', status: 2 },
    );
    expect(result.trace.modelCallCount).toBe(1);
  });

  it('counts one where two tracers built trees of their own around one response', () => {
    const result = fold(
      { id: 'r' },
      { id: 'x', parent: 'r', kind: 'chain' },
      { id: 'y', parent: 'r', kind: 'chain' },
      { id: 'a', parent: 'x', ...one, responseId: 'r1' },
      { id: 'b', parent: 'y', ...two, responseId: 'r1' },
    );
    expect(result.trace.modelCallCount).toBe(1);
    expect(result.trace.tokens.input).toBe(10);
  });

  it('trusts the response id over counts that one tracer estimated', () => {
    const result = fold(
      { id: 'a', ...two, ...used(10, 2), responseId: 'r1', at: [0, 100] },
      { id: 'b', ...one, responseId: 'r1', at: [5, 95] },
    );
    // The inner interval is closer to the wire.
    expect(at(result, 1)).toMatchObject({ usageCount: 'duplicate', duplicateOf: 2 });
    expect(result.trace.tokens).toMatchObject({ input: 10, output: 1 });
  });

  it('keeps calls apart that a server answered with the same id one after the other', () => {
    const result = fold(
      { id: 'a', ...one, responseId: 'r1', at: [0, 100] },
      { id: 'b', ...two, responseId: 'r1', at: [100, 200] },
    );
    expect(result.trace.tokens.input).toBe(20);
  });
});

describe('a stream that Logfire tells twice', () => {
  const asked = { kind: 'llm', convention: 'logfire', inputHashes: [1, 2] } as const;

  it('is one call, and what it brought counts', () => {
    const { trace, spans } = foldTrace(
      sketchTrace([
        { id: 'root' },
        { id: 'request', parent: 'root', at: [1, 5], ...asked },
        { id: 'answer', parent: 'root', at: [30, 30], ...asked, outputHashes: [3], ...used(9, 4) },
      ]),
      [],
    );
    expect(trace.modelCallCount).toBe(1);
    expect(trace.tokens).toMatchObject({ input: 9, output: 4 });
    expect(spans.map((span) => span.duplicateOf)).toEqual([null, 3, null]);
  });

  it('is no twin of a failed attempt, nor of another question', () => {
    const { trace } = foldTrace(
      sketchTrace([
        { id: 'root' },
        { id: 'failed', parent: 'root', at: [1, 5], ...asked, status: 2 },
        { id: 'other', parent: 'root', at: [6, 7], ...asked, inputHashes: [1, 9] },
        { id: 'answer', parent: 'root', at: [30, 30], ...asked, outputHashes: [3], ...used(9, 4) },
      ]),
      [],
    );
    expect(trace.modelCallCount).toBe(3);
  });
});

describe('§8.3 rule 8: retries', () => {
  it('adds nothing for failed attempts and counts the call once', () => {
    const result = fold(
      { id: 'a', ...gpt, ...used(10, 1), at: [0, 300] },
      { id: 'b', parent: 'a', ...gpt, status: 2, at: [0, 90] },
      { id: 'c', parent: 'a', ...gpt, ...used(10, 1), at: [100, 290] },
    );
    expect(result.trace.tokens.input).toBe(10);
    expect(result.trace.modelCallCount).toBe(1);
    expect(at(result, 2).usageCount).toBe('none');
  });

  it('counts a call that failed for good', () => {
    const result = fold({ id: 'a', ...gpt, status: 2 });
    expect(result.trace.modelCallCount).toBe(1);
    expect(result.trace.tokens.input).toBeNull();
    expect(result.trace.cost.state).toBe('none');
  });
});
