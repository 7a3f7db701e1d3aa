import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Throttle } from './throttle';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Times of the runs since the start. */
function record(): { throttle: Throttle; runs: number[] } {
  const startMs = Date.now();
  const runs: number[] = [];
  return { runs, throttle: new Throttle(100, () => runs.push(Date.now() - startMs)) };
}

it('runs at once after a quiet time, then once an interval, and never loses the last request', () => {
  const { throttle, runs } = record();
  for (let i = 0; i < 25; i += 1) {
    throttle.request();
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1000);
  expect(runs).toEqual([0, 100, 200, 300]);
  throttle.request();
  expect(runs.at(-1)).toBe(1250);
});

it('does not run twice for one request', () => {
  const { throttle, runs } = record();
  throttle.request();
  vi.advanceTimersByTime(1000);
  expect(runs).toEqual([0]);
});

it('may be requested again while it runs', () => {
  let runs = 0;
  const throttle: Throttle = new Throttle(100, () => {
    runs += 1;
    if (runs < 3) throttle.request();
  });
  throttle.request();
  expect(runs).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(runs).toBe(3);
});

it('forgets what was requested when stopped', () => {
  const { throttle, runs } = record();
  throttle.request();
  throttle.request();
  throttle.stop();
  vi.advanceTimersByTime(1000);
  expect(runs).toEqual([0]);
});
