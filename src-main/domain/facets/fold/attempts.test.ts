import { describe, expect, it } from 'vitest';

import { at, fold, gpt } from '../test-support/fold-sketches';
import { used, type SpanSketch } from '../test-support/fold-spans';

const failed = { ...gpt, status: 2, errorType: '429', inputHashes: [1, 2] } as const;
const root: SpanSketch = { id: 'root', kind: 'agent', agentName: 'a', at: [0, 1000] };
const call = (id: string, from: number, more: Partial<SpanSketch> = {}): SpanSketch => ({
  ...failed,
  id,
  parent: 'root',
  at: [from, from + 10],
  ...more,
});
const answered = { status: 0, ...used(10, 1) } as const;

describe('attempts, §8.3.8', () => {
  it('are failed calls and the sibling after them that asks the same of the same model', () => {
    const result = fold(root, call('b', 0), call('c', 20), call('d', 40, answered));
    const all = [2, 3, 4].map((key) => at(result, key).attempt);
    expect(all).toEqual([
      { number: 1, total: 3, retries: null, retriedBy: 3 },
      { number: 2, total: 3, retries: 2, retriedBy: 4 },
      { number: 3, total: 3, retries: 3, retriedBy: null },
    ]);
  });

  it('without usage add no tokens, no cost and no call', () => {
    const { trace } = fold(root, call('b', 0), call('c', 20, answered));
    expect(trace).toMatchObject({ modelCallCount: 1, tokens: { input: 10, output: 1 } });
    expect(trace.cost.state).toBe('computed');
  });

  it.each([
    ['asks something else', { inputHashes: [1, 3] }],
    ['asks more', { inputHashes: [1, 2, 3] }],
    ['asks another model', { requestModel: 'gpt-4o-mini' }],
    ['ran at the same time', { at: [5, 30] as const }],
    ['runs elsewhere', { parent: 'other' }],
  ])('are not told where the call after it %s', (_, more) => {
    const other: SpanSketch = { id: 'other', parent: 'root', kind: 'agent', agentName: 'b' };
    const result = fold(root, other, call('b', 0), call('c', 20, { ...answered, ...more }));
    expect(at(result, 4).attempt).toBeNull();
    expect(result.trace.modelCallCount).toBe(2);
  });

  it('are not told where the first one answered, or nothing is known of what was asked', () => {
    const both = fold(root, call('b', 0, answered), call('c', 20, answered));
    expect(at(both, 3).attempt).toBeNull();
    const unknown = fold(
      root,
      call('b', 0, { inputHashes: [] }),
      call('c', 20, { ...answered, inputHashes: [] }),
    );
    expect(at(unknown, 3).attempt).toBeNull();
  });

  it('are as many as the sender counts, with or without spans of their own', () => {
    const alone = fold(root, call('b', 0, { ...answered, attempt: 3 }));
    expect(at(alone, 2).attempt).toEqual({ number: 3, total: 3, retries: null, retriedBy: null });
    const counted = fold(
      root,
      call('b', 0, { attempt: 2, inputHashes: [] }),
      call('c', 20, { ...answered, attempt: 3, inputHashes: [] }),
    );
    expect(at(counted, 2).attempt).toMatchObject({ number: 2, total: 3, retriedBy: 3 });
    expect(at(counted, 3).attempt).toMatchObject({ number: 3, total: 3, retries: 2 });
  });

  it('are told by links, wherever the calls stand', () => {
    const link = { traceId: '', fromAgent: null, toAgent: null, type: 'retryOf' } as const;
    const result = fold(
      { ...failed, id: 'a', inputHashes: [] },
      { ...failed, ...answered, id: 'b', at: [50, 60], relations: [{ ...link, spanId: 'a' }] },
      { ...failed, ...answered, id: 'c', relations: [{ ...link, spanId: 'elsewhere' }] },
    );
    expect(at(result, 1).attempt).toMatchObject({ number: 1, total: 2, retriedBy: 2 });
    expect(at(result, 2).attempt).toMatchObject({ number: 2, retries: 1 });
    expect(at(result, 3).attempt).toMatchObject({ number: 2, total: 2, retries: null });
  });

  it('ends with links in a circle', () => {
    const link = { traceId: '', fromAgent: null, toAgent: null, type: 'retryOf' } as const;
    const result = fold(
      { ...gpt, id: 'a', relations: [{ ...link, spanId: 'b' }] },
      { ...gpt, id: 'b', relations: [{ ...link, spanId: 'a' }] },
    );
    expect(result.spans).toHaveLength(2);
  });

  it('are the same for all spans of one call', () => {
    const result = fold(
      root,
      { ...gpt, id: 'outer', parent: 'root', ...used(10, 1), at: [0, 100] },
      { ...gpt, id: 'inner', parent: 'outer', ...used(10, 1), attempt: 2, at: [5, 95] },
    );
    expect(at(result, 2).attempt).toMatchObject({ number: 2, total: 2 });
    expect(at(result, 3).attempt).toMatchObject({ number: 2, total: 2 });
  });
});
