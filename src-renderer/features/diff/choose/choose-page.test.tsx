import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { ImportJob } from '@contract/import';
import type { TraceHit } from '@contract/traces';

import { useImportActions, type ImportActions } from '../../../lib/import-files';
import { currentLocation, navigate } from '../../../lib/router';
import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { ComparePage } from '../index';
import { headerOf, ID_A, ID_B } from '../test-support/models';

const hit = (traceId: typeof ID_A, name: string): TraceHit => ({
  traceId,
  spanId: null,
  name,
  serviceName: 'svc',
  startNs: 0n,
});
const file = { name: 'run.json', state: 'done', message: '', traceKeys: [1] };
const ended = {
  id: 7,
  state: 'done',
  files: [file],
  bytesRead: 1,
  bytesTotal: 1,
  spansPerSecond: 1,
  elapsedMs: 1,
} as unknown as ImportJob;

let engine: FakeEngine;
let close: () => void = () => undefined;
let imports: ImportActions;
let found: (text: string) => readonly TraceHit[];

/** As the window does, where files are dropped. */
function Page() {
  const actions = useImportActions();
  useEffect(() => {
    imports = actions;
  });
  return <ComparePage />;
}

beforeEach(() => {
  stubLayout();
  found = () => [hit(ID_A, 'newest'), hit(ID_B, 'other')];
  engine = new FakeEngine()
    .install()
    .answer('traces.search', ({ text }) => [...found(text)])
    .answer('traces.rows', () => [headerOf().a])
    .answer('import.start', () => ({ jobId: 7 }));
});
afterEach(() => close());

const open = (path = '/compare'): void => {
  close = renderView(engine, path, <Page />);
};
const route = () => currentLocation().route;

it('takes what Enter is pressed for, not what is still shown', async () => {
  open();
  await screen.findAllByText('newest');
  found = (text) => (text === 'other' ? [hit(ID_B, 'other')] : [hit(ID_A, 'newest')]);
  const field = screen.getByRole('combobox', { name: 'Find trace A' });
  fireEvent.change(field, { target: { value: 'other' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(route()).toMatchObject({ view: 'compare', a: ID_B }));
});

it('keeps the chosen option when a newer trace comes in above it', async () => {
  open();
  const field = screen.getByRole('combobox', { name: 'Find trace A' });
  await screen.findAllByText('newest');
  fireEvent.keyDown(field, { key: 'ArrowDown' });
  const newer = '2bf7651916cd43dd8448eb211c80319c' as typeof ID_A;
  found = () => [hit(newer, 'just in'), hit(ID_A, 'newest'), hit(ID_B, 'other')];
  act(() => engine.emit('traces.changed', { keys: [9], totalStored: 3 }));
  await screen.findAllByText('just in');
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(route()).toMatchObject({ view: 'compare', a: ID_B }));
});

it('takes a dropped trace for the side that is free by then', async () => {
  open();
  await screen.findAllByText('newest');
  await act(() => imports.importPaths(['run.json']));
  act(() => navigate({ view: 'compare', a: ID_B, b: null, mode: 'tree', row: null }));
  act(() => engine.emit('import.changed', ended));
  await waitFor(() => expect(route()).toMatchObject({ view: 'compare', a: ID_B, b: ID_A }));
});

it('leads nobody back who has gone elsewhere', async () => {
  open();
  await screen.findAllByText('newest');
  await act(() => imports.importPaths(['run.json']));
  act(() => navigate({ view: 'settings' }));
  act(() => engine.emit('import.changed', ended));
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(route()).toEqual({ view: 'settings' });
});
