import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { spanCategories } from '@domain/span-category';

import { Button } from './button';
import { Checkbox } from './checkbox';
import { KindIcon, kindLabels } from './kind-icon';
import { Progress } from './progress';
import { Splitter } from './splitter';
import { SearchField } from './text-field';
import { showToast, Toaster } from './toast';

afterEach(cleanup);

describe('Splitter', () => {
  function Panels({ onCommit }: { readonly onCommit: (value: number) => void }) {
    const [width, setWidth] = useState(472);
    return (
      <Splitter
        label="Inspector width"
        value={width}
        min={320}
        max={720}
        defaultValue={472}
        panel="after"
        onChange={setWidth}
        onCommit={onCommit}
      />
    );
  }

  const show = () => {
    const onCommit = vi.fn();
    render(<Panels onCommit={onCommit} />);
    const splitter = screen.getByRole('separator', { name: 'Inspector width' });
    splitter.setPointerCapture = () => undefined;
    return { splitter, onCommit, width: () => Number(splitter.ariaValueNow) };
  };

  it('widens a panel at its right by moving left', () => {
    const { splitter, onCommit, width } = show();
    fireEvent.keyDown(splitter, { key: 'ArrowLeft' });
    expect(width()).toBe(488);
    fireEvent.keyDown(splitter, { key: 'ArrowRight' });
    expect(width()).toBe(472);
    fireEvent.keyDown(splitter, { key: 'End' });
    expect(width()).toBe(720);
    fireEvent.keyDown(splitter, { key: 'ArrowLeft' });
    expect(width()).toBe(720);
    expect(onCommit).toHaveBeenLastCalledWith(720);
    fireEvent.doubleClick(splitter);
    expect(width()).toBe(472);
  });

  it('follows a drag within its limits and saves once, at the end', () => {
    const { splitter, onCommit, width } = show();
    fireEvent.pointerDown(splitter, { button: 0, clientX: 900 });
    fireEvent.pointerMove(splitter, { clientX: 800 });
    expect(width()).toBe(572);
    fireEvent.pointerMove(splitter, { clientX: 0 });
    expect(width()).toBe(720);
    expect(onCommit).not.toHaveBeenCalled();
    fireEvent.pointerUp(splitter);
    expect(onCommit.mock.calls).toEqual([[720]]);
    fireEvent.pointerMove(splitter, { clientX: 800 });
    expect(width()).toBe(720);
  });
});

describe('toasts', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    render(<Toaster />);
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it('go after six seconds, unless they must be closed', () => {
    act(() => {
      showToast({ message: 'Deleted 2 traces.' });
      showToast({ message: 'The disk is full.', sticky: true });
    });
    act(() => void vi.advanceTimersByTime(5999));
    expect(screen.queryByText('Deleted 2 traces.')).not.toBeNull();
    act(() => void vi.advanceTimersByTime(1));
    expect(screen.queryByText('Deleted 2 traces.')).toBeNull();
    expect(screen.queryByText('The disk is full.')).not.toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByText('The disk is full.')).toBeNull();
  });

  it('do their one thing and go', () => {
    const run = vi.fn();
    act(() => void showToast({ message: 'Deleted.', action: { label: 'Undo', run } }));
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(run).toHaveBeenCalledTimes(1);
    expect(screen.queryByText('Deleted.')).toBeNull();
  });
});

it('a busy button keeps its label and ignores presses', () => {
  const onClick = vi.fn();
  const { rerender } = render(<Button onClick={onClick}>Retry</Button>);
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  rerender(
    <Button onClick={onClick} busy>
      Retry
    </Button>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(onClick).toHaveBeenCalledTimes(1);
});

it('Escape empties a search field, then leaves it', () => {
  function Search() {
    const [text, setText] = useState('agent');
    return <SearchField label="Filter" value={text} onChange={setText} />;
  }
  render(<Search />);
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Filter' });
  field.focus();
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(field.value).toBe('');
  expect(document.activeElement).toBe(field);
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(document.activeElement).not.toBe(field);
});

it('a checkbox tells ticked, mixed and empty apart', () => {
  const { rerender } = render(<Checkbox checked="mixed" label="All" onChange={() => undefined} />);
  const box = screen.getByRole('checkbox', { name: 'All' });
  expect(box.ariaChecked).toBe('mixed');
  rerender(<Checkbox checked label="All" onChange={() => undefined} />);
  expect(box.ariaChecked).toBe('true');
  rerender(<Checkbox checked={false} label="All" onChange={() => undefined} />);
  expect(box.ariaChecked).toBe('false');
});

it('every span category has a shape and a word of its own', () => {
  const shapes = spanCategories.map((kind) => {
    const { container, unmount } = render(<KindIcon kind={kind} />);
    expect(screen.getByRole('img', { name: kindLabels[kind] })).toBeTruthy();
    const shape = container.querySelector('svg')?.innerHTML;
    unmount();
    return shape;
  });
  expect(new Set(shapes).size).toBe(spanCategories.length);
  expect(new Set(Object.values(kindLabels)).size).toBe(spanCategories.length);
});

it('progress stays within its track', () => {
  render(
    <>
      <Progress label="over" value={1.4} />
      <Progress label="under" value={-1} />
    </>,
  );
  expect(screen.getByRole('progressbar', { name: 'over' }).ariaValueNow).toBe('100');
  expect(screen.getByRole('progressbar', { name: 'under' }).ariaValueNow).toBe('0');
});
