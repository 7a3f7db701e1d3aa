import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { TraceRow } from '@contract/traces';
import type { TraceTag } from '@domain/annotations/trace-tag';

import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { TraceTags } from './trace-tags';

let engine: FakeEngine;
let tags: TraceTag[];
let close: () => void;

beforeEach(() => {
  stubLayout();
  tags = ['baseline', 'smoke', 'sqlite', 'v14'].map((key) => ({ key, value: '' }));
  engine = new FakeEngine()
    .install()
    .answer('traces.rows', () => [{ ...row, tags: [...tags] }])
    .answer('tags.suggest', () => [])
    .answer('tags.ofTraces', () => tags.map((tag) => ({ ...tag, traceKeys: [7] })))
    .answer('tags.remove', ({ tagKeys }) => {
      tags = tags.filter(({ key }) => !tagKeys.includes(key));
      engine.emit('traces.annotated', { keys: [7] });
      return { changed: 1 };
    });
  close = renderView(engine, '/traces/00000000000000000000000000000007', <TraceTags row={row} />);
});
afterEach(() => close());

const row = { key: 7, tags: [] as readonly TraceTag[] } as TraceRow;
const names = (): string[] => screen.queryAllByRole('link').map(({ textContent }) => textContent);

it('shows some tags and how many more there are; each leads to the traces that have it', async () => {
  await waitFor(() => expect(names()).toEqual(['baseline', 'smoke', 'sqlite']));
  expect(screen.getByText('+1').title).toBe('baseline, smoke, sqlite, v14');
  expect(screen.getByRole('link', { name: 'Traces with tag smoke' }).getAttribute('href')).toBe(
    '#/traces?text=tag.smoke%20IS%20NOT%20NULL',
  );
});

it('edits them with its key, and follows what is changed', async () => {
  await waitFor(() => expect(names()).toHaveLength(3));
  act(() => {
    fireEvent.keyDown(document.body, { key: 't', code: 'KeyT' });
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Remove tag baseline' }));
  await waitFor(() => expect(names()).toEqual(['smoke', 'sqlite', 'v14']));
  fireEvent.keyDown(screen.getByRole('combobox', { name: 'Tags' }), { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Tags' })).toBeNull());
});
