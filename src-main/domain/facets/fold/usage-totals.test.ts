import { describe, expect, it } from 'vitest';

import { at, fold, gpt } from '../test-support/fold-sketches';
import { summed, used, type SpanSketch } from '../test-support/fold-spans';

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
