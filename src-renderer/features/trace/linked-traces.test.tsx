import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { SpanFlag } from '@domain/span-table';

import { FakeEngine } from '../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { answerFacets } from './test-support/fake-facets';
import { FakeTrace, idOf, OTHER_TRACE_ID, TRACE_ID, TRACE_KEY } from './test-support/fake-trace';
import { TracePage } from './index';
import { useViewPreferences } from './view-preferences';

const MS = 1e6;
const OTHER_KEY = 9;
let engine: FakeEngine;
let trace: FakeTrace;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  useViewPreferences.setState({ treeWidth: null, showCritical: true, isInspectorOpen: true });
  engine = new FakeEngine().install();
  const flags = SpanFlag.otherTrace;
  trace = new FakeTrace({
    name: 'run',
    duration: 900 * MS,
    children: [
      {
        name: 'llm_request',
        duration: 300 * MS,
        children: [
          {
            name: 'POST /v1/messages',
            duration: 200 * MS,
            flags,
            children: [{ name: 'sample', duration: 100 * MS, flags, status: 2 }],
          },
        ],
      },
    ],
  }).install(engine);
  trace.linked = {
    traces: [{ traceId: OTHER_TRACE_ID, key: OTHER_KEY, topKeys: [trace.table.keys[2]!] }],
    missingCount: 0,
    cutTraceCount: 0,
    cutSpanCount: 0,
  };
});

afterEach(() => close());

async function open(query = ''): Promise<void> {
  close = renderView(engine, `/traces/${TRACE_ID}${query}`, <TracePage />);
  await screen.findByRole(query.includes('transcript') ? 'feed' : 'tree');
}

const links = (within_: HTMLElement): (string | null)[] =>
  within(within_)
    .getAllByRole('link', { name: /other trace/ })
    .map((link) => link.getAttribute('href'));

describe('a trace that a span links to as its remote side', () => {
  it('stands below that span in the waterfall, marked, with the way to it', async () => {
    await open();
    const rows = screen.getAllByRole('treeitem');
    expect(rows.map((row) => row.getAttribute('aria-level'))).toEqual(['1', '2', '3', '4']);
    expect(links(screen.getByRole('tree'))).toEqual([expect.stringContaining(OTHER_TRACE_ID)]);
    expect(rows[3]!.textContent).toContain('of another trace');
    expect(rows[1]!.textContent).not.toContain('of another trace');
  });

  it('counts in its own header alone', async () => {
    await open();
    const figure = (name: string): string | undefined =>
      screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent ?? undefined;
    expect(figure('Spans')).toBe('2');
    expect(figure('Errors')).toBe('0');
  });

  it('is named by the inspector, whichever of its spans is selected', async () => {
    await open(`?span=${idOf(3)}`);
    const inspector = await screen.findByRole('complementary', { name: 'Span' });
    await waitFor(() => expect(links(inspector)).toHaveLength(1));
  });

  it('stands below that call in the transcript', async () => {
    answerFacets(
      engine,
      trace,
      new Map([
        [0, { kind: 'agent' as const, label: 'coder' }],
        [1, { kind: 'llm' as const, label: 'claude' }],
        [3, { kind: 'llm' as const, label: 'claude-remote' }],
      ]),
    );
    await open('?view=transcript');
    const feed = screen.getByRole('feed', { name: 'Transcript' });
    await waitFor(() => expect(links(feed)).toHaveLength(1));
    expect(
      within(feed)
        .getAllByRole('article')
        .map((step) => step.getAttribute('aria-label')),
    ).toEqual(['coder', 'claude', '/v1/messages', 'claude-remote']);
    expect(feed.textContent).toContain('1 LLM call');
  });

  it('says how much of it is cut', async () => {
    trace.linked = { ...trace.linked, cutSpanCount: 1200 };
    await open();
    expect(screen.getByText(/^1,200 spans of linked traces are too many/)).toBeTruthy();
  });

  it('is understood again when it was', async () => {
    answerFacets(engine, trace, new Map([[1, { kind: 'llm' as const, label: 'claude' }]]));
    await open();
    const reads = (): number =>
      engine.calls.filter(({ method }) => method === 'trace.facets').length;
    await waitFor(() => expect(reads()).toBeGreaterThan(0));
    const before = reads();
    act(() => engine.emit('traces.facetsChanged', { keys: [OTHER_KEY] }));
    await waitFor(() => expect(reads()).toBe(before + 1), { timeout: 2000 });
  });

  it('is read again when it has changed, or has come', async () => {
    await open();
    const emit = (key: number): void =>
      act(() => engine.emit('traces.changed', { keys: [key], totalStored: 2 }));
    const before = trace.reads;
    emit(OTHER_KEY);
    await waitFor(() => expect(trace.reads).toBe(before + 1), { timeout: 2000 });
    trace.linked = { ...trace.linked, traces: [], missingCount: 1 };
    emit(TRACE_KEY);
    await waitFor(() => expect(trace.reads).toBe(before + 2), { timeout: 2000 });
    emit(OTHER_KEY + 1);
    await waitFor(() => expect(trace.reads).toBe(before + 3), { timeout: 2000 });
  });
});
