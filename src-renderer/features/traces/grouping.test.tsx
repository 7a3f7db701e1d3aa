/** The list by project, moving traces to one, and tags of rows. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { currentLocation, goBack, navigate } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { followSettings } from '../../stores/settings';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { FakeProjects } from '../../lib/test-support/fake-projects';
import { MoveDialog } from '../projects';
import { initialList, useListStore } from './list-store';
import { FakeTraces, traceRow } from './test-support/fake-traces';
import { TracesPage } from './index';

let traces: FakeTraces;
let engine: FakeEngine;
let stops: (() => void)[];

beforeEach(() => {
  stubLayout(2000);
  useListStore.setState(initialList);
  traces = new FakeTraces();
  traces.add(
    traceRow(1, { experimentId: 1, tags: [{ key: 'v14', value: '' }] }),
    traceRow(2, { experimentId: 2 }),
    traceRow(3, {
      experimentId: 1,
      tags: [
        { key: 'env', value: 'prod' },
        { key: 'v14', value: '' },
      ],
    }),
  );
  engine = new FakeEngine()
    .install()
    .answer('traces.window', (params) => traces.window(params))
    .answer('traces.rows', ({ keys }) => keys.map((key) => traces.row(key)))
    .answer('experiments.moveTraces', ({ keys, id }) => {
      for (const key of keys) traces.change(key, { experimentId: id });
      engine.emit('traces.annotated', { keys });
      return { changed: keys.length };
    })
    .answer('tags.suggest', () => [])
    .answer('tags.ofTraces', () => [])
    .answer('tags.set', ({ keys }) => ({ changed: keys.length }));
  new FakeProjects('Default', 'docs-rag', 'shop').install(engine);
});
afterEach(() => {
  for (const stop of stops) stop();
});

async function open(path = '/traces'): Promise<void> {
  stops = [renderView(engine, path, <TracesPage />), followSettings()];
  await screen.findAllByRole('link');
}

const grid = (): HTMLElement => screen.getByRole('grid', { name: 'Traces' });
const names = (): string[] =>
  within(grid())
    .queryAllByRole('link')
    .map((link) => link.textContent);
const row = (name: string): HTMLElement =>
  within(grid()).getByRole('link', { name }).closest('[role=row]')!;
const go = (path: string): void => {
  act(() => {
    window.location.hash = path;
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
};
const press = (key: string, init: KeyboardEventInit = {}): void => {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...init });
};
const callsOf = (name: string): unknown[] =>
  engine.calls.filter(({ method }) => method === name).map(({ params }) => params);

describe('the list of a project', () => {
  it('shows its traces alone, ticks none of another, and is kept', async () => {
    await open();
    expect(names()).toEqual(['run 3', 'run 2', 'run 1']);
    press(' ', { code: 'Space' });
    await screen.findByText('1 selected');
    go('/traces?project=1');
    await waitFor(() => expect(names()).toEqual(['run 3', 'run 1']));
    expect(screen.queryByText('1 selected')).toBeNull();
    await waitFor(() => expect(engine.settings.project).toBe(1));
    go('/traces');
    await waitFor(() => expect(names()).toHaveLength(3));
    await waitFor(() => expect(engine.settings.project).toBeNull());
  });

  it('names the project of each trace where all are listed', async () => {
    await open();
    await waitFor(() => expect(row('run 2').textContent).toContain('shop'));
    expect(screen.getByRole('columnheader', { name: 'Project' })).toBeTruthy();
    go('/traces?project=2');
    await waitFor(() => expect(names()).toEqual(['run 2']));
    expect(screen.queryByRole('columnheader', { name: 'Project' })).toBeNull();
  });

  it('says that it is empty, and leads to all', async () => {
    await open();
    go('/traces?project=0');
    await screen.findByText('No traces in Default.');
    go('/traces?project=0&text=nothing');
    await screen.findByText('No trace in Default matches “nothing”.');
    fireEvent.click(screen.getByRole('button', { name: 'Show all projects' }));
    await screen.findByText('No trace matches “nothing”.');
    expect(currentLocation().path).toBe('/traces?text=nothing');
  });

  it('gives way to all where it is gone', async () => {
    await open('/traces?project=77');
    await waitFor(() => expect(currentLocation().path).toBe('/traces'));
    await waitFor(() => expect(names()).toHaveLength(3));
  });
});

it('moves what is ticked to another project, and back to where each was', async () => {
  await open();
  press(' ', { code: 'Space' });
  press('j');
  press(' ', { code: 'Space' });
  fireEvent.click(await screen.findByRole('button', { name: 'Move to…' }));
  const field = await screen.findByRole('combobox', { name: 'Find a project to move to' });
  await screen.findByRole('row', { name: /Default/ });
  fireEvent.change(field, { target: { value: 'def' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await screen.findByText('2 traces moved to “Default”');
  expect(screen.queryByText('2 selected')).toBeNull();
  await waitFor(() => expect(row('run 3').textContent).toContain('Default'));
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(row('run 3').textContent).toContain('docs-rag'));
  await waitFor(() => expect(row('run 2').textContent).toContain('shop'));
  // The button took the focus along.
  await waitFor(() => expect(document.activeElement).toBe(grid()));
});

it('says beforehand that moving very many cannot be undone', async () => {
  const show = async (count: number): Promise<void> => {
    stops = [
      renderView(
        engine,
        '/traces',
        <MoveDialog
          keys={Array.from({ length: count }, (_, key) => key)}
          onClose={() => undefined}
          onMoved={() => undefined}
          onMovedBack={() => undefined}
        />,
      ),
    ];
    await screen.findByRole('row', { name: /Default/ });
  };
  await show(2001);
  expect(screen.getByText(/this cannot be undone/)).toBeTruthy();
  stops.pop()?.();
  await show(2000);
  expect(screen.queryByText(/this cannot be undone/)).toBeNull();
});

describe('nothing found', () => {
  it('says which field was meant, and asks for it', async () => {
    await open();
    go('/traces?text=statsu%20%3D%20error');
    await screen.findByText(/is no field; did you mean `status`\?/);
    fireEvent.click(screen.getByRole('button', { name: 'Filter by status = error' }));
    expect(currentTraces().text).toBe('status = error');
  });

  it('is short about long names', async () => {
    await open();
    go(`/traces?text=${'long'.repeat(100)}`);
    expect((await screen.findByTitle('long'.repeat(100))).textContent).toHaveLength(61);
  });
});

describe('tags of rows', () => {
  it('are shown with how many more there are', async () => {
    await open();
    expect(row('run 3').textContent).toContain('env=prod+1');
  });

  it('are edited with t, of the row or of all that are ticked', async () => {
    await open();
    press('t');
    const field = await screen.findByRole('combobox', { name: 'Tags' });
    fireEvent.change(field, { target: { value: 'slow' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() =>
      expect(callsOf('tags.set')).toEqual([{ keys: [3], tags: [{ key: 'slow', value: '' }] }]),
    );
    fireEvent.keyDown(field, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Tags' })).toBeNull());
    act(() => grid().focus());
    press('a', { ctrlKey: true });
    fireEvent.click(await screen.findByRole('button', { name: /^Tag/ }));
    expect(await screen.findByRole('dialog', { name: 'Tags of 3 traces' })).toBeTruthy();
  });

  it('filter the list with Alt, and from the menu', async () => {
    await open();
    fireEvent.click(within(row('run 3')).getByText('prod'), { altKey: true });
    expect(currentLocation().path).toBe(`/traces?text=${encodeURIComponent("tag.env = 'prod'")}`);
    await screen.findByText(/No trace matches/);
    act(() => navigate({ ...currentTraces(), text: '' }));
    await waitFor(() => expect(names()).toHaveLength(3));
    fireEvent.contextMenu(row('run 1'));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Filter by tag v14' }));
    expect(currentTraces().text).toBe('tag.v14 IS NOT NULL');
    act(goBack);
  });
});

function currentTraces() {
  const { route } = currentLocation();
  if (route.view !== 'traces') throw new Error('The list is not shown.');
  return route;
}
