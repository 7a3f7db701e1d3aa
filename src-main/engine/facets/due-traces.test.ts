import { expect, it } from 'vitest';

import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import { TempStore, RECEIVED_MS } from '../store/test-support/temp-store';
import { DueQueue } from './due-traces';

const PRICES = 7;
const none = new Set<number>();

function setUp(traces = 3) {
  const store = new TempStore();
  for (let trace = 1; trace <= traces; trace += 1) store.write({ trace, span: trace });
  const set = (key: number, version: number, prices = PRICES): void => {
    store.db
      .prepare('UPDATE trace SET facet_version = ?, facet_prices = ? WHERE id = ?')
      .run(version, prices, key);
  };
  const queue = new DueQueue(store.db);
  return { store, set, queue, next: (nowMs: number) => queue.next(nowMs, PRICES, none) };
}

it('gives what changed, newest first, once it has been quiet', () => {
  const { queue, next } = setUp();
  expect(next(RECEIVED_MS + 100)).toEqual({ keys: [], reason: 'prices', waitMs: 50 });
  expect(next(RECEIVED_MS + 150)).toEqual({ keys: [3, 2, 1], reason: 'arrival', waitMs: null });
  expect(queue.next(RECEIVED_MS + 150, PRICES, new Set([3])).keys).toEqual([2, 1]);
});

it('does not wait for a clock that was set back', () => {
  const { next } = setUp(1);
  expect(next(RECEIVED_MS - 3_600_000).keys).toEqual([1]);
});

it('gives a trace that is never quiet after a second', () => {
  const { store, next } = setUp(1);
  const stream = (nowMs: number): void => {
    store.db.prepare('UPDATE trace SET last_received_ms = ?').run(nowMs);
  };
  const found: number[] = [];
  for (let ms = 0; ms < 1500; ms += 50) {
    stream(RECEIVED_MS + ms);
    if (next(RECEIVED_MS + ms + 1).keys.length > 0) found.push(ms);
  }
  expect(found[0]).toBeGreaterThanOrEqual(950);
  expect(found[0]).toBeLessThanOrEqual(1050);
});

it('gives one that took long more rest', () => {
  const { queue, next } = setUp(1);
  queue.notePass(1, { atMs: RECEIVED_MS, costMs: 500 });
  const { keys, waitMs } = next(RECEIVED_MS + 200);
  expect(keys).toEqual([]);
  expect(waitMs).toBe(1800);
  expect(next(RECEIVED_MS + 2000).keys).toEqual([1]);
});

it('gives what an older version understood next, newest first, then other prices', () => {
  const { store, set, queue, next } = setUp(6);
  const now = RECEIVED_MS + 1000;
  for (const key of [1, 2, 3, 4, 5, 6]) set(key, NORMALISER_VERSION);
  expect(next(now)).toEqual({ keys: [], reason: 'prices', waitMs: null });
  expect(queue.count(PRICES)).toBe(0);
  set(1, NORMALISER_VERSION, PRICES + 1);
  set(2, NORMALISER_VERSION, PRICES - 1);
  set(3, -1);
  set(4, -1);
  set(5, 0);
  expect(queue.count(PRICES)).toBe(5);
  expect(next(now)).toMatchObject({ keys: [5], reason: 'arrival' });
  set(5, NORMALISER_VERSION);
  expect(next(now)).toMatchObject({ keys: [4, 3], reason: 'update' });
  set(3, NORMALISER_VERSION);
  set(4, NORMALISER_VERSION);
  expect(next(now)).toMatchObject({ keys: [2, 1], reason: 'prices' });
  store.db.prepare('UPDATE trace SET deleted_at_ms = 1 WHERE id = 2').run();
  expect(next(now).keys).toEqual([1]);
});

it('leaves what a newer version understood', () => {
  const { set, next } = setUp(1);
  set(1, NORMALISER_VERSION + 1);
  expect(next(RECEIVED_MS + 1000).keys).toEqual([]);
});
