import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { traceFacets } from '../../../lib/test-support/trace-facets';
import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { TracePage } from '../index';
import { answerFacets, type TestFacets } from '../test-support/fake-facets';
import { FakeTrace, TRACE_ID, TRACE_KEY } from '../test-support/fake-trace';
import { useViewPreferences } from '../view-preferences';

let engine: FakeEngine;
let trace: FakeTrace;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  useViewPreferences.setState({ isInspectorOpen: false, treeWidth: null });
  engine = new FakeEngine().install();
  trace = new FakeTrace({
    name: 'run',
    children: [
      { name: 'chat a', duration: 5 },
      { name: 'chat b', duration: 5 },
      { name: 'claude_code.tool', duration: 5 },
    ],
  }).install(engine);
});

afterEach(() => close());

async function open(facets: ReadonlyMap<number, TestFacets>): Promise<void> {
  answerFacets(engine, trace, facets);
  close = renderView(engine, `/traces/${TRACE_ID}`, <TracePage />);
  await screen.findByRole('tree', { name: 'Spans' });
}

const rows = (): HTMLElement[] => screen.getAllByRole('treeitem');
/** Texts of the two columns of a row. */
const figures = (row: number): (string | null)[] =>
  [...rows()[row]!.querySelectorAll('[aria-hidden] > span')].map((cell) => cell.textContent);

const spans = new Map<number, TestFacets>([
  [0, { kind: 'agent', label: 'run' }],
  [1, { kind: 'llm', label: 'a', tokens: [1000, 234], usd: 0.0138 }],
  [2, { kind: 'llm', label: 'b', tokens: [10, 2], usd: 0, costState: 'local' }],
  [3, { kind: 'tool', label: 'Bash' }],
]);

describe('tokens and cost in the tree', () => {
  it('stand beside the names, and agents have the sums of what is below them', async () => {
    await open(spans);
    await waitFor(() => expect(figures(0)).toEqual(['1.2k', '$0.0138']));
    expect(figures(1)).toEqual(['1.2k', '$0.0138']);
    expect(figures(2)).toEqual(['12', '$0']);
    expect(figures(3)).toEqual(['', '']);
    expect(rows()[0]!.textContent).toContain('1,246 tokens, $0.0138');
    expect(
      within(screen.getByRole('region', { name: 'Waterfall' })).getByText('Cost'),
    ).toBeTruthy();
  });

  it('say where no price is known, and how much is known of a sum', async () => {
    await open(new Map(spans).set(2, { kind: 'llm', tokens: [10, 2], costState: 'unknown' }));
    await waitFor(() => expect(figures(2)).toEqual(['12', '—']));
    expect(figures(0)).toEqual(['1.2k', '$0.0138+']);
  });

  it('are not there where no span has any', async () => {
    await open(new Map([[3, { kind: 'tool', label: 'Bash' }]]));
    await waitFor(() => expect(rows()[3]!.textContent).toContain('Bash'));
    expect(screen.queryByText('Cost')).toBeNull();
  });
});

describe('kinds and labels', () => {
  it('are as the sender told, before names that do not tell', async () => {
    await open(spans);
    await waitFor(() => expect(rows()[3]!.textContent).toContain('Bash claude_code.tool'));
    expect(rows()[3]!.textContent).toContain('Tool, ');
    expect(screen.getByRole('button', { name: 'LLM, 2 spans' })).toBeTruthy();
  });

  it('are read again when they were found out anew, without the spans', async () => {
    await open(new Map());
    await waitFor(() => expect(trace.reads).toBe(1));
    answerFacets(engine, trace, spans);
    act(() => engine.emit('traces.facetsChanged', { keys: [TRACE_KEY + 1] }));
    act(() => engine.emit('traces.facetsChanged', { keys: [TRACE_KEY] }));
    await waitFor(() => expect(figures(1)).toEqual(['1.2k', '$0.0138']));
    expect(trace.reads).toBe(1);
  });
});

describe('the header', () => {
  it('tells calls, tokens, cost and the session', async () => {
    trace.row = {
      ...trace.row,
      facets: {
        ...traceFacets,
        modelCallCount: 11,
        toolCallCount: 7,
        tokens: { ...traceFacets.tokens, input: 61_600, output: 3200 },
        cost: { usd: 0.1008, state: 'computed', unknownModels: [] },
        sessionId: 'wal bench',
      },
    };
    close = renderView(engine, `/traces/${TRACE_ID}`, <TracePage />);
    await screen.findByRole('tree', { name: 'Spans' });
    const text = screen.getByRole('banner').querySelector('dl')!.textContent;
    for (const figure of ['LLM calls11', 'Tool calls7', 'Tokens61.6k in 3.2k out', 'Cost$0.1008']) {
      expect(text).toContain(figure);
    }
    expect(screen.getByRole('link', { name: 'wal bench' }).getAttribute('href')).toBe(
      '#/sessions/wal%20bench',
    );
  });
});
