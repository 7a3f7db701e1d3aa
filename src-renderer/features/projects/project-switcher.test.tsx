import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { projectOfRoute } from '@domain/route';

import { currentLocation, useRoute } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { followSettings } from '../../stores/settings';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { ProjectSwitcher, useProjectCommands } from './index';
import { useProjectMenu } from './project-menu';
import { FakeProjects } from '../../lib/test-support/fake-projects';

let engine: FakeEngine;
let stops: (() => void)[];

beforeEach(() => {
  stubLayout();
  useProjectMenu.setState({ isOpen: false });
  engine = new FakeEngine().install();
  new FakeProjects('Default', 'docs-rag', 'shop').install(engine);
});
afterEach(() => {
  for (const stop of stops) stop();
});

function Window(): ReactNode {
  const route = useRoute();
  useProjectCommands();
  const project = projectOfRoute(route);
  return project === undefined ? null : <ProjectSwitcher project={project} />;
}

async function open(path = '/traces'): Promise<void> {
  stops = [renderView(engine, path, <Window />), followSettings()];
  fireEvent.keyDown(document.body, { key: 'P', code: 'KeyP', ctrlKey: true, shiftKey: true });
  await screen.findByRole('row', { name: /docs-rag/ });
}

const field = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Find a project' });
const rows = (): (string | null)[] =>
  screen.getAllByRole('row').map(({ textContent }) => textContent);
const active = (): string | null | undefined =>
  screen.queryByRole('row', { selected: true })?.textContent;
const press = (key: string): boolean => fireEvent.keyDown(field(), { key });
const at = (): string => currentLocation().path;

describe('the switcher', () => {
  it('opens with its key from anywhere, at the project that is chosen', async () => {
    await open('/traces/00000000000000000000000000000001');
    expect(at()).toBe('/traces');
    expect(rows()).toEqual([
      'All projects30 traces',
      'Default0 traces',
      'docs-rag10 traces',
      'shop20 traces',
      'New project…',
    ]);
    expect(active()).toContain('All projects');
  });

  it('chooses by arrows and Enter, keeps filter and order, and remembers', async () => {
    await open('/traces?text=run&sort=cost.desc');
    press('ArrowDown');
    press('ArrowDown');
    press('Enter');
    await waitFor(() => expect(at()).toBe('/traces?text=run&sort=cost.desc&project=1'));
    expect(currentLocation().canGoBack).toBe(true);
    expect(engine.settings.project).toBe(1);
    expect(screen.getByRole('button', { name: 'Project: docs-rag' })).toBeTruthy();
  });

  it('stays with the sessions where those are looked at', async () => {
    await open('/sessions?text=ada');
    expect(at()).toBe('/sessions?text=ada');
    press('ArrowDown');
    press('ArrowDown');
    press('Enter');
    await waitFor(() => expect(at()).toBe('/sessions?text=ada&project=1'));
    expect(engine.settings.project).toBe(1);
  });

  it('leads from a session to those of the project', async () => {
    await open('/sessions/s1?project=2');
    press('ArrowUp');
    press('Enter');
    await waitFor(() => expect(at()).toBe('/sessions?project=1'));
  });

  it('finds by typing, those that begin with the text first', async () => {
    await open('/traces?project=2');
    expect(active()).toContain('shop');
    fireEvent.change(field(), { target: { value: 'D' } });
    expect(rows()).toEqual(['Default0 traces', 'docs-rag10 traces', 'Create “D”']);
    expect(active()).toContain('Default');
    press('ArrowUp');
    expect(active()).toBe('Create “D”');
    press('Escape');
    expect(field().value).toBe('');
    expect(rows()).toHaveLength(5);
  });

  it('makes a project of what was typed, or asks for a name', async () => {
    await open();
    fireEvent.change(field(), { target: { value: ' Release 15 ' } });
    press('Enter');
    await waitFor(() => expect(at()).toBe('/traces?project=103'));
    act(() => useProjectMenu.setState({ isOpen: true }));
    fireEvent.click(
      within(await screen.findByRole('row', { name: /New project/ })).getByRole('gridcell'),
    );
    const name = screen.getByRole('textbox', { name: 'Name of the new project' });
    fireEvent.change(name, { target: { value: 'shop' } });
    fireEvent.keyDown(name, { key: 'Enter' });
    expect((await screen.findByRole('alert')).textContent).toContain('named "shop" already');
    fireEvent.keyDown(name, { key: 'Escape' });
    expect(document.activeElement).toBe(field());
    expect(at()).toBe('/traces?project=103');
  });

  it('renames in place; a name that is taken says so', async () => {
    await open('/traces?project=1');
    press('F2');
    const name = screen.getByRole('textbox', { name: 'New name of project docs-rag' });
    fireEvent.change(name, { target: { value: 'shop' } });
    fireEvent.keyDown(name, { key: 'Enter' });
    expect((await screen.findByRole('alert')).textContent).toContain('named "shop" already');
    fireEvent.change(name, { target: { value: 'Documents' } });
    fireEvent.keyDown(name, { key: 'Enter' });
    await waitFor(() => expect(document.activeElement).toBe(field()));
    expect(rows()).toContain('Documents10 traces');
  });

  it('deletes all but the default one, and brings back what was looked at', async () => {
    await open('/traces?project=1');
    press('ArrowUp');
    const refused = screen.getByRole('button', { name: 'Default cannot be deleted' });
    expect(refused.hasAttribute('disabled')).toBe(true);
    press('ArrowDown');
    fireEvent.click(screen.getByRole('button', { name: 'Delete docs-rag' }));
    await waitFor(() => expect(at()).toBe('/traces'));
    // Said by the message, and where the focus is.
    await waitFor(() => expect(screen.getAllByText(/^Project “docs-rag” deleted/)).toHaveLength(2));
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(at()).toBe('/traces?project=1'));
  });

  it('deletes with its key, and brings back with Ctrl+Z in the field; Enter makes nothing', async () => {
    await open();
    fireEvent.change(field(), { target: { value: 'shop' } });
    press('Delete');
    await waitFor(() => expect(rows()).toHaveLength(4));
    expect(field().value).toBe('');
    expect(document.activeElement).toBe(field());
    await within(screen.getByRole('dialog')).findByRole('button', { name: /^Undo/ });
    // What is typed is undone by the field.
    fireEvent.change(field(), { target: { value: 'x' } });
    expect(fireEvent.keyDown(field(), { key: 'z', ctrlKey: true })).toBe(true);
    fireEvent.change(field(), { target: { value: '' } });
    expect(fireEvent.keyDown(field(), { key: 'z', ctrlKey: true })).toBe(false);
    await waitFor(() => expect(rows()).toContain('shop20 traces'));
    expect(engine.calls.some(({ method }) => method === 'experiments.create')).toBe(false);
    // Nor with the default one.
    fireEvent.change(field(), { target: { value: 'Default' } });
    press('Delete');
    expect(rows()[0]).toContain('Default');
  });

  it('shows all projects where that is typed', async () => {
    await open('/traces?project=1');
    fireEvent.change(field(), { target: { value: 'All' } });
    press('Enter');
    await waitFor(() => expect(at()).toBe('/traces'));
    expect(engine.calls.some(({ method }) => method === 'experiments.create')).toBe(false);
  });
});
