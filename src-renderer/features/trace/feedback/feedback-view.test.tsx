import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ContractError } from '@contract/errors';

import { currentLocation } from '../../../lib/router';
import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { useDraftStore } from '../../../ui/feedback/form/draft-store';
import { assessment, FakeAssessments } from '../../../ui/feedback/test-support/fake-assessments';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { FakeTrace, idOf, TRACE_ID } from '../test-support/fake-trace';
import { TracePage } from '../index';
import { feedbackJson } from './export-feedback';

const MS = 1e6;
let engine: FakeEngine;
let said: FakeAssessments;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  useDraftStore.setState({ drafts: {}, isOpen: true, isAsked: false, wantsFocus: false });
  engine = new FakeEngine().install();
  new FakeTrace({
    name: 'invoke_agent run',
    category: 'agent',
    duration: 900 * MS,
    children: [
      { name: 'chat gpt', category: 'llm', duration: 200 * MS },
      { name: 'execute_tool grep', category: 'tool', start: 300 * MS, duration: 50 * MS },
    ],
  }).install(engine);
});

afterEach(async () => {
  // Changes go one by one: none of them may wait for an engine that is gone.
  await new Promise((resolve) => setTimeout(resolve));
  close();
});

async function open(all: FakeAssessments, query = '?view=feedback'): Promise<void> {
  said = all.install(engine);
  close = renderView(engine, `/traces/${TRACE_ID}${query}`, <TracePage />);
  await screen.findByRole('tree', { name: 'Spans' });
}

const cards = (): HTMLElement[] => screen.queryAllByRole('article');
const form = () => within(screen.getByRole('form'));
const item = (name: string): HTMLElement =>
  within(screen.getByRole('tree')).getByTitle(name).closest('[role=treeitem]')!;
const badges = (): string[] =>
  screen.getAllByRole('treeitem').map((row) => /(\d+) feedback/.exec(row.textContent)?.[1] ?? '');

function press(key: string, init: KeyboardEventInit = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...init });
}

describe('the feedback of a trace', () => {
  it('stands beside its spans, with history, and counts what holds', async () => {
    await open(
      new FakeAssessments(
        assessment({ id: 'a-1', isValid: false, value: false }),
        assessment({ id: 'a-2', overrides: 'a-1', rationale: 'It answers.' }),
        assessment({ id: 'a-3', name: 'right', spanId: idOf(1), value: 'no' }),
        assessment({
          id: 'a-4',
          name: 'judge',
          spanId: idOf(1),
          value: null,
          error: { code: 'TIMEOUT', message: 'No answer.', stackTrace: 'at judge (a.ts:1)' },
          source: { type: 'LLM_JUDGE', id: 'gpt' },
          origin: 'span',
        }),
      ),
    );
    await waitFor(() => expect(cards()).toHaveLength(3));
    expect(cards().map((card) => card.getAttribute('aria-label'))).toEqual([
      'helpful',
      'right',
      'judge',
    ]);
    expect(screen.getByRole('radio', { name: 'Feedback 3' })).toBeTruthy();
    expect(badges()).toEqual(['1', '2', '']);
    const [helpful, , judge] = cards();
    fireEvent.click(within(helpful!).getByRole('button', { name: '1 earlier' }));
    expect(within(helpful!).getByRole('listitem').textContent).toContain('No');
    expect(judge!.textContent).toContain('TIMEOUT: No answer.');
    fireEvent.click(within(judge!).getByRole('button', { name: 'Stack trace' }));
    expect(judge!.textContent).toContain('at judge');
    fireEvent.click(within(judge!).getByRole('button', { name: /chat gpt|^gpt/ }));
    expect(item('chat gpt').getAttribute('aria-selected')).toBe('true');
  });

  it('can be the only thing the tree shows, and f goes from one to the next', async () => {
    await open(
      new FakeAssessments(assessment({ id: 'a-1', spanId: idOf(2) }), assessment({ id: 'a-2' })),
    );
    await waitFor(() => expect(cards()).toHaveLength(2));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Only spans with feedback' }));
    expect(screen.getAllByRole('treeitem')).toHaveLength(2);
    press('f');
    expect(item('execute_tool grep').getAttribute('aria-selected')).toBe('true');
    press('f');
    expect(item('invoke_agent run').getAttribute('aria-selected')).toBe('true');
    press('1', { ctrlKey: true });
    expect(screen.getAllByRole('treeitem')).toHaveLength(3);
  });

  it('is given with a thumb, which the same key takes back and the other one replaces', async () => {
    await open(new FakeAssessments(), `?span=${idOf(1)}`);
    press('u');
    await waitFor(() => expect(said.valid).toEqual(['helpful true']));
    expect(said.all[0]).toMatchObject({ spanId: idOf(1), source: { type: 'HUMAN', id: 'you' } });
    expect(await screen.findByText('Thumbs up for chat gpt.')).toBeTruthy();
    press('U', { shiftKey: true });
    await waitFor(() => expect(said.valid).toEqual(['helpful false']));
    expect(said.all).toHaveLength(2);
    press('U', { shiftKey: true });
    await waitFor(() => expect(said.valid).toEqual(['helpful true']));
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(said.valid).toEqual(['helpful false']));
  });

  it('is taken back with the key, the last one first', async () => {
    await open(new FakeAssessments(), `?span=${idOf(1)}`);
    press('u');
    await screen.findByText('Thumbs up for chat gpt.');
    press('U', { shiftKey: true });
    await screen.findByText('Thumbs down for chat gpt.');
    press('z', { ctrlKey: true });
    await waitFor(() => expect(said.valid).toEqual(['helpful true']));
    press('z', { ctrlKey: true });
    await waitFor(() => expect(said.valid).toEqual([]));
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('goes one by one when keys come fast', async () => {
    await open(new FakeAssessments(), `?span=${idOf(1)}`);
    press('u');
    press('u');
    press('u');
    await waitFor(() => expect(engine.calls.filter(isChange)).toHaveLength(3));
    await waitFor(() => expect(said.valid).toEqual(['helpful true']));
    expect(said.all).toHaveLength(1);
  });
});

const isChange = ({ method }: { readonly method: string }): boolean =>
  method === 'assessments.add' || method === 'assessments.delete';

describe('the form', () => {
  it('opens with a, says what is wrong, and saves for what is selected', async () => {
    await open(new FakeAssessments(), `?span=${idOf(2)}`);
    press('a');
    expect(currentLocation().path).toContain('view=feedback');
    const name = await screen.findByRole('combobox', { name: 'Name' });
    await waitFor(() => expect(document.activeElement).toBe(name));
    press('Enter', { ctrlKey: true });
    expect(await form().findAllByRole('alert')).toHaveLength(2);
    expect(document.activeElement).toBe(name);
    fireEvent.change(name, { target: { value: 'score' } });
    fireEvent.click(form().getByRole('radio', { name: 'Number' }));
    fireEvent.change(form().getByRole('textbox', { name: 'Number' }), { target: { value: '4' } });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(said.valid).toEqual(['score 4']));
    expect(said.all[0]?.spanId).toBe(idOf(2));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('tree')));
  });

  it('is saved from anywhere in it', async () => {
    await open(new FakeAssessments());
    const name = form().getByRole('combobox', { name: 'Name' });
    fireEvent.change(name, { target: { value: 'right' } });
    const yes = form().getByRole('radio', { name: 'Yes' });
    fireEvent.click(yes);
    act(() => yes.focus());
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(said.valid).toEqual(['right true']));
    fireEvent.change(name, { target: { value: 'wrong' } });
    fireEvent.click(form().getByRole('radio', { name: 'No' }));
    act(() => screen.getByRole('form').focus());
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(said.valid).toEqual(['right true', 'wrong false']));
  });

  it('keeps what was begun for a span while others are looked at', async () => {
    await open(new FakeAssessments(), `?view=feedback&span=${idOf(1)}`);
    const reason = form().getByRole('textbox', { name: 'Rationale, optional' });
    fireEvent.change(reason, { target: { value: 'It guesses.' } });
    fireEvent.click(item('execute_tool grep'));
    expect(form().getByRole('radio', { name: 'chat gpt' }).getAttribute('aria-checked')).toBe(
      'true',
    );
    expect(form().getByRole('radio', { name: 'execute_tool grep' })).toBeTruthy();
    expect(form().getByDisplayValue('It guesses.')).toBeTruthy();
    fireEvent.keyDown(reason, { key: 'Escape', code: 'Escape' });
    expect(form().queryByDisplayValue('It guesses.')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(form().getByDisplayValue('It guesses.')).toBeTruthy();
  });

  it('puts a change in the place of what was, and tells why it could not', async () => {
    await open(new FakeAssessments(assessment({ name: 'score', value: 2 })));
    fireEvent.click(await screen.findByRole('button', { name: 'Edit score' }));
    const number = await form().findByRole('textbox', { name: 'Number' });
    fireEvent.change(number, { target: { value: '5' } });
    engine.answer('assessments.add', () => {
      throw new ContractError('not_found', 'There is no such trace.');
    });
    act(() => number.focus());
    press('Enter', { ctrlKey: true });
    expect(await form().findByText('There is no such trace.')).toBeTruthy();
    said.install(engine);
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(said.valid).toEqual(['score 5']));
    expect(said.all.at(-1)?.overrides).toBe('a-1');
  });
});

describe('a saved file', () => {
  it('has assessments in the form of MLflow, history included', () => {
    const list = JSON.parse(
      feedbackJson([
        assessment({ id: 'a-1', isValid: false }),
        assessment({ id: 'a-2', overrides: 'a-1', value: [1, 'a'], rationale: 'why' }),
      ]),
    ) as object[];
    expect(list).toMatchObject([
      { assessment_id: 'a-1', assessment_name: 'helpful', valid: false, feedback: { value: true } },
      { assessment_id: 'a-2', overrides: 'a-1', rationale: 'why', feedback: { value: [1, 'a'] } },
    ]);
  });
});
