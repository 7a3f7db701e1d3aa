import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ContextPoint, SessionDetail, SessionWindow } from '@contract/facets';
import type { MethodParams } from '@contract/methods';
import { sessionContext } from './session-context';
import { sessionDetail } from './session-detail';
import { sessionsWindow } from './sessions-window';
import { agentRun } from './test-support/agent-run';
import { BASE_NS, createTestStore, traceHex, type TestStore } from './test-support/test-store';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
  store.addSpans(
    ...agentRun({ trace: 1, session: 'a', user: 'ada', startMs: 1000, question: 'First?' }),
    ...agentRun({ trace: 2, session: 'b', startMs: 2000 }),
    ...agentRun({ trace: 3, session: 'a', user: 'bob', startMs: 5000, service: 'other' }),
    ...agentRun({ trace: 4, startMs: 9000 }),
    { trace: 3, span: 8, parent: 1, startMs: 5050, endMs: 5060, status: 2, service: 'other' },
  );
  store.understand();
});
afterEach(() => store.close());

const none = (): void => {};
function openWindow(): (params?: Partial<MethodParams<'sessions.window'>>) => SessionWindow {
  const query = sessionsWindow(store.host());
  return (params = {}) =>
    query({ text: '', offset: 0, limit: 10, experiment: null, ...params }, none);
}
const idsOf = ({ rows }: SessionWindow): string[] => rows.map(({ sessionId }) => sessionId);
const detail = (sessionId: string, experiment: number | null = null): SessionDetail =>
  sessionDetail(store.host())({ sessionId, experiment }, none);

describe('sessions.window', () => {
  it('lists conversations, the one that was active last first', () => {
    const window = openWindow()();
    expect(window.total).toBe(2);
    expect(window.rows).toEqual([
      {
        sessionId: 'a',
        services: ['app', 'other'],
        turnCount: 2,
        firstStartNs: BASE_NS + 1_000_000_000n,
        lastStartNs: BASE_NS + 5_000_000_000n,
        turnDurationsNs: [100e6, 100e6],
        errorCount: 1,
        preview: 'First?',
      },
      expect.objectContaining({ sessionId: 'b', turnCount: 1 }),
    ]);
  });

  it('takes a page', () => {
    expect(idsOf(openWindow()({ offset: 1, limit: 1 }))).toEqual(['b']);
    expect(openWindow()({ offset: 5 })).toEqual({ offset: 5, rows: [], total: 2 });
  });

  it.each([
    ['c', []],
    ['B', ['a', 'b']],
    ['BOB', ['a']],
    ['other', ['a']],
    ['app', ['a', 'b']],
    ['%', []],
  ])('matches %j', (text, expected) => {
    expect(idsOf(openWindow()({ text }))).toEqual(expected);
  });

  it('leaves out deleted traces, and sees what has come since', () => {
    const window = openWindow();
    expect(idsOf(window())).toEqual(['a', 'b']);
    store.deleteTrace(2);
    expect(idsOf(window())).toEqual(['a']);
    store.deleteTrace(3);
    expect(window().rows[0]?.turnCount).toBe(1);
    store.addSpans(...agentRun({ trace: 7, session: 'c', startMs: 20_000 }));
    store.understand();
    expect(idsOf(window())).toEqual(['c', 'a']);
  });
});

describe('sessions.open', () => {
  it('gives the traces of all services as turns, and sums them up', () => {
    const session = detail('a');
    expect(session.turns.map(({ traceId }) => traceId)).toEqual([traceHex(1), traceHex(3)]);
    expect(session).toMatchObject({
      sessionId: 'a',
      services: ['app', 'other'],
      userIds: ['ada', 'bob'],
      turnCount: 2,
      tokens: { input: 500, output: 60, cacheRead: null },
      costUsd: 0,
      costState: 'unknown',
    });
  });

  it('knows no session without traces', () => {
    expect(() => detail('z')).toThrow(expect.objectContaining({ code: 'not_found' }) as Error);
    store.deleteTrace(2);
    expect(() => detail('b')).toThrow(expect.objectContaining({ code: 'not_found' }) as Error);
  });
});

it('sessions.context tells what entered and stayed in each call', () => {
  const points: readonly ContextPoint[] = sessionContext(store.host())(
    { sessionId: 'b', experiment: null },
    none,
  );
  expect(points).toMatchObject([
    {
      traceId: traceHex(2),
      spanKey: 6,
      turn: 1,
      model: 'gpt-test',
      agentName: 'forecaster',
      startNs: BASE_NS + 2_001_000_000n,
      inputTokens: 100,
      isEstimated: false,
      stayedTokens: 0,
      leftTokens: 0,
      wasCompacted: false,
    },
    { spanKey: 8, turn: 1, inputTokens: 150, leftTokens: 0 },
  ]);
  expect(points[1]?.stayedTokens).toBe(points[0]?.enteredTokens);
  expect(sessionContext(store.host())({ sessionId: 'z', experiment: null }, none)).toEqual([]);
});

describe('a session that several projects have', () => {
  beforeEach(() => {
    const place = store.writable.prepare('UPDATE trace SET experiment = ? WHERE id = ?');
    for (const [key, experiment] of [1, 1, 2, 2].entries()) place.run(experiment, key + 1);
  });

  it('is listed with what it has of the one that is asked for', () => {
    const window = openWindow();
    expect(idsOf(window({ experiment: 1 }))).toEqual(['b', 'a']);
    expect(window({ experiment: 2 })).toMatchObject({
      rows: [{ sessionId: 'a', services: ['other'], turnCount: 1, errorCount: 1 }],
      total: 1,
    });
    expect(idsOf(window({ experiment: 2, text: 'ada' }))).toEqual([]);
    expect(idsOf(window({ experiment: 3 }))).toEqual([]);
    expect(window().rows[0]).toMatchObject({ sessionId: 'a', turnCount: 2 });
  });

  it('is opened with what it has of it, and names all its projects else', () => {
    expect(detail('a', 2)).toMatchObject({
      services: ['other'],
      userIds: ['bob'],
      experimentIds: [2],
      turnCount: 1,
    });
    expect(detail('a').experimentIds).toEqual([1, 2]);
    expect(() => detail('b', 2)).toThrow(/in this project/);
  });

  it('has the context of the calls of that one', () => {
    const traces = (experiment: number | null): Set<string> =>
      new Set(
        sessionContext(store.host())({ sessionId: 'a', experiment }, none).map(
          ({ traceId }) => traceId,
        ),
      );
    expect([...traces(null)]).toEqual([traceHex(1), traceHex(3)]);
    expect([...traces(2)]).toEqual([traceHex(3)]);
  });
});

describe('a model call that two tracers recorded', () => {
  const call = (trace: number, startMs: number, session: string | null) => ({
    trace,
    span: trace,
    startMs,
    endMs: 20_100,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'claude',
      'gen_ai.response.id': `msg_${Math.floor(trace / 10)}`,
      ...(session === null ? {} : { 'gen_ai.conversation.id': session }),
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 10,
    },
  });

  it('counts once in the sums', () => {
    store.addSpans(call(41, 20_000, 'twice'), call(42, 20_001, 'twice'));
    store.understand();
    const { turns, tokens } = detail('twice');
    expect(turns.map(({ sameCallAs }) => sameCallAs)).toEqual([null, traceHex(41)]);
    expect(tokens).toMatchObject({ input: 100, output: 10 });
  });

  it('counts where the one that began first is of no session', () => {
    store.addSpans(call(51, 20_000, null), call(52, 20_001, 'half'));
    store.understand();
    const { turns, tokens } = detail('half');
    expect(turns.map(({ sameCallAs }) => sameCallAs)).toEqual([traceHex(51)]);
    expect(tokens).toMatchObject({ input: 100, output: 10 });
  });
});
