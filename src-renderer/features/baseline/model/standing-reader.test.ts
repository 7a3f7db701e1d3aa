import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { traceFacets } from '../../../lib/test-support/trace-facets';
import {
  compared,
  FakeVerdicts,
  idOf,
  NOW_MS,
  parted,
  runRow,
  theBaseline,
} from '../test-support/runs';
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

/** A reader of which `meanwhile` happens within the first read, after the engine has read. */
function readerInterrupted(meanwhile: (reader: StandingReader) => void): StandingReader {
  const interrupted: StandingReader = new StandingReader(async (params) => {
    const answer = await engine.load(params);
    if (engine.asked.length === 1) meanwhile(interrupted);
    return answer;
  });
  interrupted.configure([theBaseline], []);
  return interrupted;
}

it('reads once more where the baseline changed while it was read', async () => {
  engine.set(2, parted());
  const interrupted = readerInterrupted((one) => {
    engine.set(2, compared());
    one.changed([1]);
  });
  interrupted.want('list', [run]);
  await rest();
  expect(interrupted.standingOf(run)).toMatchObject({ verdict: { changedCount: 0 } });
  expect(engine.asked).toHaveLength(2);
  interrupted.dispose();
});

it('reads once more where the baseline was understood while it was asked for', async () => {
  engine.baseline = 'waiting';
  const interrupted = readerInterrupted((one) => {
    engine.baseline = 'ready';
    one.changed([1]);
  });
  interrupted.want('list', [run]);
  await rest();
  expect(interrupted.standingOf(run)).toMatchObject({ kind: 'compared' });
  interrupted.dispose();
});

it('is not kept from a run without a root by another baseline of its service that is gone', async () => {
  const gone = { rootName: 'else', serviceName: 'app', traceId: idOf(9) };
  const two = new StandingReader((params) =>
    params.baseline === gone.traceId
      ? Promise.resolve({ baseline: 'gone', baselineKey: null, verdicts: [] })
      : engine.load(params),
  );
  two.configure([theBaseline, gone], []);
  const rootless = runRow(2, { ...old, rootName: null, status: 'running' });
  two.want('list', [rootless]);
  await rest();
  expect(two.standingOf(rootless)).toMatchObject({
    kind: 'compared',
    baseline: theBaseline.traceId,
  });
  engine.set(2, { traceId: rootless.traceId, state: 'otherRoot' });
  two.changed([2]);
  await rest();
  expect(two.standingOf(rootless)).toMatchObject({ kind: 'noBaseline', baseline: gone.traceId });
  two.dispose();
});

it('knows the likely baseline of a run that nobody looks at', async () => {
  const rootless = runRow(2, { ...old, rootName: null, status: 'running' });
  expect(reader.standingOf(rootless)).toBeNull();
  expect(reader.likelyBaseline(rootless)).toBe(theBaseline.traceId);
  const open = { ...rootless, facets: { ...traceFacets, openRootName: 'plan' } };
  expect(reader.standingOf(open)).toMatchObject({ kind: 'asked' });
  engine.set(2, { traceId: rootless.traceId, state: 'otherRoot' });
  reader.want('list', [rootless]);
  await rest();
  expect(reader.likelyBaseline(rootless)).toBeNull();
  expect(reader.likelyBaseline(runRow(3, { rootName: 'else' }))).toBeNull();
});

it('tries again after a rest what could not be read', async () => {
  let failures = 2;
  const failing = new StandingReader((params) => {
    if (failures-- > 0) return Promise.reject(new Error('The engine has stopped.'));
    return engine.load(params);
  });
  failing.configure([theBaseline], []);
  failing.want('list', [run]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(failures).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(failing.standingOf(run)).toMatchObject({ kind: 'compared' });
  expect(engine.asked).toHaveLength(1);
  failing.dispose();
});
