import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { tracesRoute } from '@domain/route';
import { SpanFlag } from '@domain/span-table';

import { currentLocation, goBack, goForward } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { traceFacets } from '../../lib/test-support/trace-facets';
import { useListRouteStore } from '../../stores/list-route';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { answerFacets } from './test-support/fake-facets';
import { FakeTrace, idOf, OTHER_TRACE_ID, TRACE_ID, TRACE_KEY } from './test-support/fake-trace';
import { TracePage } from './index';
import { useViewPreferences } from './view-preferences';

const MS = 1e6;
let engine: FakeEngine;
let trace: FakeTrace;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  useViewPreferences.setState({
    treeWidth: null,
    showCritical: true,
    isInspectorOpen: true,
  });
  engine = new FakeEngine().install();
  trace = new FakeTrace({
    name: 'invoke_agent run',
    category: 'agent',
    duration: 900 * MS,
    children: [
      {
        name: 'plan',
        category: 'chain',
        duration: 300 * MS,
        children: [
          { name: 'chat gpt', category: 'llm', duration: 200 * MS, status: 2 },
          { name: 'retrieve notes', category: 'retriever', start: 200 * MS, duration: 100 * MS },
        ],
      },
      {
        name: 'execute_tool grep',
        category: 'tool',
        start: 300 * MS,
        duration: 50 * MS,
        status: 2,
      },
      { name: 'chat gpt', category: 'llm', start: 400 * MS, duration: 500 * MS },
    ],
  }).install(engine);
});

afterEach(() => close());

const path = (query = ''): string => `/traces/${TRACE_ID}${query}`;

async function open(query = ''): Promise<void> {
  close = renderView(engine, path(query), <TracePage />);
  await screen.findByRole('tree', { name: 'Spans' });
}

const items = (): HTMLElement[] => screen.getAllByRole('treeitem');
const nameOf = (one: HTMLElement): string => one.querySelector('[title]')!.getAttribute('title')!;
const names = (): string[] => items().map(nameOf);
const item = (name: string): HTMLElement => items().find((one) => nameOf(one) === name)!;
const selected = (): string | undefined =>
  items()
    .filter((one) => one.getAttribute('aria-selected') === 'true')
    .map(nameOf)[0];

function press(key: string, init: KeyboardEventInit = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...init });
}

function changed(): void {
  act(() => engine.emit('traces.changed', { keys: [TRACE_KEY], totalStored: 1 }));
}

describe('the tree', () => {
  it('tells level, place and state of every row to assistive technology', async () => {
    await open();
    expect(names()).toEqual([
      'invoke_agent run',
      'plan',
      'chat gpt',
      'retrieve notes',
      'execute_tool grep',
      'chat gpt',
    ]);
    const grep = item('execute_tool grep');
    expect(grep.getAttribute('aria-level')).toBe('2');
    expect(grep.getAttribute('aria-posinset')).toBe('2');
    expect(grep.getAttribute('aria-setsize')).toBe('3');
    expect(grep.getAttribute('aria-expanded')).toBeNull();
    expect(grep.textContent).toBe(
      'execute_tool grep, Tool, 50\u00a0ms, starts at +300\u00a0ms, error',
    );
    expect(item('plan').getAttribute('aria-expanded')).toBe('true');
  });

  it('folds and unfolds with the arrows, e and a press, and counts what is folded', async () => {
    await open(`?span=${idOf(1)}`);
    press('ArrowLeft');
    expect(names()).toHaveLength(4);
    expect(item('plan').textContent).toContain('2 spans');
    expect(item('plan').textContent).toContain('1 error folded');
    press('ArrowRight');
    press('ArrowRight');
    expect(selected()).toBe('chat gpt');
    press('ArrowLeft');
    expect(selected()).toBe('plan');
    press('e');
    expect(item('plan').getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(item('plan').querySelector('button')!);
    expect(item('plan').getAttribute('aria-expanded')).toBe('true');
    press('Home');
    press('E', { shiftKey: true });
    expect(names()).toEqual(['invoke_agent run']);
    press('E', { shiftKey: true });
    expect(names()).toHaveLength(6);
  });

  it('moves by rows, siblings and ends', async () => {
    await open();
    press('j');
    expect(selected()).toBe('plan');
    press(']');
    expect(selected()).toBe('execute_tool grep');
    press('[');
    expect(selected()).toBe('plan');
    press('End');
    expect(selected()).toBe('chat gpt');
    press('k');
    expect(selected()).toBe('execute_tool grep');
    press('Home');
    expect(selected()).toBe('invoke_agent run');
  });

  it('goes from error to error, also into what is folded', async () => {
    await open(`?span=${idOf(1)}`);
    press('e');
    press('x');
    expect(selected()).toBe('chat gpt');
    expect(item('plan').getAttribute('aria-expanded')).toBe('true');
    press('x');
    expect(selected()).toBe('execute_tool grep');
    press('X', { shiftKey: true });
    expect(selected()).toBe('chat gpt');
  });

  it('hides a kind and shows its children in its place', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Chain, 1 span' }));
    expect(names()).not.toContain('plan');
    expect(item('retrieve notes').getAttribute('aria-level')).toBe('2');
    fireEvent.click(screen.getByRole('button', { name: 'Chain, 1 span' }));
    expect(names()).toContain('plan');
  });

  it('counts exceptions beside errors, marks them, and goes through them too', async () => {
    trace.become({
      name: 'root',
      children: [
        { name: 'retried', exceptions: 2 },
        { name: 'failed', status: 2, exceptions: 1 },
        { name: 'deep', children: [{ name: 'swallowed', exceptions: 1 }] },
      ],
    });
    await open();
    expect(screen.getByText('Errors').parentElement!.textContent).toBe('Errors1 + 2 exceptions');
    for (const name of ['retried', 'failed', 'swallowed', 'retried']) {
      press('x');
      expect(selected()).toBe(name);
    }
    fireEvent.click(item('deep').querySelector('button')!);
    expect(item('deep').textContent).toContain('1 exception folded');
  });

  it('finds spans and goes through them', async () => {
    await open();
    press('/');
    const field = screen.getByRole('textbox', { name: 'Find in trace' });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'GPT' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(selected()).toBe('chat gpt');
    expect(screen.getByText('1 of 2')).toBeTruthy();
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(screen.getByText('2 of 2')).toBeTruthy();
    fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
    expect(screen.getByText('1 of 2')).toBeTruthy();
    fireEvent.change(field, { target: { value: 'nothing' } });
    expect(screen.getByText('No span matches')).toBeTruthy();
  });

  it('turns the critical path off and on', async () => {
    await open();
    const button = screen.getByRole('button', { name: /Critical path/ });
    expect(button.getAttribute('aria-pressed')).toBe('true');
    press('p');
    expect(button.getAttribute('aria-pressed')).toBe('false');
  });

  it('draws the rows in sight only, of a hundred thousand', async () => {
    trace.become({
      name: 'root',
      children: Array.from({ length: 99_999 }, (_, i) => ({ name: `step ${i % 50}` })),
    });
    await open();
    expect(items().length).toBeLessThan(60);
    expect(items()[1]!.getAttribute('aria-setsize')).toBe('99999');
  });
});

describe('what is odd about a trace', () => {
  it('is said, and leads to the spans it is about', async () => {
    trace.become(
      {
        name: '',
        flags: SpanFlag.placeholder,
        children: [{ name: 'orphan', flags: SpanFlag.orphan, duration: 5 * MS }],
      },
      { name: 'late', flags: SpanFlag.clockSkew },
    );
    trace.row = { ...trace.row, rootName: null, firstSpanName: 'orphan', status: 'running' };
    await open();
    expect(
      screen.getByText(
        'Root span not received: 1 span refers to a parent that has not been received.',
      ),
    ).toBeTruthy();
    expect(screen.getAllByText(/[Rr]oot (span )?not received/)).toHaveLength(2);
    expect(items()[0]!.textContent).toContain('missing span 0000000000000001, not received');
    expect(selected()).toBe('orphan');
    const clocks = screen.getByText(/Clocks differ/).closest('[role=status]') as HTMLElement;
    fireEvent.click(within(clocks).getByRole('button', { name: 'Show' }));
    expect(selected()).toBe('late');
    fireEvent.click(within(clocks).getByRole('button', { name: 'Close' }));
    expect(screen.queryByText(/Clocks differ/)).toBeNull();
  });
});

describe('the route', () => {
  const at = (): string => currentLocation().path;

  it('holds the span and the tab, and Back and Forward restore both', async () => {
    await open();
    fireEvent.click(item('plan'));
    expect(at()).toBe(path(`?span=${idOf(1)}`));
    fireEvent.click(item('execute_tool grep'));
    await screen.findByRole('tab', { name: /Events/ });
    press('3');
    expect(at()).toBe(path(`?span=${idOf(4)}&tab=events`));
    act(goBack);
    await waitFor(() => expect(at()).toBe(path(`?span=${idOf(4)}`)));
    act(goBack);
    await waitFor(() => expect(selected()).toBe('plan'));
    act(goForward);
    await waitFor(() => expect(selected()).toBe('execute_tool grep'));
    act(goForward);
    await waitFor(() => expect(at()).toContain('tab=events'));
    expect(selected()).toBe('execute_tool grep');
    expect(screen.getByRole('tab', { name: /Events/ }).getAttribute('aria-selected')).toBe('true');
  });

  it('is written once after a run of keys, without a step back for each', async () => {
    await open(`?span=${idOf(0)}`);
    press('j');
    press('j');
    press('j');
    expect(at()).toBe(path(`?span=${idOf(0)}`));
    await waitFor(() => expect(at()).toBe(path(`?span=${idOf(3)}`)));
    expect(currentLocation().canGoBack).toBe(false);
  });

  it('selects a span that is folded away, and says when it is not there yet', async () => {
    await open(`?span=${idOf(2)}`);
    expect(selected()).toBe('chat gpt');
    close();
    await open('?span=00000000000000ff');
    expect(screen.getByText(/Span 00000000000000ff is not in this trace yet/)).toBeTruthy();
  });

  it('leads back to the list as it was, after the inspector is closed', async () => {
    useListRouteStore.setState({
      route: { ...tracesRoute, text: 'run' },
    });
    await open();
    press('Escape');
    expect(screen.queryByRole('complementary', { name: 'Span' })).toBeNull();
    press('Escape');
    expect(at()).toBe('/traces?text=run');
  });
});

describe('a running trace', () => {
  it('takes in new spans without losing selection and folds', async () => {
    await open(`?span=${idOf(1)}`);
    press('e');
    trace.become({
      name: 'invoke_agent run',
      duration: 900 * MS,
      children: [
        { name: 'plan', duration: 300 * MS, children: [{ name: 'chat gpt' }] },
        { name: 'new span' },
      ],
    });
    changed();
    await waitFor(() => expect(names()).toEqual(['invoke_agent run', 'plan', 'new span']));
    expect(selected()).toBe('plan');
    expect(item('plan').getAttribute('aria-expanded')).toBe('false');
  });

  it('is read again for its own changes only', async () => {
    await open();
    act(() => engine.emit('traces.changed', { keys: [TRACE_KEY + 1], totalStored: 2 }));
    act(() => engine.emit('traces.changed', { keys: null, totalStored: 2 }));
    await waitFor(() => expect(trace.reads).toBe(2));
  });

  it('that has not arrived yet appears when it does', async () => {
    trace.isStored = false;
    close = renderView(engine, path(), <TracePage />);
    await screen.findByText(/is not in the store/);
    trace.isStored = true;
    changed();
    expect(await screen.findByRole('tree', { name: 'Spans' })).toBeTruthy();
  });

  it('that was deleted is looked for again on request', async () => {
    trace.isStored = false;
    close = renderView(engine, path(), <TracePage />);
    await screen.findByText(/is not in the store/);
    trace.isStored = true;
    fireEvent.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await screen.findByRole('tree', { name: 'Spans' })).toBeTruthy();
  });
});

describe('links between traces', () => {
  it('are followed where the trace is stored, and say so where it is not', async () => {
    const link = { traceState: '', attributes: [], droppedAttributesCount: 0, flags: 0 };
    trace.spans.set(1, {
      links: [
        { ...link, traceId: OTHER_TRACE_ID, spanId: idOf(9) },
        { ...link, traceId: 'ff'.repeat(16), spanId: idOf(9) },
        { ...link, traceId: TRACE_ID, spanId: idOf(4) },
        { ...link, traceId: 'short', spanId: '' },
      ],
    });
    await open(`?span=${idOf(1)}&tab=links`);
    const list = await screen.findByRole('list', { name: 'Links' });
    const cards = within(list).getAllByRole('listitem');
    await within(cards[0]!).findByRole('button', { name: 'Go to span' });
    await within(cards[1]!).findByText('not in the store');
    expect(within(cards[3]!).getByText('not a valid trace id')).toBeTruthy();
    fireEvent.click(within(cards[2]!).getByRole('button', { name: 'Go to span' }));
    await waitFor(() => expect(selected()).toBe('execute_tool grep'));
    act(goBack);
    await waitFor(() => expect(selected()).toBe('plan'));
    const again = within(await screen.findByRole('list', { name: 'Links' }));
    fireEvent.click((await again.findAllByRole('button', { name: 'Go to span' }))[0]!);
    expect(currentLocation().path).toBe(`/traces/${OTHER_TRACE_ID}?span=${idOf(9)}`);
  });
});

describe('a trace that is still being understood', () => {
  const sums = {
    ...traceFacets,
    modelCallCount: 1250,
    toolCallCount: 3,
    tokens: { ...traceFacets.tokens, input: 900, output: 80 },
    cost: { usd: 0.49, state: 'computed', unknownModels: [] },
  } as const;
  const figureOf = (name: string): string =>
    screen.getByText(name).parentElement?.textContent ?? '';

  it('says so and marks its sums, until all spans are', async () => {
    answerFacets(engine, trace, new Map(), { isComplete: false, understoodCount: 2, trace: sums });
    await open();
    await screen.findByText('understanding… 33%');
    expect(figureOf('LLM calls')).toBe('LLM calls1,250 so far');
    expect(figureOf('Tool calls')).toBe('Tool calls3 so far');
    expect(figureOf('Tokens')).toBe('Tokens900 in 80 out so far');
    expect(figureOf('Cost')).toBe('Cost$0.4900 so far');
    answerFacets(engine, trace, new Map(), { trace: { ...sums, modelCallCount: 5000 } });
    act(() => engine.emit('traces.facetsChanged', { keys: [TRACE_KEY] }));
    await waitFor(() => expect(figureOf('LLM calls')).toBe('LLM calls5,000'));
    expect(screen.queryByText(/understanding|so far/)).toBeNull();
  });
});
