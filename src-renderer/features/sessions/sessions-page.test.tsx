import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ContractError } from '@contract/errors';
import type { SessionDetail, SessionRow } from '@contract/facets';
import type { TraceRow } from '@contract/traces';
import { SESSION_METADATA } from '@domain/annotations/assessment';
import type { TraceFacets } from '@domain/facets/trace-facets';
import type { TraceId } from '@domain/units';

import { currentLocation } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { FakeProjects } from '../../lib/test-support/fake-projects';
import { traceFacets } from '../../lib/test-support/trace-facets';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { useDraftStore } from '../../ui/feedback/form/draft-store';
import { assessment, FakeAssessments } from '../../ui/feedback/test-support/fake-assessments';
import { useChosenTurn } from './chosen-turn';
import { SessionsPage } from './index';

const BASE_NS = 1_760_000_000_000_000_000n;

function facets(changes: Partial<TraceFacets> = {}): TraceFacets {
  return {
    ...traceFacets,
    agentCount: 1,
    modelCallCount: 2,
    toolCallCount: 1,
    tokens: { input: 1000, output: 100, cacheRead: null, cacheWrite: null, reasoning: null },
    cost: { usd: 0.01, state: 'computed', unknownModels: [] },
    inputPreview: 'What is the weather?',
    outputPreview: 'Sunny.',
    sessionId: 's1',
    userId: null,
    tags: [],
    models: [],
    agents: [],
    ...changes,
  };
}

function turn(key: number, changes: Partial<TraceRow> = {}): TraceRow {
  return {
    key,
    traceId: key.toString(16).padStart(32, '0') as TraceId,
    rootName: `turn ${key}`,
    firstSpanName: `turn ${key}`,
    rootCategory: 1,
    serviceName: 'svc',
    serviceCount: 1,
    startNs: BASE_NS + BigInt(key) * 1_000_000_000n,
    durationNs: key * 1e9,
    spanCount: 3,
    errorCount: 0,
    logCount: 0,
    status: 'ok',
    lastReceivedMs: 0,
    sameCallAs: null,
    experimentId: 0,
    tags: [],
    assessments: [],
    facets: facets(),
    ...changes,
  };
}

function session(sessionId: string, turns: readonly TraceRow[]): SessionDetail {
  return {
    sessionId,
    services: [...new Set(turns.map(({ serviceName }) => serviceName))],
    userIds: ['ada'],
    experimentIds: [0],
    turns,
    turnCount: turns.length,
    tokens: { input: 3000, output: 300, cacheRead: null, cacheWrite: null, reasoning: null },
    costUsd: 0.03,
    costState: 'computed',
  };
}

let rows: SessionRow[];
let details: Map<string, SessionDetail>;
let engine: FakeEngine;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  useChosenTurn.setState(useChosenTurn.getInitialState(), true);
  details = new Map([
    [
      's1',
      session('s1', [
        turn(1),
        turn(2, {
          status: 'error',
          errorCount: 1,
          facets: facets({ errorMessage: 'database is locked', outputPreview: null }),
        }),
        turn(3),
      ]),
    ],
    ['s2', session('s2', [turn(7), turn(8, { serviceName: 'other' })])],
  ]);
  rows = [...details].map(([sessionId, { turns }]) => ({
    sessionId,
    services: ['svc'],
    turnCount: turns.length,
    firstStartNs: BASE_NS,
    lastStartNs: BASE_NS,
    turnDurationsNs: turns.map(({ durationNs }) => durationNs),
    errorCount: 0,
    preview: 'hello',
  }));
  engine = new FakeEngine()
    .install()
    .answer('sessions.window', ({ text, offset, limit }) => {
      const matching = rows.filter((row) => row.sessionId.includes(text));
      return { offset, rows: matching.slice(offset, offset + limit), total: matching.length };
    })
    .answer('sessions.open', ({ sessionId }) => {
      const detail = details.get(sessionId);
      if (detail === undefined) throw new ContractError('not_found', 'No such session.');
      return detail;
    })
    .answer('sessions.context', () => []);
});

afterEach(() => close());

async function open(path = '/sessions'): Promise<void> {
  close = renderView(engine, path, <SessionsPage />);
  await screen.findByRole('grid', { name: 'Turns' });
  await screen.findByRole('link', { name: /^s1/ });
}

const turns = (): HTMLElement[] =>
  within(screen.getByRole('grid', { name: 'Turns' })).getAllByRole('row');
const current = (): string | null =>
  turns().find((row) => row.getAttribute('aria-selected') === 'true')?.dataset['trace'] ?? null;

function press(key: string): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key });
}

describe('sessions', () => {
  it('shows the last active one with its turns in order and its sums', async () => {
    await open();
    expect(screen.getByRole('heading', { name: /s1/ })).toBeTruthy();
    expect(turns()).toHaveLength(3);
    expect(screen.getByText('6.00 s')).toBeTruthy();
    expect(screen.getByText('database is locked')).toBeTruthy();
    expect(screen.getByText('$0.0300')).toBeTruthy();
    // The newest turn is where the reader begins.
    expect(current()).toBe(turns()[2]!.dataset['trace']);
  });

  it('steps through turns and opens the trace of one', async () => {
    await open('/sessions/s1');
    press('k');
    expect(current()).toBe(turns()[1]!.dataset['trace']);
    press('Enter');
    expect(currentLocation().route).toMatchObject({
      view: 'trace',
      traceId: '2'.padStart(32, '0'),
    });
  });

  it('is at the same turn for who comes back, and at the newest in another session', async () => {
    await open('/sessions/s1');
    press('Home');
    close();
    await open('/sessions/s1');
    expect(current()).toBe(turns()[0]!.dataset['trace']);
    press(']');
    await screen.findByRole('heading', { name: /s2/ });
    expect(current()).toBe(turns()[1]!.dataset['trace']);
  });

  it('leaves keys to the turns after a press on a chart', async () => {
    await open('/sessions/s1');
    const chart = screen.getByRole('figure', { name: 'Latency by turn' });
    fireEvent.click(within(chart).getAllByRole('button')[0]!);
    expect(current()).toBe(turns()[0]!.dataset['trace']);
    expect(document.activeElement).toBe(screen.getByRole('grid', { name: 'Turns' }));
  });

  it('goes to another session by key, and says which service each turn was of', async () => {
    await open('/sessions/s1');
    press(']');
    await waitFor(() => expect(currentLocation().route).toMatchObject({ sessionId: 's2' }));
    await screen.findByRole('heading', { name: /s2/ });
    expect(screen.getByText('other')).toBeTruthy();
  });

  it('gives the arrows to the list of sessions while that has the focus', async () => {
    await open('/sessions/s1');
    act(() => screen.getByRole('grid', { name: 'Sessions' }).focus());
    press('ArrowDown');
    await waitFor(() => expect(currentLocation().route).toMatchObject({ sessionId: 's2' }));
  });

  it('finds sessions and says where none matches', async () => {
    await open();
    fireEvent.change(screen.getByRole('textbox', { name: 'Find session' }), {
      target: { value: 'zzz' },
    });
    expect(await screen.findByText('No session matches “zzz”.')).toBeTruthy();
  });

  it('says how sessions come about where there are none', async () => {
    rows = [];
    close = renderView(engine, '/sessions', <SessionsPage />);
    expect(await screen.findByText(/No sessions yet/)).toBeTruthy();
  });

  it('says what is wrong with a session that is not there', async () => {
    close = renderView(engine, '/sessions/gone', <SessionsPage />);
    expect(await screen.findByText('No such session.')).toBeTruthy();
  });

  it('follows the engine', async () => {
    await open('/sessions/s1');
    details.set('s1', session('s1', [turn(1), turn(2), turn(3), turn(4)]));
    act(() => engine.emit('traces.facetsChanged', { keys: null }));
    await waitFor(() => expect(turns()).toHaveLength(4));
  });
});

describe('a project', () => {
  beforeEach(() => {
    new FakeProjects('Default', 'docs-rag', 'shop').install(engine);
  });

  it('is kept to by the list, the session and the ways between sessions', async () => {
    details.set('s1', { ...session('s1', [turn(1)]), experimentIds: [1] });
    await open('/sessions?project=1');
    for (const method of ['sessions.window', 'sessions.open', 'sessions.context']) {
      const { params } = engine.calls.find((call) => call.method === method)!;
      expect(params).toMatchObject({ experiment: 1 });
    }
    expect(await screen.findByTitle('Project docs-rag')).toBeTruthy();
    expect(screen.getByRole('link', { name: /^s2/ }).getAttribute('href')).toContain('?project=1');
    press(']');
    await waitFor(() => expect(currentLocation().path).toBe('/sessions/s2?project=1'));
  });

  it('names all that a session is of', async () => {
    details.set('s1', { ...session('s1', [turn(1)]), experimentIds: [2, 1] });
    await open();
    expect((await screen.findByTitle('Projects shop, docs-rag')).textContent).toBe(
      'shop, docs-rag',
    );
  });

  it('without sessions says so, and offers those of all', async () => {
    rows = [];
    close = renderView(engine, '/sessions?project=2', <SessionsPage />);
    expect((await screen.findByText(/No sessions in/)).textContent).toBe('No sessions in shop.');
    fireEvent.click(screen.getByRole('button', { name: 'Show all projects' }));
    await waitFor(() => expect(currentLocation().path).toBe('/sessions'));
  });

  it('that is gone gives way to all', async () => {
    close = renderView(engine, '/sessions/s1?project=77', <SessionsPage />);
    await waitFor(() => expect(currentLocation().path).toBe('/sessions/s1'));
  });
});

describe('feedback', () => {
  it('on turns stands at them, on the session beside it, and more is given there', async () => {
    useDraftStore.setState({ drafts: {}, isOpen: true, isAsked: false, wantsFocus: false });
    const said = new FakeAssessments(
      assessment({ metadata: { [SESSION_METADATA]: 's1' }, name: 'resolved', value: false }),
    ).install(engine);
    const brief = { kind: 'feedback', hasError: false, spanId: null } as const;
    const detail = details.get('s1')!;
    const [first, ...others] = detail.turns;
    details.set('s1', {
      ...detail,
      turns: [
        {
          ...first!,
          assessments: [
            { ...brief, name: 'helpful', value: true, isOfSession: false },
            { ...brief, name: 'resolved', value: false, isOfSession: true },
          ],
        },
        ...others,
      ],
    });
    await open();
    const told = screen.getByRole('list', { name: 'Feedback' });
    expect(told.textContent).toBe('Yeshelpful');
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'a', code: 'KeyA' });
    const panel = within(
      await screen.findByRole('complementary', { name: 'Feedback on the session' }),
    );
    expect((await panel.findByRole('article')).textContent).toContain('resolved');
    fireEvent.click(panel.getByRole('radio', { name: 'Note' }));
    fireEvent.change(await panel.findByRole('textbox', { name: 'Note' }), {
      target: { value: 'Ask again.' },
    });
    fireEvent.click(panel.getByRole('button', { name: /^Save note/ }));
    await waitFor(() => expect(said.all).toHaveLength(2));
    expect(said.all[1]).toMatchObject({
      name: 'note',
      value: 'Ask again.',
      traceId: turn(3).traceId,
      metadata: { [SESSION_METADATA]: 's1' },
    });
  });
});
