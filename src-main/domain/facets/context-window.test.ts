import { describe, expect, it } from 'vitest';

import { ContextWindow } from './context-window';
import { foldTrace } from './fold-trace';
import { sketchTrace, used, type SpanSketch } from './test-support/fold-spans';

const call = (
  id: string,
  from: number,
  messages: Readonly<Record<number, number>>,
): SpanSketch => ({
  id,
  kind: 'llm',
  requestModel: 'gpt',
  at: [from, from + 10],
  inputHashes: Object.keys(messages).map(Number),
  inputTokenEstimates: Object.values(messages),
});

const addTo = (window: ContextWindow, sketches: readonly SpanSketch[]) => {
  const spans = sketchTrace(sketches);
  return window.addTrace(spans, foldTrace(spans, []).spans);
};

describe('ContextWindow', () => {
  it('tells what entered, stayed and left, from trace to trace', () => {
    const window = new ContextWindow();
    const first = addTo(window, [
      call('a', 0, { 1: 10, 2: 20 }),
      call('b', 20, { 1: 10, 2: 20, 3: 5 }),
    ]);
    const second = addTo(window, [call('c', 0, { 1: 10, 3: 5, 4: 7 })]);
    expect([...first, ...second]).toMatchObject([
      { enteredTokens: 30, stayedTokens: 0, leftTokens: 0, inputTokens: 30, isEstimated: true },
      { enteredTokens: 5, stayedTokens: 30, leftTokens: 0 },
      { enteredTokens: 7, stayedTokens: 15, leftTokens: 20, wasCompacted: false },
    ]);
  });

  it('says that much left for something shorter', () => {
    const calls = addTo(new ContextWindow(), [
      call('a', 0, { 1: 100, 2: 3000, 3: 3000 }),
      call('b', 20, { 1: 100, 9: 400 }),
    ]);
    expect(calls[1]).toMatchObject({ wasCompacted: true, leftTokens: 6000, enteredTokens: 400 });
  });

  it('prefers reported tokens', () => {
    const [only] = addTo(new ContextWindow(), [{ ...call('a', 0, { 1: 10 }), ...used(12, 1) }]);
    expect(only).toMatchObject({ inputTokens: 12, isEstimated: false, enteredTokens: 10 });
  });

  it('follows every run of a nested agent by itself, and one request once', () => {
    const calls = addTo(new ContextWindow(), [
      { id: 'm', kind: 'agent', agentName: 'main', at: [0, 100] },
      { ...call('a', 0, { 1: 10 }), parent: 'm' },
      { id: 'x', parent: 'm', kind: 'agent', agentName: 'sub', at: [20, 40] },
      { ...call('b', 20, { 7: 50 }), parent: 'x' },
      { ...call('b2', 21, { 7: 50 }), parent: 'b' },
      { ...call('c', 60, { 1: 10, 2: 5 }), parent: 'm' },
    ]);
    expect(
      calls.map(({ key, enteredTokens, leftTokens }) => [key, enteredTokens, leftTokens]),
    ).toEqual([
      [2, 10, 0],
      [5, 50, 0],
      [6, 5, 0],
    ]);
  });

  it('takes the word of the sender for it, once', () => {
    const window = new ContextWindow();
    const compacted = (id: string, from: number): SpanSketch => ({
      ...call(id, from, { 9: 10 }),
      isCompacted: true,
    });
    const calls = addTo(window, [
      call('a', 0, { 1: 10 }),
      compacted('b', 20),
      compacted('c', 40),
      call('d', 60, { 1: 10 }),
      compacted('e', 80),
    ]);
    expect(calls.map(({ wasCompacted }) => wasCompacted)).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
  });
});
