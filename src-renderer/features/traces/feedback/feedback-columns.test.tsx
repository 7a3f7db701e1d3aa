import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { AssessmentBrief, AssessmentDistribution } from '@contract/annotations';
import type { SpanId } from '@domain/units';

import { currentLocation } from '../../../lib/router';
import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { followSettings } from '../../../stores/settings';
import { FakeAssessments } from '../../../ui/feedback/test-support/fake-assessments';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { fitColumns } from '../columns';
import { initialList, useListStore } from '../list-store';
import { FakeTraces, traceRow } from '../test-support/fake-traces';
import { TracesPage } from '../index';
import { briefsOf } from './feedback-cell';

const brief = (changes: Partial<AssessmentBrief>): AssessmentBrief => ({
  name: 'score',
  kind: 'feedback',
  value: 0.5,
  hasError: false,
  spanId: null,
  isOfSession: false,
  ...changes,
});
const span = '00f067aa0ba902b7' as SpanId;

let traces: FakeTraces;
let engine: FakeEngine;
let said: FakeAssessments;
const stops: (() => void)[] = [];

beforeEach(() => {
  stubLayout(1600);
  useListStore.setState(initialList);
  traces = new FakeTraces(2);
  engine = new FakeEngine().install();
  engine.settings = {
    ...engine.settings,
    traceColumns: { shown: ['feedback:score', 'expectation:fact'], hidden: [] },
  };
  engine.answer('traces.window', (params) => traces.window(params));
  said = new FakeAssessments().install(engine);
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function open(path = '/traces'): Promise<void> {
  stops.push(followSettings(), renderView(engine, path, <TracesPage />));
  await screen.findByRole('columnheader', { name: 'score' });
}
const row = (name: string) => within(screen.getByRole('link', { name }).closest('[role=row]')!);

it('shows the values of a name, the own one of the trace first', async () => {
  traces.change(2, {
    assessments: [
      brief({ value: 0.1, spanId: span }),
      brief({ value: 0.9 }),
      brief({ value: 0.2, spanId: span }),
      brief({ name: 'fact', kind: 'expectation', value: 'Oslo' }),
      brief({ name: 'helpful', value: false }),
    ],
  });
  await open();
  const cells = row('run 2');
  expect(cells.getByTitle('0.9').textContent).toBe('0.9');
  expect(cells.getByText('+2').parentElement?.title).toBe('0.9, 0.2 (span), 0.1 (span)');
  expect(cells.getByText('Oslo')).toBeTruthy();
  expect(cells.getByTitle('Thumbs down')).toBeTruthy();
});

it('shows both where yes and no were said', async () => {
  engine.settings = {
    ...engine.settings,
    traceColumns: { shown: ['feedback:score', 'feedback:helpful'], hidden: [] },
  };
  traces.change(2, {
    assessments: [
      brief({ name: 'helpful', value: false }),
      brief({ name: 'helpful', value: true }),
      brief({ name: 'helpful', value: true, spanId: span }),
    ],
  });
  await open();
  const cells = row('run 2');
  expect(cells.getByTitle('Thumbs up')).toBeTruthy();
  expect(cells.getByTitle('Thumbs down')).toBeTruthy();
  expect(cells.getByTitle('Yes, No, Yes (span)').textContent).toBe('YesNo+1');
});

it('has what is of a session behind what is of the trace, and no thumb of it', async () => {
  const ofSession = brief({ name: 'helpful', value: true, isOfSession: true });
  const own = brief({ name: 'helpful', value: false });
  const field = { name: 'helpful', kind: 'feedback' } as const;
  expect(briefsOf({ assessments: [own, ofSession] }, field)).toEqual([own, ofSession]);
  traces.add(traceRow(3, { assessments: [ofSession] }));
  await open();
  expect(row('run 3').queryByTitle('Thumbs up')).toBeNull();
});

it('tells how values are spread, and filters by a bar', async () => {
  const spread: AssessmentDistribution = {
    count: 9,
    errorCount: 1,
    valueType: 'number',
    mean: 0.4321,
    buckets: [
      { label: '0', from: 0, to: 0.5, count: 6 },
      { label: '0.5', from: 0.5, to: 1, count: 2 },
    ],
    otherCount: 0,
  };
  let asked: unknown = null;
  engine.answer('assessments.distribution', (params) => {
    asked = params;
    return spread;
  });
  await open('/traces?text=run');
  fireEvent.click(screen.getByRole('button', { name: 'score' }));
  const popup = within(await screen.findByRole('dialog', { name: 'score' }));
  expect(await popup.findByText('9 values · mean 0.4321 · 1 error')).toBeTruthy();
  expect(asked).toEqual({ name: 'score', kind: 'feedback', text: 'run', experiment: null });
  fireEvent.click(popup.getByRole('button', { name: /^0 to 0.5/ }));
  const filter = decodeURIComponent(currentLocation().path);
  expect(filter).toBe('/traces?text=feedback.score >= 0 AND feedback.score < 0.5');
});

it('is chosen by name in the menu of columns, and hidden from its head', async () => {
  engine.answer('assessments.distribution', () => ({
    count: 0,
    errorCount: 0,
    valueType: 'text',
    mean: null,
    buckets: [],
    otherCount: 0,
  }));
  await open();
  fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
  fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'helpful' }));
  expect(engine.settings.traceColumns.shown).toContain('feedback:helpful');
  fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
  fireEvent.click(screen.getByRole('button', { name: 'score' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Hide the column' }));
  await waitFor(() =>
    expect(engine.settings.traceColumns.shown).toEqual(['expectation:fact', 'feedback:helpful']),
  );
});

it('is given with a thumb to all that are ticked, and taken back from all', async () => {
  engine.answer('traces.rows', ({ keys }) => keys.map((key) => traceRow(key)));
  await open();
  const press = (key: string, ctrlKey = false) => {
    act(() => screen.getByRole('grid').focus());
    fireEvent.keyDown(screen.getByRole('grid'), { key, code: key, ctrlKey });
  };
  fireEvent.click(screen.getByRole('checkbox', { name: 'Select all' }));
  await screen.findByText('2 selected');
  press('u');
  await waitFor(() => expect(said.valid).toEqual(['helpful true', 'helpful true']));
  expect(await screen.findByText('Thumbs up for 2 traces.')).toBeTruthy();
  press('u');
  await waitFor(() => expect(said.valid).toEqual([]));
  await screen.findByText('Thumbs up for 2 traces taken back.');
  press('z', true);
  await waitFor(() => expect(said.valid).toEqual(['helpful true', 'helpful true']));
  press('z', true);
  await waitFor(() => expect(said.valid).toEqual([]));
});

it('gives way to columns that matter more only where it was not chosen', () => {
  const choice = { shown: ['feedback:score'], hidden: [] };
  expect(fitColumns(700, choice).map(({ id }) => id)).toContain('feedback:score');
  expect(fitColumns(700, choice).map(({ id }) => id)).not.toContain('output');
});
