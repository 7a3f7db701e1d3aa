import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ContractError } from '@contract/errors';
import { tracesRoute } from '@domain/route';

import { currentLocation, navigate } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { traceFacets } from '../../lib/test-support/trace-facets';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { initialList, useListStore } from './list-store';
import { FakeTraces, traceRow } from './test-support/fake-traces';
import { TracesPage } from './index';

let traces: FakeTraces;
let engine: FakeEngine;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  useListStore.setState(initialList);
  traces = new FakeTraces(300);
  let removed: ReturnType<FakeTraces['remove']> = [];
  engine = new FakeEngine()
    .install()
    .answer('traces.window', (params) => traces.window(params))
    .answer('traces.delete', ({ keys }) => {
      removed = traces.remove(keys);
      return { deleted: removed.length, undoToken: 'undo' };
    })
    .answer('traces.undoDelete', () => {
      traces.add(...removed);
      return { restored: removed.length };
    });
});

afterEach(() => close());

async function open(path = '/traces'): Promise<void> {
  close = renderView(engine, path, <TracesPage />);
  await waitFor(() => expect(grid().getAttribute('aria-busy')).toBe('false'));
}

const grid = (): HTMLElement => screen.getByRole('grid', { name: 'Traces' });
const row = (name: string): HTMLElement =>
  screen.getByRole('link', { name }).closest('[role=row]')!;
const names = (): string[] =>
  within(grid())
    .getAllByRole('link')
    .map((link) => link.textContent);
const isCursor = (name: string): boolean =>
  grid().getAttribute('aria-activedescendant') === row(name).id;

function press(key: string, init: KeyboardEventInit = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...init });
}

function changed(): void {
  act(() => engine.emit('traces.changed', { keys: null, totalStored: 0 }));
}

function scrollTo(top: number): void {
  grid().scrollTop = top;
  fireEvent.scroll(grid());
}

describe('the trace list', () => {
  it('shows the newest first and only the rows in sight, but counts all', async () => {
    await open();
    expect(names()[0]).toBe('run 300');
    expect(names().length).toBeLessThan(60);
    expect(grid().getAttribute('aria-rowcount')).toBe('301');
    expect(row('run 300').getAttribute('aria-rowindex')).toBe('2');
  });

  it('says what a trace without a root is, and how many errors there are', async () => {
    traces.add(
      traceRow(301, {
        rootName: null,
        firstSpanName: 'chat gpt',
        status: 'running',
        lastReceivedMs: Date.now(),
      }),
      traceRow(302, { errorCount: 3, status: 'error', serviceName: 'api', serviceCount: 4 }),
    );
    await open();
    expect(row('chat gpt').textContent).toContain('root not received yet');
    expect(within(row('chat gpt')).getByRole('img', { name: 'Running' })).toBeTruthy();
    expect(row('run 302').textContent).toContain('3 spans with errors');
    expect(row('run 302').textContent).toContain('api+3');
  });

  it('no longer shows a trace as running when its spans stopped coming without a root', async () => {
    const lost = { rootName: null, firstSpanName: 'chat gpt', status: 'running' } as const;
    traces.add(traceRow(301, { ...lost, lastReceivedMs: Date.now() - 61_000 }));
    await open();
    expect(row('chat gpt').textContent).toMatch(/root not received(?! yet)/);
    expect(within(row('chat gpt')).getByRole('img', { name: 'Not complete' })).toBeTruthy();
    expect(within(row('chat gpt')).getByText('root not received').title).toBe(
      'Last span received 1\u00a0min\u00a0ago',
    );
  });

  it('names a trace by its open root, and counts what its trace shows', async () => {
    const facets = { ...traceFacets, supersededCount: 2, openRootName: 'plan trip' };
    const open301 = { rootName: null, firstSpanName: 'ask', status: 'running', facets } as const;
    traces.add(traceRow(301, { ...open301, spanCount: 5, lastReceivedMs: Date.now() }));
    await open();
    expect(row('plan trip').textContent).toContain('root has not ended yet');
    expect(within(row('plan trip')).getByText('3')).toBeTruthy();
  });

  it('opens a trace with Enter, and with a click anywhere on its row', async () => {
    await open();
    press('ArrowDown');
    press('Enter');
    expect(currentLocation().path).toBe(`/traces/${traceRow(299).traceId}`);
    act(() => navigate(tracesRoute));
    fireEvent.click(within(row('run 297')).getByText('svc'));
    expect(currentLocation().path).toBe(`/traces/${traceRow(297).traceId}`);
  });

  it('moves with j and k, the arrows, Home, End and pages, within the list', async () => {
    await open();
    press('j');
    press('j');
    press('k');
    expect(isCursor('run 299')).toBe(true);
    press('PageDown');
    expect(isCursor('run 280')).toBe(true);
    press('PageUp');
    press('PageUp');
    expect(isCursor('run 300')).toBe(true);
    press('End');
    await waitFor(() => expect(isCursor('run 1')).toBe(true));
    press('ArrowDown');
    expect(isCursor('run 1')).toBe(true);
    press('Home');
    await waitFor(() => expect(isCursor('run 300')).toBe(true));
  });

  it('sorts by a column, and the other way around at the next press', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Duration' }));
    expect(currentLocation().path).toBe('/traces?sort=duration.desc');
    fireEvent.click(screen.getByRole('button', { name: 'Duration' }));
    expect(currentLocation().path).toBe('/traces?sort=duration.asc');
    await waitFor(() => expect(names()[0]).toBe('run 1'));
    expect(screen.getByRole('columnheader', { name: 'Duration' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    expect(currentLocation().canGoBack).toBe(false);
  });

  it('filters by the text in its field, which lives in the route', async () => {
    await open();
    press('/');
    const field = screen.getByRole('combobox', { name: 'Filter traces' });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'run 29' } });
    await waitFor(() => expect(currentLocation().path).toBe('/traces?text=run%2029'));
    await screen.findByText('11 of 300');
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(document.activeElement).toBe(field);
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(document.activeElement).toBe(grid());
    fireEvent.change(field, { target: { value: 'run 29' } });
    await screen.findByText('11 of 300');
    expect(names().at(-1)).toBe('run 29');
    act(() => navigate(tracesRoute));
    await waitFor(() => expect(names()[0]).toBe('run 300'));
    expect((field as HTMLInputElement).value).toBe('');
  });

  it('keeps the cursor on its trace after sorting where it is in sight, else at the top', async () => {
    await open();
    press('j');
    fireEvent.click(screen.getByRole('button', { name: 'Duration' }));
    await waitFor(() => expect(currentLocation().path).toContain('duration.desc'));
    await waitFor(() => expect(grid().getAttribute('aria-busy')).toBe('false'));
    expect(isCursor('run 299')).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: 'Duration' }));
    await waitFor(() => expect(names()[0]).toBe('run 1'));
    press('End');
    await waitFor(() => expect(isCursor('run 300')).toBe(true));
    fireEvent.change(screen.getByRole('combobox', { name: 'Filter traces' }), {
      target: { value: 'run' },
    });
    await screen.findByText('300 of 300');
    await waitFor(() => expect(isCursor('run 1')).toBe(true));
  });

  it('shows what an agent did, and nothing where that is not known yet', async () => {
    stubLayout(1700);
    traces.add(
      traceRow(301, {
        rootCategory: 0,
        tags: [
          { key: 'v14', value: '' },
          { key: 'env', value: 'prod' },
          { key: 'smoke', value: '' },
        ],
        facets: {
          ...traceFacets,
          rootKind: 'agent',
          agentCount: 2,
          modelCallCount: 11,
          toolCallCount: 7,
          tokens: {
            input: 61_600,
            output: 3200,
            cacheRead: 40_000,
            cacheWrite: null,
            reasoning: 0,
          },
          cost: { usd: 0.1008, state: 'computed', unknownModels: [] },
          inputPreview: 'Is SQLite fast enough?',
          outputPreview: 'Yes. 18,420 spans/s.',
          sessionId: 'wal-bench',
          userId: 'ada',
          models: ['gpt-4.1'],
          agents: ['planner'],
        },
      }),
    );
    await open();
    const cellsOf = (name: string): (string | null)[] =>
      within(row(name))
        .getAllByRole('gridcell')
        .map((cell) => cell.textContent);
    const known = cellsOf('run 301');
    expect(known).toEqual(
      expect.arrayContaining(['11', '7', '61.6k', '3.2k', '40k', '$0.1008', 'wal-bench', 'ada']),
    );
    expect(known).toEqual(expect.arrayContaining(['Yes. 18,420 spans/s.', 'v14+2']));
    expect(within(row('run 301')).getByRole('img', { name: 'Agent' })).toBeTruthy();
    expect(cellsOf('run 300').filter((text) => text === '0' || text === '$0')).toEqual([]);
  });

  it('hides a column and keeps the choice', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Tags' }));
    expect(engine.shellCalls.filter(({ method }) => method === 'settings.set')).toEqual([
      { method: 'settings.set', params: { traceColumns: { shown: [], hidden: ['tags'] } } },
    ]);
  });

  it('says when nothing matches, and clears the filter', async () => {
    close = renderView(engine, '/traces?text=nothing', <TracesPage />);
    await screen.findByText(/No trace matches “nothing”/);
    fireEvent.click(screen.getByRole('button', { name: 'Clear filter' }));
    await waitFor(() => expect(names()[0]).toBe('run 300'));
  });

  it('leads to Connect where there are no traces at all', async () => {
    traces = new FakeTraces(0);
    close = renderView(engine, '/traces', <TracesPage />);
    await screen.findByText(/No traces yet/);
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    expect(currentLocation().path).toBe('/connect');
  });

  it('says why it cannot be read, and tries again', async () => {
    traces.failure = new ContractError('store_unavailable', 'The disk is full.');
    close = renderView(engine, '/traces', <TracesPage />);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The disk is full.');
    traces.failure = null;
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await waitFor(() => expect(names()[0]).toBe('run 300'));
  });
});

describe('live traces', () => {
  it('come in at the top while the reader is there', async () => {
    await open();
    traces.add(traceRow(301));
    changed();
    await waitFor(() => expect(names()[0]).toBe('run 301'));
    expect(isCursor('run 300')).toBe(false);
  });

  it('wait behind a button while the reader is further down, and nothing moves', async () => {
    await open();
    scrollTo(2800);
    await waitFor(() => expect(names()).toContain('run 195'));
    const before = names();
    traces.add(traceRow(301), traceRow(302));
    changed();
    const pill = await screen.findByRole('button', { name: '2 new traces' });
    expect(names()).toEqual(before);
    fireEvent.click(pill);
    await waitFor(() => expect(names()[0]).toBe('run 302'));
    expect(grid().scrollTop).toBe(0);
    expect(screen.queryByRole('button', { name: /new trace/ })).toBeNull();
  });

  it('wait at the top too when live is off', async () => {
    await open();
    press('l');
    expect(screen.getByRole('button', { name: /Live/ }).getAttribute('aria-pressed')).toBe('false');
    traces.add(traceRow(301));
    changed();
    await screen.findByRole('button', { name: '1 new trace' });
    expect(names()[0]).toBe('run 300');
    press('l');
    await waitFor(() => expect(names()[0]).toBe('run 301'));
  });

  it('change in place while they run', async () => {
    traces.change(299, { status: 'running', spanCount: 2 });
    await open();
    traces.change(299, { status: 'ok', spanCount: 8 });
    changed();
    await waitFor(() =>
      expect(within(row('run 299')).getByRole('img', { name: 'OK' })).toBeTruthy(),
    );
    expect(names()[1]).toBe('run 299');
  });
});

describe('ticked traces', () => {
  const bar = (): HTMLElement => screen.getByRole('toolbar', { name: 'Selected traces' });

  it('are ticked with Space and a range with Shift, and cleared with Escape', async () => {
    await open();
    press(' ', { code: 'Space' });
    expect(row('run 300').getAttribute('aria-selected')).toBe('true');
    press('j');
    press('J', { shiftKey: true });
    press('J', { shiftKey: true });
    await waitFor(() => expect(bar().textContent).toContain('4 selected'));
    press('K', { shiftKey: true });
    await waitFor(() => expect(bar().textContent).toContain('3 selected'));
    press('Escape');
    expect(screen.queryByRole('toolbar', { name: 'Selected traces' })).toBeNull();
  });

  it('are ticked with the box of a row without opening it', async () => {
    await open();
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select run 298' }));
    expect(row('run 298').getAttribute('aria-selected')).toBe('true');
    expect(currentLocation().path).toBe('/traces');
  });

  it('are ticked from one box to another with Shift', async () => {
    await open();
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select run 300' }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select run 297' }), { shiftKey: true });
    await waitFor(() => expect(bar().textContent).toContain('4 selected'));
  });

  it('are all of the list with ⌘A, also those that are not loaded', async () => {
    await open();
    press('a', { ctrlKey: true });
    await waitFor(() => expect(bar().textContent).toContain('300 selected'));
  });

  it('are saved as MLflow JSON where the user chooses', async () => {
    let isSaved = true;
    engine
      .answer('traces.mlflowJson', ({ keys }) => JSON.stringify(keys))
      .answerShell('dialog.saveText', () => isSaved);
    await open();
    press(' ', { code: 'Space' });
    press('j');
    press(' ', { code: 'Space' });
    fireEvent.click(within(bar()).getByRole('button', { name: 'Save as MLflow JSON…' }));
    await screen.findByText('2 traces saved as MLflow JSON.');
    const saved = () => engine.shellCalls.filter(({ method }) => method === 'dialog.saveText');
    expect(saved()[0]?.params).toMatchObject({ suggestedName: 'traces.mlflow.json' });
    const text = (saved()[0]?.params as { text: string } | undefined)?.text ?? '';
    expect(JSON.parse(text)).toHaveLength(2);

    isSaved = false;
    fireEvent.click(within(bar()).getByRole('button', { name: 'Save as MLflow JSON…' }));
    await waitFor(() => expect(saved()).toHaveLength(2));
    expect(screen.getAllByText('2 traces saved as MLflow JSON.')).toHaveLength(1);
  });

  it('are deleted with Delete, and come back with Undo', async () => {
    await open();
    press(' ', { code: 'Space' });
    press('j');
    press(' ', { code: 'Space' });
    press('Delete');
    await waitFor(() => expect(names()[0]).toBe('run 298'));
    expect(screen.queryByRole('toolbar', { name: 'Selected traces' })).toBeNull();
    expect(screen.getByText('2 traces deleted')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(names()[0]).toBe('run 300'));
  });

  it('come back with ⌘Z too, once; the cursor goes on to the row after them', async () => {
    await open();
    press('j');
    press(' ', { code: 'Space' });
    press('J', { shiftKey: true });
    await waitFor(() => expect(bar().textContent).toContain('2 selected'));
    press('Delete');
    await waitFor(() => expect(names()[1]).toBe('run 297'));
    expect(isCursor('run 297')).toBe(true);
    press('z', { ctrlKey: true });
    await waitFor(() => expect(names()[1]).toBe('run 299'));
    expect(screen.queryByText('2 traces deleted')).toBeNull();
    expect(isCursor('run 297')).toBe(true);
    press('z', { ctrlKey: true });
    expect(engine.calls.filter(({ method }) => method === 'traces.undoDelete')).toHaveLength(1);
  });
});

describe('coming back to the list', () => {
  it('finds the same rows at the same place, with the cursor on the trace that was opened', async () => {
    await open();
    scrollTo(2800);
    await waitFor(() => expect(names()).toContain('run 195'));
    fireEvent.click(row('run 195'));
    expect(useListStore.getState()).toMatchObject({ scrollTop: 2800, isAtTop: false });
    expect(useListStore.getState().cursor.key).toBe(195);
  });
});
