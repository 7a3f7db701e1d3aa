import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Baseline } from '@contract/default-settings';
import type { TraceRow } from '@contract/traces';
import type { TraceId } from '@domain/units';

import { FakeEngine } from '../../lib/test-support/fake-engine';
import { stubMatchMedia } from '../../lib/test-support/media';
import { currentSettings, followSettings } from '../../stores/settings';
import { Toaster } from '../toast';
import { togglePin, unpin } from './pin-baseline';

let engine: FakeEngine;
let stop: () => void;
beforeEach(async () => {
  stubMatchMedia(false);
  engine = new FakeEngine().install();
  stop = followSettings();
  await vi.waitFor(() => {
    if (currentSettings() !== engine.settings) throw new Error('The settings are not there yet.');
  });
  render(<Toaster />);
});
afterEach(() => {
  stop();
  cleanup();
});

const idOf = (key: number) => key.toString(16).padStart(32, '0') as TraceId;
const theBaseline: Baseline = { rootName: 'plan', serviceName: 'app', traceId: idOf(1) };
const runRow = (key: number, changes: Partial<TraceRow> = {}): TraceRow => ({
  key,
  traceId: idOf(key),
  rootName: 'plan',
  firstSpanName: 'chat',
  rootCategory: 0,
  serviceName: 'app',
  serviceCount: 1,
  startNs: 0n,
  durationNs: 1e9,
  spanCount: 4,
  errorCount: 0,
  logCount: 0,
  status: 'ok',
  lastReceivedMs: 0,
  facets: null,
  sameCallAs: null,
  experimentId: 0,
  tags: [],
  assessments: [],
  ...changes,
});
const plan = runRow(1);
const ask = runRow(2, { rootName: 'ask' });
const pins = (): string[] =>
  engine.settings.baselines.map(({ rootName, traceId }) => `${rootName} ${parseInt(traceId, 16)}`);
const undo = (message: string): void => {
  const toast = screen.getByText(message).parentElement;
  fireEvent.click(toast!.querySelector('button')!);
};

it('takes back its own pin alone, whatever was pinned since', async () => {
  togglePin(plan);
  await screen.findByText('Runs of plan are compared with this one.');
  togglePin(ask);
  await screen.findByText('Runs of ask are compared with this one.');
  undo('Runs of plan are compared with this one.');
  await expect.poll(pins).toEqual(['ask 2']);
});

it('puts back the run that was pinned before', async () => {
  engine.settings = { ...engine.settings, baselines: [theBaseline] };
  engine.emitShell('settingsChanged', engine.settings);
  togglePin(runRow(3));
  await screen.findByText('Runs of plan are compared with this one now.');
  togglePin(ask);
  await expect.poll(pins).toEqual(['plan 3', 'ask 2']);
  undo('Runs of plan are compared with this one now.');
  await expect.poll(pins).toEqual(['ask 2', 'plan 1']);
  unpin(theBaseline);
  await screen.findByText('Runs of plan are no longer compared.');
  expect(pins()).toEqual(['ask 2']);
  undo('Runs of plan are no longer compared.');
  await expect.poll(pins).toEqual(['ask 2', 'plan 1']);
});

it('keeps two that are pinned at once', async () => {
  togglePin(plan);
  togglePin(ask);
  await expect.poll(pins).toEqual(['plan 1', 'ask 2']);
  togglePin(plan);
  togglePin(plan);
  await screen.findAllByText('Runs of plan are compared with this one.');
  expect(pins()).toEqual(['ask 2', 'plan 1']);
});

it('pins no run whose root is not known or has not ended', async () => {
  togglePin(runRow(3, { rootName: null }));
  togglePin(runRow(4, { status: 'running' }));
  const message = 'A run can be pinned as baseline once its root has ended.';
  expect(await screen.findAllByText(message)).toHaveLength(2);
  expect(pins()).toEqual([]);
});

it('says that an Undo could not be saved', async () => {
  togglePin(plan);
  await screen.findByText('Runs of plan are compared with this one.');
  engine.answerShell('settings.set', () => {
    throw new Error('The disk is full.');
  });
  undo('Runs of plan are compared with this one.');
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
  expect(pins()).toEqual(['plan 1']);
});
