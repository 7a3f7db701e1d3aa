import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { defaultRunSet, type RunSet } from '@domain/route';

import { SetCard } from './set-card';

let set: RunSet;
let sent: Partial<RunSet>[];
let draw: () => void;

/** Changes the set as the route does: what it is by then, with what is new. */
function change(changes: Partial<RunSet>): void {
  set = { ...set, ...changes };
  act(draw);
}

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  set = defaultRunSet('good');
  const onSet = (changes: Partial<RunSet>): void => {
    sent.push(changes);
    change(changes);
  };
  const card = () => <SetCard side="good" set={set} count={null} onSet={onSet} />;
  const { rerender } = render(card());
  draw = () => rerender(card());
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const field = (): HTMLElement => screen.getByRole('textbox');
const type = (value: string): void => void fireEvent.change(field(), { target: { value } });
const rest = (): void => {
  act(() => void vi.advanceTimersByTime(1000));
};

it('keeps what is pressed while a text has not settled', () => {
  type('v1');
  fireEvent.click(screen.getByRole('radio', { name: 'With errors' }));
  rest();
  expect(set).toEqual({ text: 'v1', condition: 'errors', traceIds: null });
});

it('settles where the field is left, once', () => {
  type('v1');
  fireEvent.blur(field());
  expect(set.text).toBe('v1');
  rest();
  expect(sent).toEqual([{ text: 'v1' }]);
});

it('lets go of what was being typed where another text comes', () => {
  type('v1');
  change({ text: 'v2' });
  rest();
  expect(set.text).toBe('v2');
  expect(field()).toHaveProperty('value', 'v2');
  expect(sent).toEqual([]);
});

it('sends what is typed after a text of its own', () => {
  type('v1');
  rest();
  type('v12');
  rest();
  expect(sent).toEqual([{ text: 'v1' }, { text: 'v12' }]);
});

it('keeps the runs while a filter is not right, and says why', () => {
  type('status = bad');
  expect(field().getAttribute('aria-invalid')).toBeNull();
  rest();
  expect(sent).toEqual([]);
  expect(field().getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByRole('status').textContent).toContain('There is no status bad.');
  type('status = ok');
  rest();
  expect(sent).toEqual([{ text: 'status = ok' }]);
});
