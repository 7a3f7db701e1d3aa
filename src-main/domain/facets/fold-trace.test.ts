import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { PriceEntry } from '../pricing';
import { facetKinds } from './facet-kind';
import { foldTrace } from './fold-trace';
import { sketchTrace, summed, used, type SpanSketch } from './test-support/fold-spans';
import type { SpanFold, TraceFold } from './trace-facets';

const price = (provider: string, model: string, more: Partial<PriceEntry> = {}): PriceEntry => ({
  provider,
  model,
  inputUsd: 1,
  outputUsd: 2,
  cacheReadUsd: null,
  cacheWriteUsd: null,
  reasoningUsd: null,
  batchFactor: null,
  date: '2026-11-01',
  source: 'test',
  ...more,
});
const prices = [price('openai', 'gpt-4o'), price('ollama', '*', { isLocal: true })];

const fold = (...sketches: readonly SpanSketch[]): TraceFold =>
  foldTrace(sketchTrace(sketches), prices);

/** What the fold says of the span written at that place, from 1. */
const at = ({ spans }: TraceFold, key: number): SpanFold => {
  const span = spans[key - 1];
  if (span === undefined) throw new Error(`no span ${key}`);
  return span;
};

const gpt = { kind: 'llm', requestModel: 'gpt-4o', provider: 'openai' } as const;

describe('§8.3 rule 1: scope', () => {
  it('counts what models, embedders and rerankers used as calls', () => {
    const result = fold(
      { id: 'a', ...gpt, ...used(10, 1) },
      { id: 'b', kind: 'embedding', ...used(20, 0), at: [200, 300] },
      { id: 'c', kind: 'reranker', ...used(30, 0), at: [400, 500] },
    );
    expect(result.trace.tokens).toMatchObject({ input: 60, output: 1 });
    expect(result.spans.map((span) => span.usageCount)).toEqual(['counted', 'counted', 'counted']);
    expect(result.trace.modelCallCount).toBe(1);
  });

  it('takes what an agent reports for a sum even where the sender calls it a call', () => {
    const result = fold(
      { id: 'a', kind: 'agent', ...used(10, 1) },
      { id: 'b', parent: 'a', ...gpt, ...used(10, 1) },
    );
    expect(at(result, 1).usageCount).toBe('aggregate');
    expect(result.trace.tokens.input).toBe(10);
  });
});

describe('§8.3 rule 2: the trace’s total is the sum over calls', () => {
  it('does not add the sums of agents, steps and workflows', () => {
    const result = fold(
      { id: 'w', kind: 'chain', ...summed(30, 3) },
      { id: 'a', parent: 'w', kind: 'agent', ...summed(30, 3) },
      { id: 'b', parent: 'a', ...gpt, ...used(10, 1) },
      { id: 'c', parent: 'a', ...gpt, ...used(20, 2), at: [50, 90] },
    );
    expect(result.trace.tokens).toMatchObject({ input: 30, output: 3 });
    expect(at(result, 1)).toMatchObject({ usageCount: 'aggregate', tokens: null });
    expect(result.trace.notes).toEqual([]);
  });

  it('uses a sum only for a subtree whose calls tell nothing', () => {
    const result = fold(
      { id: 'root' },
      { id: 'a', parent: 'root', kind: 'agent', ...summed(7, 1) },
      { id: 'b', parent: 'a', ...gpt },
      { id: 'c', parent: 'root', ...gpt, ...used(10, 1) },
    );
    expect(result.trace.tokens).toMatchObject({ input: 17, output: 2 });
    expect(at(result, 2)).toMatchObject({ usageCount: 'counted', tokens: { input: 7 } });
  });

  it('takes the larger of both where calls are missing, and says so', () => {
    const result = fold(
      { id: 'a', kind: 'agent', agentName: 'planner', ...summed(30, 3) },
      { id: 'b', parent: 'a', ...gpt, ...used(10, 1) },
    );
    expect(result.trace.tokens).toMatchObject({ input: 30, output: 3 });
    expect(at(result, 1)).toMatchObject({ usageCount: 'aggregate', tokens: { input: 20 } });
    expect(result.trace.notes).toEqual([
      'planner reported 20 input and 2 output tokens more than its calls; they are counted, calls may be missing.',
    ]);
  });

  it('keeps the calls where the sum is smaller', () => {
    const result = fold(
      { id: 'a', kind: 'agent', ...summed(5, 1) },
      { id: 'b', parent: 'a', ...gpt, ...used(10, 1) },
    );
    expect(result.trace.tokens.input).toBe(10);
    expect(result.trace.notes).toEqual([]);
  });

  it('never counts a cumulative usage over calls', () => {
    const result = fold(
      { id: 'a', kind: 'agent', usage: { input: 500, output: 50 }, usageScope: 'cumulative' },
      { id: 'b', parent: 'a', ...gpt, ...used(10, 1) },
    );
    expect(at(result, 1)).toMatchObject({ usageCount: 'cumulative', tokens: null });
    expect(result.trace.tokens).toMatchObject({ input: 10, output: 1 });
  });

  it('counts what a cumulative usage grew by from run to run', () => {
    const run = (id: string, input: number, from: number): SpanSketch => ({
      id,
      kind: 'agent',
      agentName: 'helper',
      usage: { input, output: input / 10 },
      usageScope: 'cumulative',
      at: [from, from + 50],
    });
    // Arrived in another order than they ran; the last one is of a new agent object.
    const result = fold(
      run('c', 300, 200),
      run('a', 100, 0),
      run('b', 180, 100),
      run('d', 50, 300),
    );
    expect(result.spans.map((span) => span.tokens?.input)).toEqual([120, 100, 80, 50]);
    expect(result.trace.tokens).toMatchObject({ input: 350, output: 35 });
    expect(result.trace.notes[0]).toContain('helper counts tokens over its whole life');
  });
});

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

  it('takes the span that tells the end of a stream for the call it belongs to', () => {
    const result = fold(
      { id: 'r', at: [0, 300] },
      { id: 'a', parent: 'r', ...gpt, inputHashes: [1], at: [0, 20] },
      {
        id: 'b',
        parent: 'r',
        ...gpt,
        inputHashes: [1],
        outputHashes: [2],
        ...used(10, 1),
        at: [99, 99],
      },
      {
        id: 'c',
        parent: 'r',
        ...gpt,
        inputHashes: [1],
        outputHashes: [3],
        ...used(10, 1),
        at: [120, 140],
      },
    );
    expect(at(result, 2)).toMatchObject({ usageCount: 'duplicate', duplicateOf: 3 });
    expect(result.trace.modelCallCount).toBe(2);
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

describe('§8.3 rule 5: usage at the root alone or on inner spans alone', () => {
  it('counts the root of the Claude Agent SDK, whose calls report nothing', () => {
    const result = fold(
      { id: 'a', kind: 'agent', name: 'ClaudeAgentSDK.query', ...summed(100, 10) },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'Bash' },
    );
    expect(result.trace.tokens.input).toBe(100);
  });

  it('counts the inner embedding of the AI SDK once', () => {
    const result = fold(
      { id: 'a', kind: 'embedding', requestModel: 'text-embedding-3-small' },
      {
        id: 'b',
        parent: 'a',
        kind: 'embedding',
        requestModel: 'text-embedding-3-small',
        ...used(5, 0),
      },
    );
    expect(result.trace.tokens.input).toBe(5);
    expect(at(result, 1).duplicateOf).toBe(2);
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

describe('§8.3 rule 9: cost', () => {
  it('prefers what the call reported over what can be computed', () => {
    const result = fold(
      { id: 'a', ...gpt, ...used(1_000_000, 0), cost: { totalUsd: 5 } },
      { id: 'b', ...gpt, ...used(1_000_000, 0), at: [200, 300] },
    );
    expect(result.trace.cost).toEqual({ usd: 6, state: 'mixed', unknownModels: [] });
    expect(at(result, 1).cost?.state).toBe('reported');
    expect(at(result, 2).cost?.state).toBe('computed');
  });

  it('prefers what an agent reported for calls that report none, and computes nothing beside', () => {
    const result = fold(
      { id: 'a', kind: 'agent', cost: { totalUsd: 5 } },
      { id: 'b', parent: 'a', ...gpt, ...used(1_000_000, 0) },
      { id: 'c', ...gpt, ...used(1_000_000, 0), at: [200, 300] },
    );
    expect(at(result, 1).cost).toMatchObject({ usd: 5, state: 'reported' });
    expect(at(result, 2).cost).toBeNull();
    expect(result.trace.cost).toMatchObject({ usd: 6, state: 'mixed' });
  });

  it('counts of an agent’s reported cost only what its calls did not report themselves', () => {
    const result = fold(
      { id: 'w', kind: 'chain', cost: { totalUsd: 0.3 } },
      { id: 'a', parent: 'w', kind: 'agent', cost: { totalUsd: 0.3 } },
      { id: 'b', parent: 'a', ...gpt, ...used(1, 1), cost: { totalUsd: 0.1 }, at: [0, 10] },
      { id: 'c', parent: 'a', ...gpt, ...used(1, 1), cost: { totalUsd: 0.2 }, at: [20, 30] },
    );
    expect(result.trace.cost.usd).toBeCloseTo(0.3, 12);
    expect(at(result, 2).cost).toBeNull();
    expect(at(result, 1).cost).toBeNull();
  });

  it('leaves a model without a price unknown, and names it', () => {
    const result = fold(
      { id: 'a', ...gpt, ...used(1_000_000, 0) },
      { id: 'b', kind: 'llm', requestModel: 'own-model', provider: 'openai', ...used(9, 9) },
    );
    expect(result.trace.cost).toEqual({ usd: 1, state: 'unknown', unknownModels: ['own-model'] });
  });

  it('says that local models are free', () => {
    const result = fold({
      id: 'a',
      kind: 'llm',
      requestModel: 'llama3',
      provider: 'ollama',
      ...used(9, 9),
    });
    expect(result.trace.cost).toEqual({ usd: 0, state: 'local', unknownModels: [] });
  });

  it('prices by the model that answered, else by the one asked for', () => {
    const deployment = { kind: 'llm', provider: 'azure', ...used(1_000_000, 0) } as const;
    const result = fold(
      { id: 'a', ...deployment, requestModel: 'team-chat', responseModel: 'gpt-4o-2024-08-06' },
      { id: 'b', ...deployment, requestModel: 'gpt-4o', responseModel: 'x', at: [200, 300] },
    );
    expect(result.trace.cost).toMatchObject({ usd: 2, state: 'computed' });
  });

  it('counts the cost of one request told twice once', () => {
    const result = fold(
      { id: 'a', ...gpt, responseId: 'r', ...used(1, 1), cost: { totalUsd: 2 } },
      { id: 'b', parent: 'a', ...gpt, responseId: 'r', ...used(1, 1), cost: { totalUsd: 2 } },
    );
    expect(result.trace.cost.usd).toBe(2);
  });
});

describe('§8.4: handoffs', () => {
  it('reports what the sender says', () => {
    const handoff = {
      type: 'handoff',
      traceId: '',
      spanId: '',
      fromAgent: 'triage',
      toAgent: 'billing',
    } as const;
    const result = fold(
      { id: 'a', kind: 'tool', toolName: 'transfer_to_billing', relations: [handoff] },
      { id: 'b', kind: 'agent', agentName: 'billing', at: [200, 300] },
    );
    expect(result.handoffs).toEqual([
      { fromAgent: 'triage', toAgent: 'billing', key: 1, isInferred: false },
    ]);
  });

  it('are no tool calls where they are told as such', () => {
    const handoff = {
      type: 'handoff',
      traceId: '',
      spanId: '',
      fromAgent: 'a',
      toAgent: 'b',
    } as const;
    const result = fold({ id: 'a', kind: 'tool', toolName: 'handoff to b', relations: [handoff] });
    expect(result.trace.toolCallCount).toBe(0);
  });

  it('infers one from a tool call transfer_to_… followed by a sibling agent', () => {
    const result = fold(
      { id: 'r', kind: 'chain', at: [0, 500] },
      { id: 'a', parent: 'r', kind: 'agent', agentName: 'triage', at: [0, 100] },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'transfer_to_billing_agent', at: [50, 60] },
      { id: 'x', parent: 'r', kind: 'agent', agentName: 'Sales', at: [110, 120] },
      { id: 'b', parent: 'r', kind: 'agent', agentName: 'Billing Agent', at: [150, 300] },
    );
    expect(result.handoffs).toEqual([
      { fromAgent: 'triage', toAgent: 'Billing Agent', key: 3, isInferred: true },
    ]);
  });

  it('infers one from ADK’s transfer_to_agent before the agent that follows', () => {
    const result = fold(
      { id: 'a', kind: 'agent', agentName: 'root', at: [0, 500] },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'transfer_to_agent', at: [50, 60] },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'weather', at: [70, 300] },
    );
    expect(result.handoffs).toMatchObject([{ fromAgent: 'root', toAgent: 'weather' }]);
  });

  it('infers none from an agent that a tool runs', () => {
    const result = fold(
      { id: 'a', kind: 'agent', agentName: 'main' },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'ask_expert' },
      { id: 'b', parent: 't', kind: 'agent', agentName: 'expert' },
      { id: 'c', parent: 'b', ...gpt },
    );
    expect(result.handoffs).toEqual([]);
    expect(result.trace.agentCount).toBe(2);
    expect(at(result, 4).agentName).toBe('expert');
  });
});

describe('§8.4: tool calls', () => {
  it('joins them to the request by call id', () => {
    const result = fold(
      {
        id: 'a',
        ...gpt,
        requestedCallIds: ['c1', 'c2'],
        requestedToolNames: ['f', 'g'],
        at: [0, 10],
      },
      { id: 'g', kind: 'tool', toolName: 'g', toolCallId: 'c2', at: [20, 30] },
      { id: 'f', kind: 'tool', toolName: 'f', toolCallId: 'c1', at: [20, 40] },
    );
    expect(at(result, 1).toolSpans).toEqual([
      ['c2', 2],
      ['c1', 3],
    ]);
    expect(at(result, 2).requestedBy).toBe(1);
    expect(at(result, 3).requestedBy).toBe(1);
  });

  it('joins a call id that comes back to the latest request', () => {
    const ask = { ...gpt, requestedCallIds: ['call_1'], requestedToolNames: ['f'] } as const;
    const result = fold(
      { id: 'a', ...ask, at: [0, 10] },
      { id: 'f', kind: 'tool', toolName: 'f', toolCallId: 'call_1', at: [20, 30] },
      { id: 'b', ...ask, at: [40, 50] },
      { id: 'g', kind: 'tool', toolName: 'f', toolCallId: 'call_1', at: [60, 70] },
    );
    expect([at(result, 2).requestedBy, at(result, 4).requestedBy]).toEqual([1, 3]);
  });

  it('joins them by name and order where ids are missing', () => {
    const result = fold(
      { id: 'r', kind: 'agent', agentName: 'r' },
      {
        id: 'a',
        parent: 'r',
        ...gpt,
        requestedCallIds: ['', ''],
        requestedToolNames: ['f', 'f'],
        at: [0, 10],
      },
      { id: 'x', parent: 'r', kind: 'tool', toolName: 'f', at: [20, 30] },
      { id: 'y', parent: 'r', kind: 'tool', toolName: 'f', at: [40, 50] },
      { id: 'z', parent: 'r', kind: 'tool', toolName: 'other', at: [60, 70] },
    );
    expect(at(result, 2).toolSpans).toEqual([
      ['#0', 3],
      ['#1', 4],
    ]);
    expect(at(result, 5).requestedBy).toBeNull();
  });

  it('joins to the span that counts where the request is told twice', () => {
    const ask = {
      ...gpt,
      responseId: 'r',
      requestedCallIds: ['c'],
      requestedToolNames: ['f'],
    } as const;
    const result = fold(
      { id: 'a', ...ask, ...used(1, 1), at: [0, 10] },
      { id: 'b', parent: 'a', ...ask, ...used(1, 1), at: [1, 9] },
      { id: 'f', kind: 'tool', toolName: 'f', toolCallId: 'c', at: [20, 30] },
    );
    expect(at(result, 3).requestedBy).toBe(2);
    expect(at(result, 1).toolSpans).toEqual([['c', 3]]);
    expect(at(result, 2).toolSpans).toEqual([['c', 3]]);
  });

  it('counts MCP client and server spans within a tool call once', () => {
    const result = fold(
      { id: 't', kind: 'tool', toolName: 'search' },
      { id: 'c', parent: 't', kind: 'mcp', toolName: 'search' },
      { id: 's', parent: 'c', kind: 'mcp', toolName: 'search', service: 'mcp-server' },
      { id: 'l', kind: 'mcp', name: 'tools/list' },
    );
    expect(result.trace.toolCallCount).toBe(1);
    expect(at(result, 2).duplicateOf).toBe(1);
    expect(at(result, 3).duplicateOf).toBe(1);
    expect(at(result, 4).duplicateOf).toBeNull();
    const client = fold(
      { id: 'c', kind: 'mcp', toolName: 'tools/call' },
      { id: 's', parent: 'c', kind: 'tool', toolName: 'search', service: 'mcp-server' },
    );
    expect(client.trace.toolCallCount).toBe(1);
    expect(client.spans.map((span) => span.duplicateOf)).toEqual([2, null]);
  });

  it('takes a retriever around another for its frame, one around several for the asker', () => {
    const frame = fold({ id: 'a', kind: 'retriever' }, { id: 'b', parent: 'a', kind: 'retriever' });
    expect(frame.spans.map((span) => span.duplicateOf)).toEqual([null, 1]);
    expect(frame.trace.toolCallCount).toBe(0);
    const several = fold(
      { id: 'a', kind: 'retriever' },
      { id: 'b', parent: 'a', kind: 'retriever' },
      { id: 'c', parent: 'a', kind: 'retriever' },
    );
    expect(several.spans.map((span) => span.duplicateOf)).toEqual([null, null, null]);
  });

  it('counts two tracers on one tool call once, but a tool within a tool twice', () => {
    const twins = fold(
      { id: 'a', kind: 'tool', toolName: 'f', name: 'f', convention: 'openinference' },
      { id: 'b', kind: 'tool', toolName: 'f', name: 'execute_tool f', convention: 'otel-genai' },
    );
    expect(twins.trace.toolCallCount).toBe(1);
    const nested = fold(
      { id: 'a', kind: 'tool', toolName: 'f' },
      { id: 'b', parent: 'a', kind: 'tool', toolName: 'g' },
    );
    expect(nested.trace.toolCallCount).toBe(2);
    const parallel = fold(
      { id: 'a', kind: 'tool', toolName: 'f', name: 'f' },
      { id: 'b', kind: 'tool', toolName: 'f', name: 'f' },
    );
    expect(parallel.trace.toolCallCount).toBe(2);
  });
});

describe('§8.1 rule 6: session', () => {
  it('is passed down, never up or aside', () => {
    const result = fold(
      { id: 'a' },
      { id: 'b', parent: 'a', sessionId: 's' },
      { id: 'c', parent: 'b' },
      { id: 'd', parent: 'a' },
    );
    expect(result.spans.map((span) => span.sessionId)).toEqual([null, 's', 's', null]);
  });

  it('is the root’s for the trace, else the most common', () => {
    expect(
      fold({ id: 'a', sessionId: 's' }, { id: 'b', parent: 'a', sessionId: 't' }).trace.sessionId,
    ).toBe('s');
    const common = fold(
      { id: 'a' },
      { id: 'b', parent: 'a', sessionId: 's' },
      { id: 'c', parent: 'a', sessionId: 't' },
      { id: 'd', parent: 'a', sessionId: 't' },
    );
    expect(common.trace.sessionId).toBe('t');
  });
});

describe('agents', () => {
  it('counts a product’s wrapper around its SDK’s agent of the same name once', () => {
    const result = fold(
      { id: 'a', kind: 'agent', agentName: 'copilot' },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'copilot' },
      { id: 'c', parent: 'b', kind: 'agent', agentName: 'explore' },
    );
    expect(result.trace.agentCount).toBe(2);
    expect(result.trace.agents).toEqual(['copilot', 'explore']);
  });

  it('counts an agent that calls itself through a tool twice', () => {
    const result = fold(
      { id: 'a', kind: 'agent', agentName: 'x' },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'x' },
      { id: 'b', parent: 't', kind: 'agent', agentName: 'x' },
    );
    expect(result.trace.agentCount).toBe(2);
  });

  it('takes a nameless frame around named agents for no agent', () => {
    const result = fold(
      { id: 'a', kind: 'agent', name: 'Agent workflow', label: 'Agent workflow' },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'triage' },
      { id: 'c', parent: 'a', ...gpt },
    );
    expect(result.trace).toMatchObject({ agentCount: 1, agents: ['triage'] });
    expect(at(result, 3).agentName).toBeNull();
  });

  it('counts a nameless agent without listing the name of its span', () => {
    const result = fold({ id: 'a', kind: 'agent', label: 'tool_runner' });
    expect(result.trace).toMatchObject({ agentCount: 1, agents: [] });
    expect(at(result, 1).agentName).toBe('tool_runner');
  });

  it('takes a span that is but called an agent for the frame of those within', () => {
    const result = fold(
      { id: 'a', kind: 'agent', name: 'agent', agentName: 'agent', convention: 'unknown' },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'helper', convention: 'llamaindex' },
    );
    expect(result.trace).toMatchObject({ agentCount: 1, agents: ['helper'] });
  });

  it('does not take the making of an agent for a run', () => {
    const result = fold({ id: 'a', kind: 'agentCreate', agentName: 'x' });
    expect(result.trace).toMatchObject({ agentCount: 0, agents: [] });
  });

  it('knows agents that are only named on calls', () => {
    const result = fold({ id: 'a', ...gpt, agentName: 'x' }, { id: 'b', ...gpt, agentName: 'y' });
    expect(result.trace).toMatchObject({ agentCount: 2, agents: ['x', 'y'] });
  });
});

describe('pending spans', () => {
  it('keeps Logfire’s placeholder in the place of its span until that arrives', () => {
    const placeholder: SpanSketch = {
      id: 'p',
      parent: 'real',
      ...gpt,
      isPending: true,
      standsForSpanId: 'real',
      realParentSpanId: 'root',
      at: [10, 10],
    };
    const open = fold({ id: 'root', sessionId: 's' }, placeholder, {
      id: 'child',
      parent: 'real',
      kind: 'tool',
      toolName: 'f',
    });
    expect(open.trace).toMatchObject({ pendingCount: 1, modelCallCount: 1 });
    expect(at(open, 2)).toMatchObject({ isSuperseded: false, sessionId: 's' });
    expect(at(open, 3).sessionId).toBe('s');

    const done = fold({ id: 'root' }, placeholder, {
      id: 'real',
      parent: 'root',
      ...gpt,
      ...used(1, 1),
    });
    expect(done.trace).toMatchObject({ pendingCount: 0, modelCallCount: 1 });
    expect(at(done, 2).isSuperseded).toBe(true);
  });

  it('keeps spans that MLflow exports before they end', () => {
    expect(fold({ id: 'a', kind: 'agent', isPending: true, at: [0, NaN] }).trace.pendingCount).toBe(
      1,
    );
  });
});

describe('known messages', () => {
  const call = (id: string, input: number[], output: number[], from: number): SpanSketch => ({
    id,
    ...gpt,
    inputHashes: input,
    outputHashes: output,
    at: [from, from + 10],
  });

  it('are those that an earlier call had in its input or gave as its output', () => {
    const result = fold(
      call('c', [1, 2, 3, 4, 5], [6], 40),
      call('a', [1, 2], [3], 0),
      call('b', [1, 9], [10], 20),
    );
    expect(at(result, 2)).toMatchObject({ knownMessageCount: 0, continues: null });
    // The same system prompt before another question continues nothing.
    expect(at(result, 3)).toMatchObject({ knownMessageCount: 1, continues: null });
    expect(at(result, 1)).toMatchObject({ knownMessageCount: 3, continues: 2 });
  });

  it('are counted from the beginning: a message that moved is new', () => {
    const result = fold(call('a', [1, 2, 3], [4], 0), call('b', [2, 3], [], 20));
    expect(at(result, 2).knownMessageCount).toBe(0);
  });

  it('are not those of the other span of the same request', () => {
    const result = fold(
      { ...call('a', [1, 2], [3], 0), responseId: 'r' },
      { ...call('b', [1, 2], [3], 0), parent: 'a', responseId: 'r' },
    );
    expect(result.spans.map((span) => span.knownMessageCount)).toEqual([0, 0]);
  });
});

describe('previews and errors of a trace', () => {
  it('are the sender’s, else the root’s, else the first and last of the run', () => {
    const spans: SpanSketch[] = [
      { id: 'root', at: [0, 100] },
      { id: 'h', parent: 'root', kind: 'http', inputPreview: 'GET', at: [0, 5] },
      { id: 'a', parent: 'root', ...gpt, inputPreview: 'q1', outputPreview: 'o1', at: [10, 20] },
      { id: 'b', parent: 'root', ...gpt, inputPreview: 'q2', outputPreview: 'o2', at: [30, 60] },
    ];
    expect(fold(...spans).trace).toMatchObject({ inputPreview: 'q1', outputPreview: 'o2' });
    const own = { inputPreview: 'root in', outputPreview: 'root out' };
    const withRoot = [{ id: 'root', at: [0, 100], ...own } as const, ...spans.slice(1)];
    expect(fold(...withRoot).trace).toMatchObject(own);
    const sent = { id: 'c', parent: 'a', traceInputPreview: 'ti', traceOutputPreview: 'to' };
    expect(fold(...withRoot, sent).trace).toMatchObject({
      inputPreview: 'ti',
      outputPreview: 'to',
    });
  });

  it('takes the last answer for the output where a call encloses what it handed over to', () => {
    const result = fold(
      { id: 'r', at: [0, 100] },
      { id: 'a', parent: 'r', ...gpt, outputPreview: 'transfer_to_b()', at: [10, 90] },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'b', at: [20, 80] },
      { id: 'c', parent: 'b', ...gpt, outputPreview: 'answer', at: [30, 70] },
    );
    expect(result.trace.outputPreview).toBe('answer');
  });

  it('names the root’s error, else the first that happened', () => {
    const inner: SpanSketch[] = [
      { id: 'a', parent: 'r', status: 2, errorMessage: 'first', at: [10, 20] },
      { id: 'b', parent: 'r', status: 2, errorMessage: 'second', at: [30, 40] },
    ];
    expect(fold({ id: 'r' }, ...inner).trace.errorMessage).toBe('first');
    expect(fold({ id: 'r', status: 2, errorMessage: 'root' }, ...inner).trace.errorMessage).toBe(
      'root',
    );
  });
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
    const straight = foldTrace(spans, prices);
    const backwards = foldTrace([...spans].reverse(), prices);
    expect(backwards.trace).toEqual(straight.trace);
    expect([...backwards.spans].reverse()).toEqual(straight.spans);
  });
});
