import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { compared, FakeVerdicts, NOW_MS, parted, runRow, theBaseline } from '../test-support/runs';
import { StandingReader } from './standing-reader';

let engine: FakeVerdicts;
let reader: StandingReader;
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(NOW_MS);
  engine = new FakeVerdicts();
  reader = new StandingReader(engine.load);
  reader.configure([theBaseline], []);
});
afterEach(() => {
  reader.dispose();
  vi.useRealTimers();
});

const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(2000);
const old = { lastReceivedMs: NOW_MS - 60_000 };
const run = runRow(2, old);

it('asks once for what is looked at, and again for what changed', async () => {
  engine.set(2, parted());
  reader.want('list', [runRow(1, old), run, runRow(3, { ...old, rootName: 'else' })]);
  expect(reader.standingOf(run)).toMatchObject({ kind: 'asked' });
  await rest();
  expect(reader.standingOf(run)).toMatchObject({ kind: 'compared', verdict: { changedCount: 3 } });
  expect(reader.standingOf(runRow(1))).toEqual({ kind: 'baseline' });
  expect(reader.standingOf(runRow(3, { rootName: 'else' }))).toBeNull();
  expect(engine.asked.map(({ runs }) => runs.map(({ traceId }) => traceId))).toEqual([
    [run.traceId],
  ]);
  reader.want('list', [run]);
  reader.changed([7]);
  await rest();
  expect(engine.asked).toHaveLength(1);
  engine.set(2, compared());
  reader.changed([2]);
  await rest();
  expect(reader.standingOf(run)).toMatchObject({ verdict: { headline: null } });
  // The baseline itself changed.
  reader.changed([1]);
  await rest();
  expect(engine.asked).toHaveLength(3);
});

it('goes on where one call was cut short', async () => {
  engine.perCall = 2;
  const runs = [2, 3, 4, 5, 6].map((key) => runRow(key, old));
  reader.want('list', runs);
  await rest();
  expect(engine.asked.map(({ runs: asked }) => asked.length)).toEqual([5, 3, 1]);
  expect(runs.map((each) => reader.standingOf(each)?.kind)).toEqual(Array(5).fill('compared'));
});

it('reads once more what changed while it was read', async () => {
  const { load } = engine;
  const slow = new StandingReader(async (params) => {
    const answer = load(params);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return answer;
  });
  slow.configure([theBaseline], []);
  slow.want('list', [run]);
  await vi.advanceTimersByTimeAsync(50);
  engine.set(2, parted());
  slow.changed([2]);
  await rest();
  expect(slow.standingOf(run)).toMatchObject({ verdict: { changedCount: 3 } });
  slow.dispose();
});

it('compares a run for good once nothing more is expected of it', async () => {
  const fresh = runRow(2);
  engine.set(2, compared({ toComeCount: 1 }));
  reader.want('list', [fresh]);
  await rest();
  expect(reader.standingOf(fresh)).toMatchObject({ goesOn: true });
  engine.set(2, parted('a'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reader.standingOf(fresh)).toMatchObject({ goesOn: false, verdict: { changedCount: 3 } });
  expect(engine.asked).toHaveLength(2);
});

it('keeps what was said while the newest spans are being understood', async () => {
  engine.set(2, parted());
  reader.want('list', [run]);
  await rest();
  engine.set(2, { traceId: run.traceId, state: 'waiting' });
  reader.changed([2]);
  await rest();
  expect(reader.standingOf(run)).toMatchObject({ kind: 'compared' });
  expect(engine.asked).toHaveLength(2);
});

it('says that the baseline is gone, and finds it when it comes again', async () => {
  engine.baseline = 'gone';
  reader.want('list', [run]);
  await rest();
  expect(reader.standingOf(run)).toMatchObject({ kind: 'noBaseline', baselineState: 'gone' });
  await rest();
  expect(engine.asked).toHaveLength(1);
  engine.baseline = 'ready';
  reader.changed([99]);
  await rest();
  expect(reader.standingOf(run)).toMatchObject({ kind: 'compared' });
});

it('does not take a trace without a root for a run before it is known as one', async () => {
  const rootless = runRow(2, { rootName: null, status: 'running' });
  engine.set(2, { traceId: rootless.traceId, state: 'otherRoot' });
  reader.want('list', [rootless]);
  expect(reader.standingOf(rootless)).toBeNull();
  await rest();
  expect(reader.standingOf(rootless)).toBeNull();
  engine.set(2, compared({ toComeCount: 2 }));
  reader.changed([2]);
  await rest();
  expect(reader.standingOf(rootless)).toMatchObject({ kind: 'compared', goesOn: true });
});

it('asks by what the reader said of pairs, and anew when they say more', async () => {
  const broken: [string, string][] = [['000000000000000b', '000000000000000a']];
  reader.want('list', [run]);
  await rest();
  // Said while the run was A.
  reader.configure([theBaseline], [{ a: run.traceId, b: theBaseline.traceId, pinned: [], broken }]);
  await rest();
  expect(engine.asked.at(-1)?.runs[0]?.broken).toEqual([['000000000000000a', '000000000000000b']]);
});
