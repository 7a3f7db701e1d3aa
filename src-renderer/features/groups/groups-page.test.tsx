import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { ContractError } from '@contract/errors';
import type { GroupsHeaderChunk, GroupsRuns } from '@contract/groups';
import { groupsRoute } from '@domain/route';

import { currentLocation, navigate } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { followSettings } from '../../stores/settings';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { GroupsPage } from './index';
import {
  groupsChunks,
  rootRow,
  spanIdOfRow,
  stateOf,
  traceIdOf,
} from './test-support/groups-chunks';
import { TestRankWorker } from './test-support/rank-worker';

vi.mock('./rank/rank.worker?worker&url', () => ({ default: '/rank.worker.js' }));

const slow = { name: 'search', parent: 0, ms: [10, 12, 11, 14, 15, 16] };

let engine: FakeEngine;
let close: () => void = () => undefined;
let failure: ContractError | null;
let changes: Partial<GroupsHeaderChunk>;
let now: GroupsRuns;

beforeEach(() => {
  stubLayout();
  vi.stubGlobal('Worker', TestRankWorker);
  TestRankWorker.all.length = 0;
  TestRankWorker.isSlow = false;
  failure = null;
  changes = {};
  now = {
    good: { runs: [0, 1, 2].map((run) => stateOf(run)), total: 3 },
    bad: { runs: [3, 4, 5].map((run) => stateOf(run)), total: 3 },
  };
  engine = new FakeEngine()
    .install()
    .answer('diff.groupRuns', () => now)
    .answer('diff.groups', (_, id) => {
      if (failure !== null) throw failure;
      for (const chunk of groupsChunks([rootRow, slow], changes)) engine.chunk(id, chunk);
      return { rows: 2 };
    });
});
afterEach(() => close());

const open = (path = '/groups'): void => {
  close = renderView(engine, path, <GroupsPage />);
};
const reads = (): number => engine.calls.filter(({ method }) => method === 'diff.groups').length;
const changed = (): void => act(() => engine.emit('traces.changed', { keys: [1], totalStored: 6 }));
const busy = (): Element | null => document.querySelector('[aria-busy="true"]');

it('tells of a run that has grown, and reads again when asked, with progress', async () => {
  open();
  await screen.findByText(/of 2 tells the two apart/u);
  now = { ...now, good: { ...now.good, runs: [stateOf(0, 2), stateOf(1), stateOf(2)] } };
  changed();
  const refresh = await screen.findByRole('button', { name: /^1 run changed, refresh/u });
  expect(reads()).toBe(1);
  TestRankWorker.isSlow = true;
  fireEvent.click(refresh);
  await screen.findByRole('progressbar', { name: 'Finding what tells them apart' });
  expect(busy()).not.toBeNull();
  expect(reads()).toBe(2);
  close();
  expect(TestRankWorker.all.every(({ isEnded }) => isEnded)).toBe(true);
  close = () => undefined;
});

it('tells nothing where nothing has changed', async () => {
  open();
  await screen.findByText(/of 2 tells the two apart/u);
  changed();
  await waitFor(() =>
    expect(engine.calls.some(({ method }) => method === 'diff.groupRuns')).toBe(true),
  );
  expect(screen.queryByRole('button', { name: /refresh/u })).toBeNull();
  expect(busy()).toBeNull();
});

it('keeps what it has as old while other sets are read, and where that fails', async () => {
  open();
  await screen.findByText(/of 2 tells the two apart/u);
  failure = new ContractError('internal', 'The disk is full.');
  act(() => navigate(groupsRoute('root')));
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
  expect(busy()).not.toBeNull();
  expect(screen.queryByRole('button', { name: /Copy report/u })).toBeNull();
  failure = null;
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(busy()).toBeNull());
});

it('ranks anew by other tolerances, and does not read for that', async () => {
  const stop = followSettings();
  open();
  await screen.findByText(/of 2 tells the two apart/u);
  const before = document.querySelector('b')?.textContent;
  const tolerances = { ...engine.settings.tolerances, durationShare: 0.9 };
  act(() => engine.emitShell('settingsChanged', { ...engine.settings, tolerances }));
  await screen.findByText(/None of 2 steps/u);
  expect(before).not.toContain('None');
  expect(reads()).toBe(1);
  act(() => engine.emitShell('settingsChanged', engine.settings));
  stop();
});

it('says that more runs would be too large', async () => {
  changes = { found: { ...now, good: { runs: [...now.good.runs, stateOf(8)], total: 4 } } };
  open();
  expect(await screen.findByText('newest 3 of 4 runs, more would be too large')).not.toBeNull();
});

it('swaps what the sets are by then', async () => {
  open();
  await screen.findByText(/of 2 tells the two apart/u);
  const field = screen.getByRole('textbox', { name: 'Filter of good runs' });
  fireEvent.change(field, { target: { value: 'v1' } });
  fireEvent.blur(field);
  fireEvent.click(screen.getByRole('button', { name: /^Swap/u }));
  expect(currentLocation().route).toMatchObject({ good: { text: '' }, bad: { text: 'v1' } });
});

it('selects by trace and span', async () => {
  open(`/groups?step=${traceIdOf(4)}.${spanIdOfRow(0, 4)}`);
  await waitFor(() =>
    expect(screen.getByRole('row', { selected: true }).textContent).toContain('root'),
  );
});
