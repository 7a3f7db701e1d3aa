import { describe, expect, it } from 'vitest';

import { at, fold, gpt } from '../test-support/fold-sketches';
import { used, type SpanSketch } from '../test-support/fold-spans';

describe('what other spans tell of a call', () => {
  const asking: SpanSketch = {
    id: 'a',
    ...gpt,
    requestedCallIds: ['c1'],
    requestedToolNames: ['f'],
    inputHashes: [1],
    outputHashes: [2],
    at: [0, 10],
  };
  const tool: SpanSketch = { id: 't', kind: 'tool', toolName: 'f', toolCallId: 'c1', at: [20, 30] };

  it('is a tool’s result, in the call that goes on from the one that asked', () => {
    const result = fold(
      asking,
      tool,
      { id: 'other', ...gpt, inputHashes: [7, 8], at: [32, 35] },
      { id: 'b', ...gpt, inputHashes: [1, 2, 3], at: [40, 50] },
      { id: 'c', ...gpt, inputHashes: [1, 2, 3, 4], at: [60, 70] },
    );
    expect(at(result, 2).toldBy).toEqual({ result: 4, query: null, reasoning: null });
    expect(at(result, 1).toldBy).toBeNull();
  });

  it('is in no call that began before the tool, nor in another conversation', () => {
    const early = fold(asking, tool, { id: 'b', ...gpt, inputHashes: [1, 2, 3], at: [15, 50] });
    expect(at(early, 2).toldBy).toBeNull();
    const other = fold(asking, tool, { id: 'b', ...gpt, inputHashes: [7], at: [40, 50] });
    expect(at(other, 2).toldBy).toBeNull();
  });

  it('is what was searched for, in the embedding just before a retrieval', () => {
    const result = fold(
      { id: 'r', kind: 'chain', at: [0, 100] },
      { id: 'e1', parent: 'r', kind: 'embedding', at: [0, 10] },
      { id: 'e2', parent: 'r', kind: 'embedding', at: [10, 20] },
      { id: 's', parent: 'r', kind: 'retriever', at: [20, 30] },
      { id: 'e3', parent: 'r', kind: 'embedding', at: [40, 60] },
      { id: 'at once', parent: 'r', kind: 'retriever', at: [50, 70] },
      { id: 'elsewhere', kind: 'retriever', at: [80, 90] },
    );
    expect(at(result, 4).toldBy?.query).toBe(3);
    expect(at(result, 6).toldBy).toBeNull();
    expect(at(result, 7).toldBy).toBeNull();
  });

  it('is thoughts, in the step of one call', () => {
    const thinking = { ...gpt, ...used(1, 9, { reasoning: 5 }) };
    const one = fold(
      { id: 's', kind: 'step' },
      { id: 'outer', parent: 's', kind: 'llm' },
      { id: 'c', parent: 'outer', ...thinking },
    );
    expect(at(one, 3).toldBy?.reasoning).toBe(1);
    const two = fold(
      { id: 's', kind: 'step' },
      { id: 'c', parent: 's', ...thinking, at: [0, 10] },
      { id: 'd', parent: 's', ...gpt, ...used(2, 3), at: [20, 30] },
    );
    expect(at(two, 2).toldBy).toBeNull();
    const inAgent = fold(
      { id: 's', kind: 'step' },
      { id: 'a', parent: 's', kind: 'agent' },
      { id: 'c', parent: 'a', ...thinking },
    );
    expect(at(inAgent, 3).toldBy).toBeNull();
  });
});
