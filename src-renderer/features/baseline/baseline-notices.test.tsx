import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { TraceRow } from '@contract/traces';

import { currentLocation } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { followSettings } from '../../stores/settings';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { BaselineNotices } from './baseline-notices';
import { FakeVerdicts, idOf, parted, runRow, theBaseline } from './test-support/runs';

let engine: FakeEngine;
let verdicts: FakeVerdicts;
let rows: readonly TraceRow[];
let stops: (() => void)[];
beforeEach(() => {
  stubLayout();
  rows = [];
  verdicts = new FakeVerdicts();
  engine = new FakeEngine().install();
  engine.settings = { ...engine.settings, baselines: [theBaseline] };
  engine
    .answer('traces.rows', ({ keys }) => rows.filter(({ key }) => keys.includes(key)))
    .answer('traces.window', () => ({ rows: [...rows], total: rows.length, snapshot: 1 }) as never)
    .answer('diff.verdicts', (params) => verdicts.answer(params));
  stops = [followSettings()];
});
afterEach(() => {
  for (const stop of stops) stop();
});

const settle = (ms = 100): Promise<unknown> =>
  act(() => new Promise((resolve) => setTimeout(resolve, ms)));

async function open(path = '/'): Promise<void> {
  stops.push(renderView(engine, path, <BaselineNotices />));
  await settle();
}

/** A run that has just come, and parted. */
function partedRun(key: number, changes: Partial<TraceRow> = {}): TraceRow {
  verdicts.set(key, parted());
  const nowMs = Date.now() + 1000;
  const startNs = BigInt(nowMs - 2000) * 1_000_000n;
  return runRow(key, { startNs, lastReceivedMs: nowMs, ...changes });
}

async function arrive(...arrived: readonly TraceRow[]): Promise<void> {
  rows = [...rows, ...arrived];
  engine.emit('traces.changed', { keys: arrived.map(({ key }) => key), totalStored: 9 });
  await settle(1500);
}

it('says where a run parted, and opens the comparison there', async () => {
  await open();
  await arrive(partedRun(2));
  await screen.findByText(
    'plan parted from its baseline. Step 2: same input, read gave something else.',
  );
  act(() => screen.getByRole('button', { name: 'Compare' }).click());
  expect(currentLocation().route).toMatchObject({
    view: 'compare',
    a: idOf(1),
    b: idOf(2),
    row: { side: 'b', spanId: '00000000000000aa' },
  });
});

it('says of several at a time how many they are, in one message', async () => {
  await open();
  await arrive(partedRun(2));
  await arrive(partedRun(3), partedRun(4));
  await screen.findByText('3 runs parted from their baseline.');
  expect(screen.getAllByText(/parted/)).toHaveLength(1);
  act(() => screen.getByRole('button', { name: 'Show' }).click());
  expect(currentLocation().route).toMatchObject({ view: 'traces', text: 'plan' });
  // Who went to look at these is told of the next ones alone.
  await arrive(partedRun(5));
  await screen.findByText(/^plan parted from its baseline/);
});

it('says nothing of the comparison that is open', async () => {
  await open(`/compare?a=${idOf(1)}&b=${idOf(2)}`);
  await arrive(partedRun(2));
  expect(verdicts.asked).not.toEqual([]);
  expect(screen.queryByText(/parted/)).toBeNull();
});

it('looks at the newest runs where it missed what changed', async () => {
  await open();
  rows = [partedRun(2)];
  engine.emit('traces.changed', { keys: [99], totalStored: 9 }, 1);
  await settle(1500);
  expect(await screen.findAllByText(/^plan parted from its baseline/)).toHaveLength(1);
});
