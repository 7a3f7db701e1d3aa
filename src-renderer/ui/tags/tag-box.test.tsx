import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ContractError } from '@contract/errors';
import type { TagSuggestion } from '@contract/annotations';

import { FakeEngine } from '../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../test-support/render-view';
import { TagBox, type BoxTag } from './tag-box';
import { TagEditor } from './tag-editor';

beforeEach(() => stubLayout());
afterEach(cleanup);

const field = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Tags' });
const options = (): string[] => screen.queryAllByRole('option').map((option) => option.textContent);
const chosen = (): string | undefined =>
  screen.queryByRole('option', { selected: true })?.textContent ?? undefined;
const type = (value: string): void => {
  fireEvent.change(field(), { target: { value } });
};
const press = (key: string, init: KeyboardEventInit = {}): boolean =>
  fireEvent.keyDown(field(), { key, ...init });

describe('the box', () => {
  const inUse: readonly TagSuggestion[] = [
    { key: 'region-eu', value: '', traceCount: 41 },
    { key: 'regression', value: '', traceCount: 6 },
    { key: 'reg', value: 'low', traceCount: 2 },
    { key: 'v14', value: '', traceCount: 1 },
  ];

  function show(tags: readonly BoxTag[] = [], traceCount = 1) {
    const told = { onAdd: vi.fn(), onRemove: vi.fn(), onText: vi.fn(), onClose: vi.fn() };
    render(<TagBox tags={tags} traceCount={traceCount} suggestions={inUse} {...told} />);
    field().focus();
    return told;
  }

  it('suggests what is in use, then to make what was typed', () => {
    const { onAdd, onText } = show([{ key: 'v14', value: '', traceCount: 1 }]);
    // What is in use most, without what it has already.
    expect(options()).toEqual(['region-eu41', 'regression6', 'reg=low2']);
    expect(chosen()).toBeUndefined();
    type('reg');
    expect(onText).toHaveBeenLastCalledWith('reg');
    expect(options()).toEqual(['region-eu41↵', 'regression6', 'reg=low2', 'Create “reg”']);
    press('ArrowDown');
    expect(chosen()).toBe('regression6↵');
    press('ArrowUp');
    press('ArrowUp');
    expect(chosen()).toBe('Create “reg”↵');
    press('Enter');
    expect(onAdd).toHaveBeenLastCalledWith({ key: 'reg', value: '' });
    expect(field().value).toBe('');
    type('reg');
    press('Enter');
    expect(onAdd).toHaveBeenLastCalledWith({ key: 'region-eu', value: '' });
  });

  it('takes a tag in use that is the same before others, and makes no tag twice', () => {
    show([{ key: 'regression', value: '', traceCount: 1 }]);
    type('REG: low');
    expect(options()).toEqual(['reg=low2↵', 'Create “REG=low”']);
    type('reg: low');
    expect(options()).toEqual(['reg=low2↵']);
    type('regression');
    expect(options()).toEqual([]);
  });

  it('removes by the cross and with Backspace, but not with a key that is held', () => {
    const { onRemove } = show([
      { key: 'v14', value: '', traceCount: 1 },
      { key: 'env', value: 'prod', traceCount: 1 },
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Remove tag v14' }));
    expect(onRemove).toHaveBeenLastCalledWith({ key: 'v14', value: '' });
    press('Backspace', { repeat: true });
    type('x');
    press('Backspace');
    expect(onRemove).toHaveBeenCalledTimes(1);
    type('');
    press('Backspace');
    expect(onRemove).toHaveBeenLastCalledWith({ key: 'env', value: 'prod' });
  });

  it('tells what only some have, and gives it to all', () => {
    const { onAdd, onRemove } = show(
      [
        { key: 'v14', value: '', traceCount: 3 },
        { key: 'slow', value: '', traceCount: 2 },
      ],
      3,
    );
    expect(screen.queryByRole('button', { name: /^v14.*to all/ })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: /^slow ?2 ?of 3 have it, add it to all$/ }));
    expect(onAdd).toHaveBeenLastCalledWith({ key: 'slow', value: '' });
    fireEvent.click(screen.getByRole('button', { name: 'Remove tag slow' }));
    expect(onRemove).toHaveBeenLastCalledWith({ key: 'slow', value: '' });
  });

  it('empties with Escape, then closes; closes with Enter where nothing is typed', () => {
    const { onClose } = show();
    type('reg');
    press('Escape');
    expect(field().value).toBe('');
    expect(onClose).not.toHaveBeenCalled();
    press('Escape');
    press('Enter');
    expect(onClose).toHaveBeenCalledTimes(2);
  });

  it('says why something cannot be a tag, and takes no Enter that ends a composition', () => {
    const { onAdd } = show();
    type('mlflow.user');
    expect(screen.getByRole('alert').textContent).toContain('MLflow keeps keys');
    press('Enter');
    type('日本');
    fireEvent.keyDown(field(), { key: 'Enter', isComposing: true });
    expect(onAdd).not.toHaveBeenCalled();
    press('Enter');
    expect(onAdd).toHaveBeenLastCalledWith({ key: '日本', value: '' });
  });
});

describe('the editor', () => {
  let close = (): void => undefined;
  afterEach(() => close());

  function show(): FakeEngine {
    let having = [7, 8];
    const engine = new FakeEngine()
      .install()
      .answer('tags.suggest', () => [{ key: 'eval', value: '', traceCount: 12 }])
      .answer('tags.ofTraces', () => [
        { key: 'env', value: 'dev', traceKeys: having },
        { key: 'env', value: 'prod', traceKeys: [9] },
      ])
      .answer('tags.remove', () => {
        having = [];
        return { changed: 2 };
      });
    close = renderView(engine, '/', <TagEditor keys={[7, 8, 9]} experiment={3} />);
    return engine;
  }
  const chips = (): string[] =>
    screen
      .getAllByRole('button', { name: /^Remove tag/ })
      .map(({ ariaLabel }) => ariaLabel?.replace('Remove tag ', '') ?? '');

  it('removes a value from those that have it, at once', async () => {
    const engine = show();
    const cross = await screen.findByRole('button', { name: 'Remove tag env=dev' });
    fireEvent.click(cross);
    await waitFor(() => expect(chips()).toEqual(['env=prod']));
    await waitFor(() =>
      expect(engine.calls.find(({ method }) => method === 'tags.remove')?.params).toEqual({
        keys: [7, 8],
        tagKeys: ['env'],
      }),
    );
  });

  it('shows what was added before it is saved, and takes it back with the reason', async () => {
    const engine = show();
    await waitFor(() => expect(chips()).toEqual(['env=dev', 'env=prod']));
    engine.answer('tags.set', () => {
      throw new ContractError('unavailable', 'The store is busy.');
    });
    engine.answer('tags.ofTraces', () => [{ key: 'env', value: 'prod', traceKeys: [9] }]);
    type('env=stage');
    press('Enter');
    await waitFor(() => expect(chips()).toContain('env=stage'));
    expect(await screen.findByText('The store is busy.')).toBeTruthy();
    await waitFor(() => expect(chips()).toEqual(['env=prod']));
  });

  it('offers what is in use, by the key of what was typed', async () => {
    const engine = show();
    await screen.findByRole('option', { name: /eval/ });
    type('env: pr');
    await waitFor(() =>
      expect(engine.calls.filter(({ method }) => method === 'tags.suggest').at(-1)?.params).toEqual(
        { text: 'env', limit: 30, experiment: 3 },
      ),
    );
    act(() => engine.emit('traces.annotated', { keys: null }));
    expect(within(screen.getByRole('listbox')).getAllByRole('option')).toHaveLength(1);
  });
});
