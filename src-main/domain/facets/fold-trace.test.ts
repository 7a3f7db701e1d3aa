import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { facetKinds } from './facet-kind';
import { foldTrace } from './fold-trace';
import { fold, gpt, testPrices } from './test-support/fold-sketches';
import { sketchTrace, summed, used, type SpanSketch } from './test-support/fold-spans';

describe('a trace', () => {
  it('tells the id of the response where it is one model call alone', () => {
    const call = { id: 'm', ...gpt, responseId: 'r1', ...used(1, 1) } as const;
    const idOf = (...spans: SpanSketch[]): string | null => fold(...spans).trace.loneResponseId;
    expect(idOf(call)).toBe('r1');
    expect(idOf(call, { id: 'post', parent: 'm', kind: 'http' })).toBe('r1');
    expect(idOf(call, { ...call, id: 'n', parent: 'm' })).toBe('r1');
    expect(idOf({ id: 'root' }, { ...call, parent: 'root' })).toBeNull();
    expect(
      idOf(call, { id: 'other', parent: 'm', ...gpt, responseId: 'r2', ...used(2, 2) }),
    ).toBeNull();
  });

  it('tells what a root is about where its name does not', () => {
    const agent = { id: 'a', kind: 'agent', agentName: 'desk', label: 'desk' } as const;
    const labelOf = (...spans: SpanSketch[]): string | null => fold(...spans).trace.rootLabel;
    expect(labelOf({ ...agent, name: 'ai.generateText' })).toBe('desk');
    expect(labelOf({ ...agent, name: 'invoke_agent desk' })).toBeNull();
    expect(labelOf({ ...agent, name: 'run', parent: 'lost' })).toBeNull();
    expect(labelOf({ id: 'm', kind: 'llm', label: 'gpt', name: 'call' })).toBeNull();
    expect(labelOf({ id: 'root' }, { ...agent, parent: 'root', name: 'run' })).toBeNull();
  });
});

it('knows the kind of the root, and none where only its children have come', () => {
  const kindOf = (...spans: SpanSketch[]) => fold(...spans).trace.rootKind;
  expect(kindOf({ id: 'a', kind: 'agent' }, { id: 'm', kind: 'llm', parent: 'a' })).toBe('agent');
  expect(kindOf({ id: 'm', kind: 'llm', parent: 'a' })).toBeNull();
});

describe('any trace', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '', '__proto__');
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined });
  const time = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(NaN));
  const sketch = fc
    .record({
      id,
      parent: maybe(id),
      kind: fc.constantFrom(...facetKinds),
      at: fc.tuple(time, time),
      status: fc.constantFrom(0, 1, 2),
      requestModel: maybe(fc.constantFrom('gpt-4o', 'llama3', '__proto__')),
      provider: maybe(fc.constantFrom('openai', 'ollama')),
      responseId: maybe(id),
      toolName: maybe(fc.constantFrom('f', 'transfer_to_agent', 'transfer_to_b')),
      toolCallId: maybe(id),
      agentName: maybe(fc.constantFrom('a', 'b')),
      requestedCallIds: maybe(fc.array(id)),
      usage: maybe(fc.record({ input: fc.nat(100), output: fc.nat(100) })),
      usageScope: fc.constantFrom('call', 'aggregate', 'cumulative'),
      cost: maybe(fc.record({ totalUsd: fc.nat(10) })),
      inputHashes: maybe(fc.array(fc.nat(3))),
      outputHashes: maybe(fc.array(fc.nat(3))),
      isPending: maybe(fc.constant(true)),
      standsForSpanId: maybe(id),
      realParentSpanId: maybe(id),
    })
    .map(
      (record) =>
        JSON.parse(JSON.stringify(record), (_, v) => (v === null ? NaN : v)) as SpanSketch,
    );

  it('folds, however broken: parts add up to the trace, and keys refer to spans', () => {
    fc.assert(
      fc.property(fc.array(sketch, { maxLength: 25 }), (sketches) => {
        const result = fold(...sketches);
        const keys = new Set(result.spans.map((span) => span.key));
        expect(result.spans.map((span) => span.key)).toEqual(sketches.map((_, index) => index + 1));
        const inputs = result.spans.reduce((sum, span) => sum + (span.tokens?.input ?? 0), 0);
        expect(result.trace.tokens.input ?? 0).toBe(inputs);
        const usd = result.spans.reduce((sum, span) => sum + (span.cost?.usd ?? 0), 0);
        expect(result.trace.cost.usd).toBeCloseTo(usd, 9);
        for (const span of result.spans) {
          const others = [span.duplicateOf, span.continues, span.requestedBy];
          for (const key of others)
            expect(key === null || (keys.has(key) && key !== span.key)).toBe(true);
          if (span.isSuperseded) expect([span.tokens, span.cost]).toEqual([null, null]);
        }
      }),
    );
  });

  it('folds the same whatever the order of arrival', () => {
    const spans = sketchTrace([
      { id: 'r', kind: 'agent', agentName: 'r', ...summed(33, 3), at: [0, 100] },
      {
        id: 'a',
        parent: 'r',
        ...gpt,
        ...used(10, 1),
        at: [0, 30],
        inputHashes: [1],
        outputHashes: [2],
      },
      {
        id: 'b',
        parent: 'a',
        ...gpt,
        ...used(10, 1),
        at: [1, 29],
        inputHashes: [1],
        outputHashes: [2],
      },
      { id: 'c', parent: 'r', ...gpt, ...used(20, 1), at: [40, 70], inputHashes: [1, 2, 3] },
    ]);
    const straight = foldTrace(spans, testPrices);
    const backwards = foldTrace([...spans].reverse(), testPrices);
    expect(backwards.trace).toEqual(straight.trace);
    expect([...backwards.spans].reverse()).toEqual(straight.spans);
  });
});
