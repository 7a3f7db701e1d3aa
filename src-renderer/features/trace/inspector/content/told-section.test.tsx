import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { TraceInfo } from '@domain/annotations/trace-info';

import { FakeEngine } from '../../../../lib/test-support/fake-engine';
import { FakeProjects } from '../../../../lib/test-support/fake-projects';
import { followSettings } from '../../../../stores/settings';
import { renderView, stubLayout } from '../../../../ui/test-support/render-view';
import { TracePage } from '../../index';
import { answerFacets, payload } from '../../test-support/fake-facets';
import { FakeTrace, idOf, TRACE_ID } from '../../test-support/fake-trace';
import { useViewPreferences } from '../../view-preferences';

let engine: FakeEngine;
let info: TraceInfo | null;
let stops: (() => void)[] = [];

beforeEach(() => {
  stubLayout();
  useViewPreferences.setState({ isInspectorOpen: true });
  engine = new FakeEngine().install();
  new FakeProjects('Default', 'docs-rag').install(engine);
  const trace = new FakeTrace({ name: 'run', children: [{ name: 'step' }] }).install(engine);
  trace.row = { ...trace.row, experimentId: 1 };
  trace.spans.set(1, { parentSpanId: idOf(0) });
  const facets = { kind: 'chain', facets: { input: [payload('in')] } } as const;
  answerFacets(engine, trace, new Map([0, 1].map((span) => [span, facets])));
  info = {
    traceId: TRACE_ID,
    clientRequestId: 'req-777',
    experimentId: 1,
    requestTimeMs: 1_760_000_000_000,
    executionDurationMs: 1500,
    state: 'OK',
    requestPreview: 'PREVIEW-IN',
    responsePreview: `PREVIEW-OUT ${'x'.repeat(300)} the end`,
    metadata: { 'mlflow.trace_schema.version': '3', 'customer.tier': 'platinum' },
  };
  engine.answer('trace.info', () => ({ info }));
});
afterEach(() => {
  for (const stop of stops) stop();
});

function open(span: number | null): void {
  const query = span === null ? '' : `?span=${idOf(span)}`;
  stops = [renderView(engine, `/traces/${TRACE_ID}${query}`, <TracePage />), followSettings()];
}
const card = (): Promise<HTMLElement> =>
  screen.findByRole('article', { name: 'Told of the trace' });

it('shows what was told of the trace where nothing is selected', async () => {
  open(null);
  const told = within(await card());
  const terms = told.getAllByRole('term').map(({ textContent }) => textContent);
  expect(terms).toEqual([
    'Client request id',
    'Request preview',
    'Response preview',
    'State',
    'Request time',
    'Duration',
    'customer.tier',
    'mlflow.trace_schema.version',
  ]);
  for (const text of ['req-777', 'PREVIEW-IN', 'OK', '1.50 s', 'platinum']) {
    expect(told.getByText(text)).toBeTruthy();
  }
  expect(told.getByRole('button', { name: 'Copy customer.tier' })).toBeTruthy();
  expect(told.queryByText(/the end/)).toBeNull();
  fireEvent.click(told.getByRole('button', { name: /^Show all/ }));
  expect(told.getByText(/the end/)).toBeTruthy();
});

it('tells it at the root alone, and follows what is told later', async () => {
  info = null;
  open(0);
  await screen.findByRole('article', { name: 'Input' });
  expect(screen.queryByRole('article', { name: 'Told of the trace' })).toBeNull();
  info = {
    traceId: TRACE_ID,
    clientRequestId: 'late',
    experimentId: 1,
    requestTimeMs: null,
    executionDurationMs: null,
    state: 'STATE_UNSPECIFIED',
    requestPreview: null,
    responsePreview: null,
    metadata: {},
  };
  engine.emit('traces.annotated', { keys: null });
  expect(within(await card()).getAllByRole('term')).toHaveLength(1);
});

it('leaves other spans to themselves', async () => {
  open(1);
  await screen.findByRole('article', { name: 'Input' });
  expect(screen.queryByRole('article', { name: 'Told of the trace' })).toBeNull();
});

it('names the project, and leads to its traces', async () => {
  open(null);
  const project = await screen.findByRole('link', { name: 'docs-rag' });
  await waitFor(() => expect(project.getAttribute('href')).toContain('project=1'));
});
