import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { DiffPair, PairSide } from '@contract/diff';
import { ContractError } from '@contract/errors';
import { mergedDiff, type RowSpec } from '@domain/diff/test-support/merged';

import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { useComparePreferences } from '../compare-preferences';
import { ComparePage } from '../index';
import { headerOf, ID_A, ID_B } from '../test-support/models';

let engine: FakeEngine;
let close: () => void = () => undefined;
let failure: ContractError | null;

const same: DiffPair = {
  a: { isRecorded: true, earlierMessageCount: 2 } as PairSide,
  b: { isRecorded: true, earlierMessageCount: 2 } as PairSide,
  differences: [],
  same: [
    { field: 'result', part: null, order: 1, tokenEstimate: 12, isButForIds: false },
    { field: 'input', part: null, order: 0, tokenEstimate: 5, isButForIds: false },
  ],
  isUnknown: false,
};

beforeEach(() => {
  stubLayout();
  useComparePreferences.setState({ layout: 'sideBySide', isPanelOpen: false });
  failure = null;
  engine = new FakeEngine()
    .install()
    .answer('diff.pair', () => {
      if (failure !== null) throw failure;
      return same;
    })
    .answer('diff.open', (_, id) => {
      const { columns, names, count } = mergedDiff(rows);
      const headline = { row: 3, text: 'Step 3 differs.' };
      engine.chunk(id, { type: 'header', ...headerOf({ headline }), names, rowCount: count });
      engine.chunk(id, { type: 'rows', from: 0, count, columns });
      return { rows: count };
    });
});
afterEach(() => close());

const rows: readonly RowSpec[] = [
  { depth: 0, name: 'run', kind: 'agent', verdict: 'inside' },
  { depth: 1, name: 'chat', kind: 'llm' },
  { depth: 1, name: 'read', kind: 'tool' },
  { depth: 1, name: 'chat', kind: 'llm', verdict: 'decision' },
  { depth: 1, name: 'gone', kind: 'tool', verdict: 'onlyA', b: null },
  ...Array.from({ length: 200 }, (_, at): RowSpec => ({
    depth: 1,
    name: `later ${at}`,
    kind: 'llm',
    verdict: 'consequence',
    cause: 3,
  })),
];

const open = (query = ''): void => {
  const path = `/compare?a=${ID_A}&b=${ID_B}&view=transcript${query}`;
  close = renderView(engine, path, <ComparePage />);
};
const current = (): HTMLElement =>
  screen.getAllByRole('article').find((step) => step.getAttribute('aria-current') === 'true')!;
const press = (key: string, more: object = {}): void => {
  fireEvent.keyDown(document.body, { key, code: `Key${key.toUpperCase()}`, ...more });
};
const reads = (): number => engine.calls.filter(({ method }) => method === 'diff.pair').length;

it('reads what is in sight, and what differs there alone', async () => {
  open();
  expect(await screen.findByText('first divergence')).not.toBeNull();
  expect((await screen.findAllByText(/^Result is the same/)).length).toBeGreaterThan(0);
  expect(reads()).toBeLessThan(20);
  expect(screen.getByRole('button', { name: /^1 turn the same/ })).not.toBeNull();
});

it('says where a step cannot be read, and tries again', async () => {
  failure = new ContractError('internal', 'The disk is full.');
  open();
  const [alert] = await screen.findAllByRole('alert');
  expect(alert!.textContent).toContain('The disk is full.');
  failure = null;
  fireEvent.click(within(alert!.parentElement!).getByRole('button', { name: 'Retry' }));
  expect((await screen.findAllByText(/^Result is the same/)).length).toBeGreaterThan(0);
});

it('opens same turns in place, and goes from step to step by keys', async () => {
  open();
  await screen.findByText('first divergence');
  press('k');
  await waitFor(() => expect(current().textContent).toContain('1 turn the same'));
  press('e');
  await waitFor(() => expect(current().textContent).toContain('turn 1'));
  press('j');
  expect(current().textContent).toContain('read');
  press('ArrowLeft', { code: 'ArrowLeft' });
  await waitFor(() => expect(current().textContent).toContain('1 turn the same'));
});

it('stands both texts below each other where there is no room', async () => {
  stubLayout(700);
  open();
  await screen.findByText('first divergence');
  expect(screen.getByText(/too narrow/)).not.toBeNull();
  expect(screen.queryByRole('radio', { name: 'Inline' })).toBeNull();
});

it('keeps the row from one view to another', async () => {
  open('&row=a.0000000000000005');
  await screen.findAllByRole('article');
  await waitFor(() => expect(current().textContent).toContain('gone'));
  press('1', { code: 'Digit1', ctrlKey: true });
  expect((await screen.findByRole('treeitem', { selected: true })).textContent).toContain('gone');
  press('4', { code: 'Digit4', ctrlKey: true });
  await waitFor(() =>
    expect(screen.getByRole('treeitem', { selected: true }).textContent).toMatch(
      /^gone: .* in A, — in B, only in A/,
    ),
  );
});
