import { describe, expect, it } from 'vitest';

import { newestFirst } from '@domain/route';

import { FakeTraces, traceRow } from '../test-support/fake-traces';
import { PAGE_ROWS, TraceWindowCache } from './trace-window-cache';

const all = { text: '', sort: newestFirst, project: null };

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function open(traces: FakeTraces): Promise<TraceWindowCache> {
  const cache = new TraceWindowCache(traces.load, all);
  await cache.advance();
  return cache;
}

const keysOf = (cache: TraceWindowCache, first: number, last: number): (number | null)[] =>
  Array.from({ length: last - first + 1 }, (_, i) => cache.rowAt(first + i)?.key ?? null);

describe('TraceWindowCache', () => {
  it('loads the pages that are looked at, and only those', async () => {
    const traces = new FakeTraces(1000);
    const cache = await open(traces);
    cache.setRange(350, 420);
    await settle();
    expect(keysOf(cache, 399, 401)).toEqual([601, 600, 599]);
    expect(traces.requests.map((request) => request.offset)).toEqual([0, 300, 400]);
    cache.setRange(360, 410);
    await settle();
    expect(traces.requests).toHaveLength(3);
    expect(cache.rowAt(500)).toBeNull();
  });

  it('gives up pages that were scrolled past before they came', async () => {
    const traces = new FakeTraces(5000);
    const signals = new Map<number, AbortSignal>();
    const cache = new TraceWindowCache((params, signal) => {
      signals.set(params.offset, signal);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('cancelled')));
        if (params.offset === 0 || params.offset === 4000) resolve(traces.window(params));
      });
    }, all);
    await cache.advance();
    cache.setRange(1000, 1030);
    cache.setRange(2000, 2030);
    cache.setRange(4000, 4030);
    await settle();
    expect([1000, 2000, 4000].map((offset) => signals.get(offset)!.aborted)).toEqual([
      true,
      true,
      false,
    ]);
    expect(cache.rowAt(4000)?.key).toBe(1000);
    expect(cache.getState()).toMatchObject({ status: 'ready', error: null });
  });

  it('still takes the newest snapshot when the reader scrolls away meanwhile', async () => {
    const traces = new FakeTraces(500);
    const cache = await open(traces);
    const advanced = cache.advance();
    cache.setRange(300, 330);
    await advanced;
    await settle();
    expect(cache.getState().error).toBeNull();
    expect(cache.rowAt(300)?.key).toBe(200);
  });

  it('does not move a row when traces arrive while the reader is further down', async () => {
    const traces = new FakeTraces(300);
    const cache = await open(traces);
    cache.setFollowing(false);
    cache.setRange(100, 130);
    await settle();
    const before = keysOf(cache, 0, 130);
    traces.add(traceRow(301), traceRow(302));
    await cache.refresh();
    expect(keysOf(cache, 0, 130)).toEqual(before);
    expect(cache.getState()).toMatchObject({ newer: 2, total: 300, totalStored: 302 });
  });

  it('updates a running trace in place', async () => {
    const traces = new FakeTraces(300);
    traces.change(200, { status: 'running' });
    const cache = await open(traces);
    cache.setFollowing(false);
    cache.setRange(90, 130);
    await settle();
    traces.change(200, { status: 'ok', spanCount: 9 });
    await cache.refresh();
    expect(cache.rowAt(100)).toMatchObject({ key: 200, status: 'ok', spanCount: 9 });
  });

  it('takes new traces in by itself while it follows, and tells which they are', async () => {
    const traces = new FakeTraces(5);
    const cache = await open(traces);
    expect(cache.getState().seenKey).toBe(Infinity);
    traces.add(traceRow(6));
    await cache.refresh();
    expect(keysOf(cache, 0, 1)).toEqual([6, 5]);
    expect(cache.getState()).toMatchObject({ seenKey: 5, newer: 0, total: 6 });
    traces.add(traceRow(7));
    await cache.refresh();
    expect(cache.getState().seenKey).toBe(5);
    cache.markSeen(6);
    expect(cache.getState().seenKey).toBe(6);
    cache.markSeen(7);
    expect(cache.getState().seenKey).toBe(Infinity);
  });

  it('takes them in on request, and when it is told to follow again', async () => {
    const traces = new FakeTraces(5);
    const cache = await open(traces);
    cache.setFollowing(false);
    traces.add(traceRow(6));
    await cache.refresh();
    expect(cache.rowAt(0)?.key).toBe(5);
    cache.setFollowing(true);
    await settle();
    expect(cache.rowAt(0)?.key).toBe(6);
  });

  it('keeps the rows of the last query until those of the next are there', async () => {
    const traces = new FakeTraces(150);
    const cache = await open(traces);
    cache.setQuery({ text: 'run 14', sort: newestFirst, project: null });
    expect(cache.rowAt(0)?.key).toBe(150);
    expect(cache.getState()).toMatchObject({ status: 'ready', isStale: true });
    await settle();
    expect(cache.rowAt(0)?.key).toBe(149);
    expect(cache.getState()).toMatchObject({ isStale: false, total: 11 });
    expect(cache.rowAt(PAGE_ROWS)).toBeNull();
  });

  it('ignores the answer to a query that was replaced meanwhile', async () => {
    const traces = new FakeTraces(50);
    const held: (() => void)[] = [];
    const cache = new TraceWindowCache(
      (params) =>
        new Promise((resolve) => {
          const answer = traces.window(params);
          if (params.text === 'run 1') held.push(() => resolve(answer));
          else resolve(answer);
        }),
      { text: 'run 1', sort: newestFirst, project: null },
    );
    void cache.advance();
    cache.setQuery({ text: 'run 50', sort: newestFirst, project: null });
    await settle();
    held.forEach((release) => release());
    await settle();
    expect(cache.getState().total).toBe(1);
    expect(cache.rowAt(0)?.key).toBe(50);
  });

  it('reads once more, not many times, for changes during a refresh', async () => {
    const traces = new FakeTraces(5);
    const cache = await open(traces);
    await Promise.all([cache.refresh(), cache.refresh(), cache.refresh(), cache.refresh()]);
    expect(traces.requests).toHaveLength(3);
  });

  it('shows an error where there is nothing else to show, and rows beside it where there are', async () => {
    const traces = new FakeTraces(5);
    traces.failure = new Error('The engine is starting.');
    const cache = await open(traces);
    expect(cache.getState()).toMatchObject({ status: 'error' });
    traces.failure = null;
    await cache.refresh();
    expect(cache.getState()).toMatchObject({ status: 'ready', error: null });
    traces.failure = new Error('The engine is starting.');
    await cache.refresh();
    expect(cache.getState().status).toBe('ready');
    expect(cache.getState().error?.message).toBe('The engine is starting.');
    expect(cache.rowAt(0)?.key).toBe(5);
  });

  it('collects the keys of a long range, loaded or not', async () => {
    const traces = new FakeTraces(1500);
    const cache = await open(traces);
    const keys = await cache.keysBetween(50, 1499, new AbortController().signal);
    expect(keys).toEqual(Array.from({ length: 1450 }, (_, i) => 1450 - i));
    expect(cache.indexOf(1450)).toBe(50);
    expect(cache.indexOf(1)).toBe(-1);
  });

  it('collects every key once, also after traces came in above pages that were read before', async () => {
    const traces = new FakeTraces(400);
    const cache = await open(traces);
    cache.setRange(150, 350);
    await settle();
    cache.setRange(0, 30);
    traces.add(...Array.from({ length: 30 }, (_, i) => traceRow(401 + i)));
    await cache.refresh();
    const keys = await cache.keysBetween(0, 429, new AbortController().signal);
    expect(keys).toEqual(Array.from({ length: 430 }, (_, i) => 430 - i));
  });

  it('notices that rows went', async () => {
    const traces = new FakeTraces(150);
    const cache = await open(traces);
    cache.setFollowing(false);
    cache.setRange(0, 40);
    traces.remove([150, 149]);
    await cache.refresh();
    expect(cache.rowAt(0)?.key).toBe(148);
    expect(cache.getState().total).toBe(148);
  });
});
