import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { GraphNode, RunGraph } from '@domain/facets/run-graph';

import { currentLocation, goBack } from '../../../lib/router';
import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { TracePage } from '../index';
import { FakeTrace, idOf, TRACE_ID } from '../test-support/fake-trace';
import { layoutGraph, type LayoutRequest } from './layout-graph';

vi.mock('./layout.worker?worker&url', () => ({ default: '/layout.worker.js' }));

/** What the worker does, on the thread of the test: jsdom has no workers. */
class TestWorker extends EventTarget {
  postMessage(request: LayoutRequest): void {
    queueMicrotask(() =>
      this.dispatchEvent(new MessageEvent('message', { data: layoutGraph(request) })),
    );
  }
  terminate(): void {}
}

function node(id: string, changes: Partial<GraphNode> = {}): GraphNode {
  return {
    id,
    kind: 'llm',
    label: id,
    callCount: 1,
    spanKeys: [],
    totalNs: 1e9,
    selfNs: 1e9,
    share: 0.5,
    inputTokens: null,
    outputTokens: null,
    cost: { usd: 0, state: 'none', unknownModels: [] },
    errorCount: 0,
    firstStartNs: 0,
    foldedNodeCount: 0,
    ...changes,
  };
}

let engine: FakeEngine;
let graph: RunGraph;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  vi.stubGlobal('Worker', TestWorker);
  engine = new FakeEngine().install();
  const trace = new FakeTrace({
    name: 'run',
    duration: 2e9,
    children: [{ name: 'chat gpt', duration: 1e9, status: 2 }],
  }).install(engine);
  const [root, child] = [...trace.table.keys];
  graph = {
    durationNs: 2e9,
    nodes: [
      node('coder', { kind: 'agent', spanKeys: [root!], totalNs: 2e9, share: 1 }),
      node('gpt-4.1', { spanKeys: [child!], firstStartNs: 10, callCount: 2, errorCount: 1 }),
    ],
    edges: [
      {
        from: 'coder',
        to: 'gpt-4.1',
        type: 'call',
        count: 2,
        totalNs: 1e9,
        errorCount: 1,
        isDeclared: false,
      },
    ],
    folds: [],
  };
  engine.answer('trace.graph', () => graph);
});

afterEach(() => close());

async function open(query = ''): Promise<void> {
  close = renderView(engine, `/traces/${TRACE_ID}?view=graph${query}`, <TracePage />);
  await screen.findByRole('group', { name: 'Graph of the run' });
  // Keys are told of the graph in an effect.
  await act(async () => undefined);
}

const press = (key: string): boolean =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });

const nodeButton = (id: string): HTMLElement =>
  document.querySelector<HTMLElement>(`[data-node="${id}"]`)!;

describe('the graph', () => {
  it('names each node with its calls, time and errors', async () => {
    await open();
    expect(nodeButton('coder').textContent).toMatch(/^coder2\.00.s100%$/);
    expect(within(nodeButton('coder')).getByRole('img', { name: 'Agent' })).toBeTruthy();
    expect(nodeButton('gpt-4.1').textContent).toMatch(/^gpt-4\.11 error2 calls, 1\.00.s50%$/);
  });

  it('shows what a node did, and goes to its span in the waterfall', async () => {
    await open();
    fireEvent.click(nodeButton('gpt-4.1'));
    const panel = screen.getByRole('complementary', { name: 'LLM gpt-4.1' });
    expect(panel.textContent).toContain('2 calls from coder');
    fireEvent.click(within(panel).getByRole('button', { name: /Show in waterfall/ }));
    expect(currentLocation().route).toMatchObject({ mode: 'waterfall', spanId: idOf(1) });
  });

  it('says of what was declared and did not run that it did not', async () => {
    graph = {
      ...graph,
      nodes: [...graph.nodes, node('review', { kind: 'chain', callCount: 0, totalNs: 0 })],
      edges: [
        ...graph.edges,
        {
          from: 'coder',
          to: 'review',
          type: 'declared',
          count: 0,
          totalNs: 0,
          errorCount: 0,
          isDeclared: true,
        },
      ],
    };
    await open();
    const list = screen.getByRole('list', { name: 'Declared, not taken' });
    expect(list.textContent).toBe('coder → review');
    expect(document.querySelector('svg title')?.textContent).toBe(
      'coder → review: declared, not taken',
    );
    expect(nodeButton('review').textContent).toBe('reviewdeclared, not run');
    fireEvent.click(nodeButton('coder'));
    const part = screen.getByRole('region', { name: 'Declared, not taken' });
    fireEvent.click(within(part).getByRole('button', { name: /review/ }));
    const panel = screen.getByRole('complementary', { name: 'Chain review' });
    expect(panel.textContent).toContain('declared, not run');
    const show = within(panel).getByRole('button', { name: /Show in waterfall/ });
    expect((show as HTMLButtonElement).disabled).toBe(true);
  });

  it('moves along the lines and through time by key, and lets go with Escape', async () => {
    await open();
    const selected = (): string | undefined =>
      document.querySelector<HTMLElement>('[aria-pressed=true][data-node]')?.dataset['node'];
    press('j');
    expect(selected()).toBe('coder');
    press('ArrowRight');
    expect(selected()).toBe('gpt-4.1');
    press('ArrowLeft');
    expect(selected()).toBe('coder');
    press('x');
    expect(selected()).toBe('gpt-4.1');
    press('Escape');
    expect(selected()).toBeUndefined();
    press('Escape');
    expect(currentLocation().route.view).toBe('traces');
  });

  it('keeps the focus when a node is pressed, so that Enter goes to its span', async () => {
    await open();
    const graphGroup = screen.getByRole('group', { name: 'Graph of the run' });
    const button = nodeButton('gpt-4.1');
    fireEvent.pointerDown(button);
    fireEvent.click(button);
    expect(document.activeElement).toBe(graphGroup);
    expect(graphGroup.getAttribute('aria-activedescendant')).toBe(button.id);
    press('Enter');
    expect(currentLocation().route).toMatchObject({ mode: 'waterfall', spanId: idOf(1) });
    act(() => goBack());
    await waitFor(() =>
      expect(currentLocation().route).toMatchObject({ mode: 'graph', spanId: idOf(1) }),
    );
  });

  it('begins at the node of the span that was selected', async () => {
    await open(`&span=${idOf(1)}`);
    expect(screen.getByRole('complementary', { name: 'LLM gpt-4.1' })).toBeTruthy();
  });

  it('asks for another grouping and says what was folded', async () => {
    await open();
    graph = {
      ...graph,
      folds: [{ nodeId: 'coder', nodeCount: 70, spanCount: 500, reason: '70 tools are one node.' }],
    };
    fireEvent.click(screen.getByRole('radio', { name: 'Kind' }));
    expect(
      await screen.findByText('71 nodes are too many to read. Each shown as one: coder.'),
    ).toBeTruthy();
    fireEvent.click(nodeButton('coder'));
    expect(screen.getByText('70 tools are one node.')).toBeTruthy();
    const asked = engine.calls.filter(({ method }) => method === 'trace.graph');
    expect(asked.at(-1)?.params).toMatchObject({ groupBy: 'kind' });
  });

  it('says where there is nothing to draw', async () => {
    graph = { ...graph, nodes: [], edges: [] };
    close = renderView(engine, `/traces/${TRACE_ID}?view=graph`, <TracePage />);
    await waitFor(() => expect(screen.getByText(/No span of this trace/)).toBeTruthy());
  });
});
