import { act, fireEvent, screen } from '@testing-library/react';
import { useState, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { FakeEngine } from '../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { FilterField } from './filter-field';

let sent: string[];
let left: number;
let close: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  stubLayout();
  sent = [];
  left = 0;
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

function open(text = ''): void {
  const engine = new FakeEngine()
    .install()
    .answer('tags.suggest', () => [{ key: 'env', value: 'dev', traceCount: 3 }])
    .answer('assessments.names', () => [
      { name: 'good', kind: 'feedback', valueType: 'boolean', count: 2 },
      { name: 'exact', kind: 'expectation', valueType: 'text', count: 1 },
    ]);
  close = renderView(engine, '/traces', <Field start={text} />);
}

/** The field as the page has it: the text it sends comes back to it. */
function Field({ start }: { readonly start: string }): ReactNode {
  const [text, setText] = useState(start);
  return (
    <FilterField
      text={text}
      project={null}
      onText={(next) => {
        sent.push(next);
        setText(next);
      }}
      onLeave={() => (left += 1)}
      trailing="8 found"
      ref={null}
    />
  );
}

const field = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Filter traces' });
const offered = (): string[] => screen.queryAllByRole('option').map((each) => each.textContent);
const isWrong = (): boolean => field().getAttribute('aria-invalid') === 'true';
const wait = (ms: number): Promise<void> =>
  act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

function type(text: string): void {
  fireEvent.change(field(), { target: { value: text } });
  field().setSelectionRange(text.length, text.length);
  fireEvent.select(field());
}

function press(key: string, init: KeyboardEventInit = {}): void {
  fireEvent.keyDown(field(), { key, ...init });
}

describe('a filter', () => {
  it('is asked for once typing rests', async () => {
    open();
    type('status = err');
    type('status = error');
    expect(sent).toEqual([]);
    await wait(200);
    expect(sent).toEqual(['status = error']);
  });

  it('is not asked for while it is not right, nor blamed while it is typed', async () => {
    open();
    type('status =');
    await wait(300);
    expect(isWrong()).toBe(false);
    type('status = o');
    await wait(300);
    expect(isWrong()).toBe(false);
    await wait(600);
    expect(isWrong()).toBe(true);
    expect(sent).toEqual([]);
    type('status = ok');
    expect(isWrong()).toBe(false);
    await wait(200);
    expect(sent).toEqual(['status = ok']);
  });

  it('is blamed at once where the reader is done, who then stays', () => {
    open();
    type('status = bad AND nope = 1');
    press('Escape');
    press('Enter');
    expect(isWrong()).toBe(true);
    expect(left).toBe(0);
    const reasons = screen.getByRole('status').textContent;
    expect(reasons).toContain('There is no status bad.');
    expect(reasons).toContain('There is no field nope.');
  });

  it('says its reason above what may come next, and no count of another text', async () => {
    open();
    type('status = ok');
    expect(screen.getByText('8 found')).toBeTruthy();
    type('status = bad AND dur');
    expect(screen.queryByText('8 found')).toBeNull();
    await wait(800);
    expect(offered()).toContain('duration');
    expect(screen.getByRole('status').textContent).toContain('There is no status bad.');
    expect(field().getAttribute('aria-describedby')).toBe(screen.getByRole('status').id);
    expect(screen.getByText('last good result')).toBeTruthy();
  });

  it('is told from words where a field is misspelt', async () => {
    open();
    type('statsu = error');
    await wait(800);
    expect(screen.getByText('taken as words').title).toBe(
      '`statsu` is no field; did you mean `status`?',
    );
    type('connection = lost for good');
    await wait(0);
    expect(screen.queryByText('taken as words')).toBeNull();
  });

  it('is blamed where it comes by the address', () => {
    open('status = bad');
    expect(isWrong()).toBe(true);
  });
});

describe('what may come next', () => {
  it('is not offered over plain words unless asked for', async () => {
    open();
    type('stat');
    expect(offered()).toEqual([]);
    press('ArrowDown');
    expect(left).toBe(1);
    press(' ', { ctrlKey: true });
    await wait(0);
    expect(offered()).toEqual(['status']);
    press('Escape');
    expect(offered()).toEqual([]);
    expect(field().value).toBe('stat');
  });

  it('is put in by the keys', async () => {
    open();
    type('NOT feedback.');
    await wait(10);
    expect(offered()).toEqual(['feedback.good2']);
    press('ArrowDown');
    press('Tab');
    expect(field().value).toBe('NOT feedback.good ');
    press('ArrowUp');
    press('Enter');
    expect(field().value).toBe('NOT feedback.good IS NOT NULL ');
    expect(offered()).toEqual(['AND', 'OR']);
    press('Enter');
    expect(left).toBe(1);
  });
});
