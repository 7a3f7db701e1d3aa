import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { ContractError } from '@contract/errors';
import { mergedDiff, type RowSpec } from '@domain/diff/test-support/merged';

import { currentLocation, navigate } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { changeSettings } from '../../stores/settings';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { useComparePreferences } from './compare-preferences';
import { ComparePage } from './index';
import type { DiffHeader } from './model/diff-builder';
import { headerOf, ID_A, ID_B } from './test-support/models';
import { TestReportWorker } from './test-support/report-worker';

vi.mock('./report/report.worker?worker&url', () => ({ default: '/report.worker.js' }));

let engine: FakeEngine;
let close: () => void = () => undefined;
let rows: readonly RowSpec[];
let header: DiffHeader;
let failure: ContractError | null;

beforeEach(() => {
  stubLayout();
  vi.stubGlobal('Worker', TestReportWorker);
  useComparePreferences.setState({ axis: 'starts', treeWidth: null, isPanelOpen: true });
  failure = null;
  header = headerOf({ headline: { row: 1, text: 'Step 1: `chat` differs.' } });
  rows = [
    { depth: 0, name: 'run', verdict: 'inside' },
    { depth: 1, name: 'chat', verdict: 'decision' },
    { depth: 1, name: 'tool', verdict: 'consequence', cause: 1 },
    { depth: 1, name: 'gone', verdict: 'moved', movedRow: 4, b: null },
    { depth: 1, name: 'gone', verdict: 'moved', movedRow: 3, a: null },
  ];
  engine = new FakeEngine().install().answer('diff.open', (_, id) => {
    if (failure !== null) throw failure;
    const { columns, names, count } = mergedDiff(rows);
    engine.chunk(id, { type: 'header', ...header, names, rowCount: count });
    engine.chunk(id, { type: 'rows', from: 0, count, columns });
    return { rows: count };
  });
});
afterEach(() => close());

const open = (query = ''): void => {
  close = renderView(engine, `/compare?a=${ID_A}&b=${ID_B}${query}`, <ComparePage />);
};
const reads = (): number => engine.calls.filter(({ method }) => method === 'diff.open').length;
const selected = (): HTMLElement => screen.getByRole('treeitem', { selected: true });
const settle = (): Promise<unknown> => act(() => new Promise((resolve) => setTimeout(resolve, 50)));
const press = (key: string, more: object = {}): void => {
  fireEvent.keyDown(document.body, { key, code: `Key${key.toUpperCase()}`, ...more });
};

it('says why it cannot compare, and tries again', async () => {
  failure = new ContractError('internal', 'The disk is full.');
  open();
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
  failure = null;
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByRole('tree')).not.toBeNull();
});

it('keeps what it has where reading anew fails, and says that spans wait', async () => {
  header = { ...header, isComplete: false };
  open();
  await screen.findByRole('tree');
  expect(screen.getByText(/Spans that just arrived are still being read/)).not.toBeNull();
  failure = new ContractError('internal', 'The disk is full.');
  act(() => engine.emit('traces.facetsChanged', { keys: [2] }));
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
  expect(screen.getByRole('tree')).not.toBeNull();
});

it('has the engine stop when the reader leaves', async () => {
  // It never answers.
  engine = new FakeEngine().install();
  open();
  await waitFor(() => expect(reads()).toBe(1));
  act(() => navigate({ view: 'settings' }));
  await waitFor(() => expect(engine.cancelled).toHaveLength(1));
});

it('reads again when one of the two has changed, and for no other', async () => {
  open();
  await screen.findByRole('tree');
  const before = reads();
  act(() => engine.emit('traces.changed', { keys: [77], totalStored: 3 }));
  // Longer than a rest between two reads.
  await act(() => new Promise((resolve) => setTimeout(resolve, 600)));
  expect(reads()).toBe(before);
  act(() => engine.emit('traces.changed', { keys: [1], totalStored: 3 }));
  await waitFor(() => expect(reads()).toBe(before + 1));
});

it('selects the divergence, or what a link names', async () => {
  open();
  await screen.findByRole('tree');
  expect(selected().textContent).toContain('chat');
  close();
  open('&row=b.00000000000003eb');
  await screen.findByRole('tree');
  expect(selected().textContent).toContain('tool');
});

it('leads from a consequence to its cause and between the places of a moved step', async () => {
  open();
  await screen.findByRole('tree');
  press('j');
  expect(selected().textContent).toContain('follows');
  press('G', { shiftKey: true });
  expect(selected().textContent).toContain('decided otherwise');
  const [inA, inB] = screen.getAllByRole('treeitem').slice(3);
  fireEvent.click(within(inA!).getByRole('button', { hidden: true }));
  await waitFor(() => expect(selected()).toBe(inB));
});

it('turns the sides around in place', async () => {
  open();
  await screen.findByRole('tree');
  press('s');
  const { route, canGoBack } = currentLocation();
  expect(route).toMatchObject({ view: 'compare', a: ID_B, b: ID_A });
  expect(canGoBack).toBe(false);
});

it('looks for what to redact once every span was read, and says so in a copied report', async () => {
  header = { ...header, isComplete: false };
  engine.answer('diff.pair', () => ({
    a: null,
    b: null,
    differences: [],
    same: [],
    isUnknown: false,
  }));
  open();
  await screen.findByRole('tree');
  press('s', { ctrlKey: true });
  const dialog = await screen.findByRole('dialog', { name: 'Save report as HTML' });
  expect(within(dialog).getByRole('status').textContent).toContain('still being read');
  expect(within(dialog).queryByText(/^No keys/)).toBeNull();
  expect(within(dialog).getByRole('button', { name: 'Save…' }).hasAttribute('disabled')).toBe(true);
  header = { ...header, isComplete: true };
  act(() => engine.emit('traces.facetsChanged', { keys: [1] }));
  expect(await within(dialog).findByText(/^No keys/)).not.toBeNull();
});

it('does what the reader does first: nothing is revealed again for it', async () => {
  open();
  await screen.findByRole('tree');
  fireEvent.click(screen.getByRole('radio', { name: /^Only A/ }));
  const onlyA = screen.getByRole('radio', { name: /^Only A/ });
  await waitFor(() => expect(onlyA.getAttribute('aria-checked')).toBe('true'));
  expect(screen.getAllByRole('treeitem')).toHaveLength(2);
  close();
  open();
  await screen.findByRole('tree');
  press('<');
  await waitFor(() => expect(screen.getAllByRole('treeitem')).toHaveLength(1));
});

it('marks the row that is shown beside the tree and acted upon', async () => {
  open();
  await screen.findByRole('tree');
  fireEvent.click(screen.getByRole('radio', { name: /^Only A/ }));
  await waitFor(() => expect(screen.getAllByRole('treeitem')).toHaveLength(2));
  // The pair that was chosen is not shown: nor is it what a key breaks.
  expect(selected().textContent).toContain('run');
  press('B', { shiftKey: true });
  await settle();
  expect(engine.settings.chosenPairs).toEqual([]);
});

it('keeps all of what is said in quick succession, and aligns anew for nothing else', async () => {
  open();
  await screen.findByRole('tree');
  press('B', { shiftKey: true });
  press('j');
  press('B', { shiftKey: true });
  await waitFor(() => expect(engine.settings.chosenPairs[0]?.broken).toHaveLength(2));
  await settle();
  const before = reads();
  act(() => engine.emitShell('settingsChanged', structuredClone({ ...engine.settings })));
  await settle();
  expect(reads()).toBe(before);
});

it('says that what is said of a pair could not be kept', async () => {
  open();
  await screen.findByRole('tree');
  engine.answerShell('settings.set', () => {
    throw new ContractError('io', 'Settings could not be saved.');
  });
  press('B', { shiftKey: true });
  expect(await screen.findByText('Settings could not be saved.')).not.toBeNull();
});

it('breaks no pair while the table is shown, and gives its place the focus', async () => {
  open();
  const tree = await screen.findByRole('tree');
  tree.focus();
  press('3', { ctrlKey: true });
  const table = await screen.findByRole('table');
  await waitFor(() => expect(table.contains(document.activeElement)).toBe(true));
  press('B', { shiftKey: true });
  await settle();
  expect(engine.settings.chosenPairs).toEqual([]);
});

it('pairs two rows whichever is chosen first, and never the roots', async () => {
  open();
  await screen.findByRole('tree');
  press('P', { shiftKey: true });
  expect(screen.getByText(/Choose the row/).textContent).toContain('chat');
  // The same row again: it is taken back.
  press('P', { shiftKey: true });
  expect(screen.queryByText(/Choose the row/)).toBeNull();
  press('P', { shiftKey: true });
  fireEvent.click(screen.getAllByRole('treeitem')[3]!);
  press('P', { shiftKey: true });
  await waitFor(() => expect(engine.settings.chosenPairs[0]?.pinned).toHaveLength(1));
  const [pinned] = engine.settings.chosenPairs[0]?.pinned ?? [];
  // The step that only A has, and B's span of the pair.
  expect(pinned).toEqual(['0000000000000004', '00000000000003ea']);
  fireEvent.click(screen.getAllByRole('treeitem')[0]!);
  press('P', { shiftKey: true });
  expect(await screen.findByText(/compared from their roots on/)).not.toBeNull();
});

it('takes back the one pair that Undo is pressed for', async () => {
  open();
  await screen.findByRole('tree');
  // The store of the settings outlives a test.
  await act(() => changeSettings(() => ({ chosenPairs: [] })));
  press('B', { shiftKey: true });
  press('j');
  press('B', { shiftKey: true });
  const said = () => engine.settings.chosenPairs[0]?.broken ?? [];
  await waitFor(() => expect(said()).toHaveLength(2));
  const [, second] = said();
  fireEvent.click(screen.getAllByText('Undo')[0]!);
  await waitFor(() => expect(said()).toEqual([second]));
});
