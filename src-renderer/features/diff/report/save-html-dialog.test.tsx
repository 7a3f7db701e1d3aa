import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { DiffPair } from '@contract/diff';
import { ContractError } from '@contract/errors';
import type { ReportFacts } from '@domain/diff/diff-report';
import { mergedDiff } from '@domain/diff/test-support/merged';
import { defaultTolerances } from '@domain/diff/tolerances';

import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { TestReportWorker } from '../test-support/report-worker';
import { SaveHtmlDialog } from './save-html-dialog';

vi.mock('./report.worker?worker&url', () => ({ default: '/report.worker.js' }));

const key = 'sk-abcdefghij0123456789';
const email = 'jo@mail.example.org';
const facts: ReportFacts = {
  a: { name: 'coder', traceId: 'aaaaaaaaaa', started: '14:32:07' },
  b: { name: 'coder', traceId: 'bbbbbbbbbb', started: '14:33:07' },
  figures: [],
  headline: 'Step 1: the system prompt was edited.',
  coverage: 1,
  tolerances: defaultTolerances,
  isComplete: true,
  diff: mergedDiff([
    { depth: 0, name: 'run', verdict: 'inside' },
    { depth: 1, name: 'chat', verdict: 'promptEdit' },
    { depth: 1, name: 'gone', verdict: 'onlyA', b: null },
  ]),
};

let engine: FakeEngine;
let close: () => void = () => undefined;
let failure: ContractError | null;
let after: string;
let isSaved: boolean;
const onClose = vi.fn<() => void>();

beforeEach(() => {
  stubLayout();
  vi.stubGlobal('Worker', TestReportWorker);
  TestReportWorker.all.length = 0;
  TestReportWorker.isSlow = false;
  onClose.mockClear();
  failure = null;
  isSaved = true;
  after = `Use ${key}, then write to ${email}.`;
  engine = new FakeEngine()
    .install()
    .answerShell('dialog.saveText', () => isSaved)
    .answer('diff.pair', ({ keyB }): DiffPair => {
      if (failure !== null) throw failure;
      const prompt = { field: 'system', part: null, order: 0, before: 'Be brief.', after } as const;
      const differences =
        keyB === null ? [] : [{ ...prompt, scrubbing: 'prompt' as const, isCut: false }];
      return { a: null, b: null, differences, same: [], isUnknown: false };
    });
});
afterEach(() => close());

const open = (): void => {
  close = renderView(engine, '/import', <SaveHtmlDialog facts={facts} onClose={onClose} />);
};
const saveButton = (): HTMLElement => screen.getByRole('button', { name: 'Save…' });
const saved = (): { readonly suggestedName: string; readonly text: string } | undefined =>
  engine.shellCalls.find(({ method }) => method === 'dialog.saveText')?.params as never;

it('lists what is found, all to be redacted, and saves the rest', async () => {
  open();
  const table = await screen.findByRole('table', { name: 'What redaction found' });
  const rows = within(table).getAllByRole('row').slice(1);
  expect(rows.map((row) => [...row.children].slice(1).map((cell) => cell.textContent))).toEqual([
    ['Key', key, 'chat', '1'],
    ['Email address', email, 'chat', '1'],
  ]);
  for (const box of within(table).getAllByRole('checkbox')) {
    expect(box.getAttribute('aria-checked')).toBe('true');
  }
  fireEvent.click(saveButton());
  expect(await screen.findByText('Report saved as HTML.')).not.toBeNull();
  expect(saved()?.suggestedName).toBe('comparison-aaaaaaaa-bbbbbbbb.html');
  expect(saved()?.text).toContain('the system prompt was edited');
  expect(saved()?.text).toContain('[key 1]');
  expect(saved()?.text).not.toContain(key);
  expect(saved()?.text).not.toContain(email);
  expect(onClose).toHaveBeenCalledOnce();
  // Steps are read in full: a key that is cut in two would not be found.
  expect(engine.calls.filter(({ method }) => method === 'diff.pair')).toEqual([
    { method: 'diff.pair', params: { keyA: 2, keyB: 1002, isWhole: true } },
    { method: 'diff.pair', params: { keyA: 3, keyB: null, isWhole: true } },
  ]);
});

it.each([
  ['Use %.', '1 possible secret.'],
  ['Use %, then write to jo@mail.example.org.', '2 possible secrets.'],
])('says how many are found in %j, and what becomes of them', async (text, counted) => {
  after = text.replace('%', key);
  open();
  expect(
    await screen.findByText(`${counted} Ticked values are replaced by a placeholder.`),
  ).not.toBeNull();
});

it('keeps what the reader wants kept', async () => {
  open();
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Redact email 1' }));
  expect(screen.getByRole('checkbox', { name: 'Redact all' }).getAttribute('aria-checked')).toBe(
    'mixed',
  );
  fireEvent.click(saveButton());
  await waitFor(() => expect(saved()?.text).toContain(email));
  expect(saved()?.text).not.toContain(key);
});

it('stays open where saving is cancelled or fails', async () => {
  isSaved = false;
  open();
  await screen.findByRole('table');
  fireEvent.click(saveButton());
  await waitFor(() => expect(saveButton().getAttribute('aria-busy')).toBeNull());
  expect(saved()).toBeDefined();
  engine.answerShell('dialog.saveText', () => {
    throw new ContractError('io', 'The disk is full.');
  });
  fireEvent.click(saveButton());
  expect(await screen.findByText('The disk is full.')).not.toBeNull();
  expect(onClose).not.toHaveBeenCalled();
});

it('says that nothing was found', async () => {
  after = 'Be kind.';
  open();
  expect(await screen.findByText(/^No keys, passwords, addresses/)).not.toBeNull();
  expect(screen.queryByRole('table')).toBeNull();
  fireEvent.click(saveButton());
  await waitFor(() => expect(saved()?.text).toContain('Be '));
});

it('says why it cannot read the steps, and tries again', async () => {
  failure = new ContractError('internal', 'The store is busy.');
  open();
  expect((await screen.findByRole('alert')).textContent).toContain('The store is busy.');
  expect(saveButton().hasAttribute('disabled')).toBe(true);
  failure = null;
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByRole('table')).not.toBeNull();
});

it('begins with the focus where nothing is lost by a press', async () => {
  open();
  const cancel = await screen.findByRole('button', { name: 'Cancel' });
  await waitFor(() => expect(document.activeElement).toBe(cancel));
});

it('says what it is at, and ends its work when it is closed', async () => {
  TestReportWorker.isSlow = true;
  open();
  expect(await screen.findByText(/^\d of 2 steps read\.$/)).not.toBeNull();
  expect(await screen.findByText(/^Looking for possible secrets/)).not.toBeNull();
  expect(TestReportWorker.all.map(({ isEnded }) => isEnded)).toEqual([false]);
  close();
  await waitFor(() => expect(TestReportWorker.all.map(({ isEnded }) => isEnded)).toEqual([true]));
});

it('says that the report could not be made', async () => {
  TestReportWorker.isSlow = true;
  open();
  await waitFor(() => expect(TestReportWorker.all).toHaveLength(1));
  TestReportWorker.all[0]?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  expect((await screen.findByRole('alert')).textContent).toContain('out of memory');
});
