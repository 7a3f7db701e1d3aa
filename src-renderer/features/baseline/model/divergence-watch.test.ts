import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { TraceRow } from '@contract/traces';

import { compared, FakeVerdicts, NOW_MS, parted, runRow, theBaseline } from '../test-support/runs';
import { DivergenceWatch } from './divergence-watch';
import { StandingReader } from './standing-reader';

let engine: FakeVerdicts;
let standings: StandingReader;
let watch: DivergenceWatch;
let rows: TraceRow[];
let told: number[][];
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(NOW_MS);
  engine = new FakeVerdicts();
  rows = [];
  told = [];
  standings = new StandingReader(engine.load);
  standings.configure([theBaseline], []);
  watch = new DivergenceWatch({
    standings,
    loadRows: (keys) => Promise.resolve(rows.filter(({ key }) => keys?.includes(key) ?? true)),
    onDiverged: (runs) => told.push(runs.map(({ run }) => run.key)),
  });
});
afterEach(() => {
  watch.dispose();
  standings.dispose();
  vi.useRealTimers();
});

/** These arrive, or change. */
async function arrive(...arrived: readonly TraceRow[]): Promise<void> {
  const keys = arrived.map(({ key }) => key);
  rows = [...rows.filter(({ key }) => !keys.includes(key)), ...arrived];
  standings.changed(keys);
  watch.changed(keys);
  await vi.advanceTimersByTimeAsync(3000);
}

it('tells of a live run once, when it parts', async () => {
  await arrive(runRow(2, { status: 'running', rootName: null }));
  expect(told).toEqual([]);
  engine.set(2, parted());
  await arrive(runRow(2, { status: 'running', rootName: null }));
  expect(told).toEqual([[2]]);
  await arrive(runRow(2));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([[2]]);
});

it('says nothing of what is old: stored before, imported, of another root, the same', async () => {
  for (const key of [2, 3, 4]) engine.set(key, parted());
  const hourAgoNs = BigInt(NOW_MS - 3_600_000) * 1_000_000n;
  await arrive(
    runRow(2, { lastReceivedMs: NOW_MS - 1 }),
    runRow(3, { startNs: hourAgoNs }),
    runRow(4, { rootName: 'else' }),
    runRow(5),
    runRow(1),
  );
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([]);
});

it('tells of a missing step once nothing more is expected', async () => {
  engine.set(2, parted('a'));
  await arrive(runRow(2));
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([[2]]);
});

it('tells of many at once together', async () => {
  const runs = [2, 3, 4, 5, 6].map((key) => runRow(key));
  for (const { key } of runs) engine.set(key, parted());
  await arrive(...runs);
  expect(told).toEqual([[2, 3, 4, 5, 6]]);
});

it('looks at the newest where many changed', async () => {
  engine.set(2, parted());
  rows = [runRow(2)];
  watch.changed(null);
  await vi.advanceTimersByTimeAsync(3000);
  expect(told).toEqual([[2]]);
});

it('asks nothing while no baseline is pinned', async () => {
  standings.configure([], []);
  engine.set(2, compared());
  await arrive(runRow(2));
  expect(engine.asked).toEqual([]);
});

it('tells of a run whose late spans part once it had been found the same', async () => {
  await arrive(runRow(2));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([]);
  engine.set(2, parted('a'));
  const nowMs = NOW_MS + 23_000;
  await arrive(runRow(2, { lastReceivedMs: nowMs, durationNs: 25e9 }));
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([[2]]);
});

it('reads again what could not be read', async () => {
  let failures = 1;
  const failing = new DivergenceWatch({
    standings,
    loadRows: (keys) => {
      if (failures-- > 0) return Promise.reject(new Error('The engine has stopped.'));
      return Promise.resolve(rows.filter(({ key }) => keys?.includes(key) ?? true));
    },
    onDiverged: (runs) => told.push(runs.map(({ run }) => run.key)),
  });
  watch.dispose();
  engine.set(2, parted());
  rows = [runRow(2), runRow(3)];
  engine.set(3, parted());
  failing.changed([2]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([[2]]);
  failing.dispose();
});

it('does not take a run for over by what was read before its row', async () => {
  await arrive(runRow(2));
  await vi.advanceTimersByTimeAsync(20_000);
  engine.set(2, parted('a'));
  // The late spans are compared by the row of before them, for which nothing more was expected.
  standings.changed([2]);
  await vi.advanceTimersByTimeAsync(1000);
  rows = [runRow(2, { lastReceivedMs: Date.now(), durationNs: 25e9 })];
  watch.changed([2]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([[2]]);
});
