import { describe, expect, it } from 'vitest';

import { at, fold, gpt } from '../test-support/fold-sketches';
import { type SpanSketch } from '../test-support/fold-spans';

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
