import { setImmediate } from 'node:timers/promises';

import { beforeEach, expect, it } from 'vitest';

import { BatchWindow } from './batch-window';
import type { TraceUpdate } from './facet-batch';
import { foldTrace } from '@domain/facets/fold-trace';

const facets = foldTrace([], []).trace;
let sent: number[][];
let window: BatchWindow;
beforeEach(() => {
  sent = [];
  window = new BatchWindow((traces) => sent.push(traces.map(({ key }) => key)));
});

function update(key: number, spanCount = 1, isLast = true): TraceUpdate {
  const spans = Array.from({ length: spanCount }, (_, at) => ({
    key: at,
    changes: 0,
    logCount: 0,
    facts: '',
  }));
  return { key, revision: 0, prices: 0, spans, facets: isLast ? facets : null };
}

/** Whether it has settled by now, and with what. */
async function stateOf(promise: Promise<boolean>): Promise<boolean | 'waits'> {
  await setImmediate();
  return Promise.race([promise, Promise.resolve('waits' as const)]);
}

it('puts small traces together and sends them when asked to', async () => {
  expect(await window.add(update(1))).toBe(true);
  expect(await window.add(update(2))).toBe(true);
  expect(sent).toEqual([]);
  expect(window.unstored).toEqual([1, 2]);
  const flushed = window.flush();
  expect(sent).toEqual([[1, 2]]);
  expect(await stateOf(flushed)).toBe('waits');
  window.answered(true);
  expect(await flushed).toBe(true);
  expect(window.unstored).toEqual([]);
  expect([window.hasStored(), window.hasStored()]).toEqual([true, false]);
  expect(await window.flush()).toBe(true);
  expect(sent).toHaveLength(1);
});

it('sends full batches, and stops at two that were not answered', async () => {
  expect(await window.add(update(1, 500))).toBe(true);
  expect(sent).toEqual([[1]]);
  const second = window.add(update(2, 500));
  expect(await stateOf(second)).toBe('waits');
  expect(sent).toEqual([[1], [2]]);
  expect(window.unstored).toEqual([1, 2]);
  window.answered(true);
  expect(await second).toBe(true);
  expect(window.unstored).toEqual([2]);
});

it('lets a trace go on only when its part was stored', async () => {
  await window.add(update(1));
  const part = window.add(update(2, 3, false));
  expect(sent).toEqual([[1, 2]]);
  expect(await stateOf(part)).toBe('waits');
  window.answered(true);
  expect(await part).toBe(true);
});

it('tells once that storing has failed', async () => {
  const part = window.add(update(1, 3, false));
  window.answered(false);
  expect(await part).toBe(false);
  expect(window.unstored).toEqual([]);
  expect(await window.add(update(1))).toBe(true);
});

it('lets go whoever waits when no more answers will come', async () => {
  const part = window.add(update(1, 3, false));
  window.abandon();
  expect(await stateOf(part)).not.toBe('waits');
  await window.add(update(2, 500));
  expect(await stateOf(window.flush())).not.toBe('waits');
  expect(sent).toEqual([[1]]);
});
