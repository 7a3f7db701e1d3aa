import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { currentLocation, goBack } from '../../../lib/router';
import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { TracePage } from '../index';
import {
  answerFacets,
  message,
  modelCall,
  payload,
  toolCall,
  toolUse,
  type TestFacets,
} from '../test-support/fake-facets';
import { FakeTrace, idOf, TRACE_ID, TRACE_KEY } from '../test-support/fake-trace';
import { useTranscriptState } from './use-step-folds';

const MS = 1e6;
let engine: FakeEngine;
let trace: FakeTrace;
let facets: Map<number, TestFacets>;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  useTranscriptState.setState(useTranscriptState.getInitialState(), true);
  engine = new FakeEngine().install();
  trace = new FakeTrace({
    name: 'invoke_agent coder',
    duration: 900 * MS,
    children: [
      { name: 'chat gpt', start: 10 * MS, duration: 200 * MS },
      { name: 'GET /v1/chat', start: 20 * MS, duration: 100 * MS },
      { name: 'execute_tool read_file', start: 300 * MS, duration: 50 * MS },
      { name: 'execute_tool run_tests', start: 400 * MS, duration: 50 * MS, status: 2 },
      { name: 'chat gpt', start: 500 * MS, duration: 300 * MS },
    ],
  }).install(engine);
  const call = toolCall('c1', 'read_file', { path: 'a.py' });
  facets = new Map<number, TestFacets>([
    [0, { kind: 'agent', label: 'coder' }],
    [
      1,
      {
        kind: 'llm',
        label: 'gpt-4.1',
        model: 'gpt-4.1',
        tokens: [1000, 50],
        usd: 0.0021,
        facets: {
          model: modelCall(
            [message('system', 'You are a coder.'), message('user', 'Fix the **bug**.')],
            [message('assistant', 'I will read it.', call)],
          ),
        },
        fold: { toolSpans: [['c1', trace.table.keys[3]!]] },
      },
    ],
    [
      3,
      {
        kind: 'tool',
        label: 'read_file',
        facets: { tool: toolUse('read_file', { path: 'a.py' }, 'print(1)') },
      },
    ],
    [
      4,
      {
        kind: 'tool',
        label: 'run_tests',
        facets: {
          tool: toolUse('run_tests', { k: 'insert' }, null),
          error: {
            type: 'OperationalError',
            message: 'database is locked',
            stack: null,
            httpStatus: null,
          },
        },
      },
    ],
    [
      5,
      {
        kind: 'llm',
        label: 'gpt-4.1',
        model: 'gpt-4.1',
        tokens: [1200, 70],
        usd: 0.003,
        omittedMessages: 3,
        facets: {
          model: modelCall(
            [
              message('tool', {
                type: 'toolResult',
                id: 'c1',
                name: null,
                result: 'print(1)',
                isError: false,
                isServerSide: false,
              }),
            ],
            [message('assistant', 'Done.')],
          ),
        },
        fold: { toolSpans: [['c1', trace.table.keys[3]!]] },
      },
    ],
  ]);
  answerFacets(engine, trace, facets);
});

afterEach(() => close());

async function open(query = ''): Promise<void> {
  close = renderView(engine, `/traces/${TRACE_ID}?view=transcript${query}`, <TracePage />);
  await screen.findByRole('feed', { name: 'Transcript' });
  await screen.findByText('I will read it.');
}

const feed = (): HTMLElement => screen.getByRole('feed', { name: 'Transcript' });
const steps = (): HTMLElement[] =>
  within(feed())
    .getAllByRole('article')
    .filter((step) => step.dataset['span'] !== undefined);
const step = (name: string, nth = 0): HTMLElement =>
  within(feed())
    .getAllByRole('article', { name })
    .filter((one) => one.dataset['span'] !== undefined)[nth]!;
const current = (): string | undefined =>
  feed().querySelector<HTMLElement>('[aria-current=true]')?.getAttribute('aria-label') ?? undefined;
const press = (key: string): boolean =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });

describe('the transcript', () => {
  it('tells what was asked, thought, done and answered, in order', async () => {
    await open();
    expect(steps().map((one) => one.getAttribute('aria-label'))).toEqual([
      'coder',
      'gpt-4.1',
      'read_file',
      'run_tests',
      'gpt-4.1',
    ]);
    expect(within(step('gpt-4.1')).getByRole('group', { name: 'User' }).textContent).toContain(
      'Fix the',
    );
    expect(step('coder').textContent).toContain('2 LLM calls, 2 tool calls');
    // Its tool tells of the call, and of the result.
    expect(within(step('gpt-4.1')).queryByRole('group', { name: 'Call of read_file' })).toBeNull();
    expect(step('gpt-4.1', 1).textContent).not.toContain('print(1)');
    expect(within(step('gpt-4.1', 1)).getByText('answer')).toBeTruthy();
    expect(step('gpt-4.1').textContent).toMatch(/1\.1k tok · \$0\.0021/);
  });

  it('opens what failed, and folds what went well to one line', async () => {
    await open();
    expect(within(step('run_tests')).getByText('database is locked')).toBeTruthy();
    expect(step('read_file').textContent).toContain('a.py');
    const button = within(step('read_file')).getByRole('button', { name: 'Unfold read_file' });
    fireEvent.click(button);
    expect(within(step('read_file')).getByRole('button', { name: 'Fold read_file' })).toBeTruthy();
  });

  it('tells which attempt a call was, and goes to the one before', async () => {
    const [first, second] = [1, 5].map((at) => trace.table.keys[at]!);
    const attempt = { number: 1, total: 2, retries: null, retriedBy: second! };
    facets.set(1, { ...facets.get(1)!, fold: { ...facets.get(1)!.fold, attempt } });
    facets.set(5, {
      ...facets.get(5)!,
      fold: { attempt: { number: 2, total: 2, retries: first!, retriedBy: null } },
    });
    await open();
    expect(step('gpt-4.1').textContent).toContain('attempt 1 of 2, tried again as attempt 2');
    const again = step('gpt-4.1', 1);
    await waitFor(() => expect(again.textContent).toContain('attempt 2 of 2, retries attempt 1'));
    fireEvent.click(within(again).getByRole('button', { name: 'attempt 1' }));
    await waitFor(() => expect(step('gpt-4.1').getAttribute('aria-current')).toBe('true'));
  });

  it('shows an error once where the tool gave it back as its result too', async () => {
    const failed = facets.get(4)!;
    const tool = toolUse('run_tests', { k: 'insert' }, 'database is locked\n');
    facets.set(4, { ...failed, facets: { ...failed.facets, tool } });
    await open();
    expect(within(step('run_tests')).getAllByText('database is locked')).toHaveLength(1);
  });

  it('says the system prompt on request alone', async () => {
    await open();
    expect(screen.queryByText('You are a coder.', { selector: 'p' })).toBeNull();
    fireEvent.click(within(step('gpt-4.1')).getByRole('button', { name: /System/ }));
    expect(await within(step('gpt-4.1')).findAllByText('You are a coder.')).not.toHaveLength(0);
  });

  it('moves by key, folds an agent, and leads to the waterfall', async () => {
    await open();
    press('j');
    expect(current()).toBe('coder');
    press('x');
    expect(current()).toBe('run_tests');
    press('Home');
    press('ArrowLeft');
    expect(steps()).toHaveLength(1);
    press('ArrowRight');
    expect(steps()).toHaveLength(5);
    press('j');
    press('Enter');
    expect(currentLocation().route).toMatchObject({ mode: 'waterfall', spanId: idOf(1) });
  });

  it('moves among what is drawn, also from a step that is folded away', async () => {
    await open(`&span=${idOf(4)}`);
    expect(current()).toBe('run_tests');
    fireEvent.click(within(step('coder')).getByRole('button', { name: 'Fold coder' }));
    expect(steps()).toHaveLength(1);
    press('k');
    expect(current()).toBe('coder');
    press('e');
    press('ArrowRight');
    press(']');
    expect(current()).toBe('read_file');
    press('[');
    press('[');
    expect(current()).toBe('gpt-4.1');
  });

  it('leaves keys to the steps after a press', async () => {
    await open();
    fireEvent.click(within(step('read_file')).getByRole('button', { name: 'Unfold read_file' }));
    expect(document.activeElement).toBe(feed());
  });

  it('is come back to where it was left, however fast', async () => {
    await open(`&span=${idOf(3)}`);
    press('j');
    press('Enter');
    expect(currentLocation().route).toMatchObject({ mode: 'waterfall', spanId: idOf(4) });
    act(() => goBack());
    await waitFor(() =>
      expect(currentLocation().route).toMatchObject({ mode: 'transcript', spanId: idOf(4) }),
    );
  });

  it('is found as it was left', async () => {
    await open();
    fireEvent.click(within(step('read_file')).getByRole('button', { name: 'Unfold read_file' }));
    press('j');
    press('Enter');
    expect(currentLocation().route).toMatchObject({ mode: 'waterfall' });
    close();
    await open();
    expect(within(step('read_file')).getByRole('button', { name: 'Fold read_file' })).toBeTruthy();
  });

  it('reads each step once, whatever is folded', async () => {
    await open();
    const asked = (): number[] =>
      engine.calls
        .filter(({ method }) => method === 'trace.steps')
        .flatMap(({ params }) => (params as { readonly spanKeys: number[] }).spanKeys);
    const before = asked();
    expect(new Set(before).size).toBe(before.length);
    fireEvent.click(within(step('coder')).getByRole('button', { name: 'Fold coder' }));
    fireEvent.click(within(step('coder')).getByRole('button', { name: 'Unfold coder' }));
    expect(asked()).toEqual(before);
  });

  it('tells the chat alone, or every span', async () => {
    await open();
    fireEvent.click(screen.getByRole('radio', { name: 'Chat only' }));
    expect(steps().map((one) => one.getAttribute('aria-label'))).toEqual(['gpt-4.1', 'gpt-4.1']);
    fireEvent.click(screen.getByRole('radio', { name: 'Every span' }));
    expect(steps()).toHaveLength(6);
  });

  it('finds what steps say, also in folded ones', async () => {
    await open();
    const field = screen.getByRole('textbox', { name: 'Find in transcript' });
    fireEvent.change(field, { target: { value: 'PRINT(1)' } });
    // The call after it was sent the result too, which its tool tells.
    await waitFor(() =>
      expect(screen.getAllByRole('status').map((one) => one.textContent)).toContain('1'),
    );
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(current()).toBe('read_file');
    expect(within(step('read_file')).getByRole('button', { name: 'Fold read_file' })).toBeTruthy();
  });

  it('sums up time and cost beside it', async () => {
    await open();
    const totals = screen.getByRole('complementary', { name: 'Totals' });
    expect(totals.textContent).toMatch(/gpt-4\.12×2\.3k\$0\.0051/);
    const times = within(totals).getByRole('region', { name: 'Time by step' });
    const names = within(times)
      .getAllByRole('button')
      .map((row) => row.textContent);
    expect(names).toEqual([
      'gpt-4.1500\u00a0ms',
      'read_file50\u00a0ms',
      'run_tests50\u00a0ms',
      'own time300\u00a0ms',
    ]);
    expect(within(times).queryByText('not in any step')).toBeNull();
  });

  it('grows while the run goes on', async () => {
    await open();
    facets.set(5, {
      kind: 'llm',
      label: 'gpt-4.1',
      facets: { model: modelCall([], [message('assistant', 'One moment.')]) },
    });
    act(() => engine.emit('traces.facetsChanged', { keys: [TRACE_KEY] }));
    expect(await screen.findByText('One moment.')).toBeTruthy();
  });

  it('says what an agent was asked where that is a text of its own', async () => {
    facets.set(0, {
      kind: 'agent',
      label: 'coder',
      facets: { input: [payload('Fix the **bug**.')] },
    });
    await open();
    const users = within(feed()).getAllByRole('group', { name: 'User' });
    // Told once, at the agent, and not again at its model.
    expect(users).toHaveLength(1);
    expect(users[0]!.closest('article')).toBe(step('coder'));
  });

  it('folds the history that a first call brings with it', async () => {
    facets.set(1, {
      kind: 'llm',
      label: 'gpt-4.1',
      facets: {
        model: modelCall(
          [
            message('user', 'Who are you?'),
            message('assistant', 'A coder.'),
            message('user', 'Fix it.'),
          ],
          [message('assistant', 'I will read it.')],
        ),
      },
    });
    await open();
    const users = within(feed()).getAllByRole('group', { name: 'User' });
    expect(users.map(({ textContent }) => textContent)).toEqual(['Fix it.']);
    const earlier = within(step('gpt-4.1')).getByRole('button', { name: /2 earlier messages/ });
    fireEvent.click(earlier);
    expect(step('gpt-4.1').textContent).toContain('A coder.');
  });

  it('begins at the step of the span that was selected', async () => {
    await open(`&span=${idOf(2)}`);
    // The request is within the step before it.
    expect(current()).toBe('gpt-4.1');
  });
});
