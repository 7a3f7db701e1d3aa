import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { MethodParams } from '@contract/methods';
import type { TraceWindow } from '@contract/traces';
import { agentRun, ANSWER } from './test-support/agent-run';
import {
  createTestStore,
  traceHex,
  BASE_NS,
  RECEIVED_MS,
  type TestStore,
} from './test-support/test-store';
import { QueryCancelled } from './query';
import { tracesWindow } from './trace-window';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

type Params = MethodParams<'traces.window'>;
const newest: Params = {
  text: '',
  sort: { key: 'start', descending: true },
  offset: 0,
  limit: 100,
  snapshot: null,
  experiment: null,
};

function openWindow(): (params?: Partial<Params>) => TraceWindow {
  const query = tracesWindow(store.host());
  return (params = {}) => query({ ...newest, ...params }, () => {});
}

/** Numbers of the traces of a window, in order. */
function tracesOf(window: TraceWindow): number[] {
  return window.rows.map(({ traceId }) => Number(`0x${traceId.slice(16)}`));
}

describe('rows', () => {
  it('tells all about a trace', () => {
    store.addSpans(
      {
        trace: 1,
        span: 1,
        name: 'invoke_agent',
        startMs: 0,
        endMs: 900,
        service: 'agent',
        status: 1,
      },
      { trace: 1, span: 2, parent: 1, startMs: 10, endMs: 20, service: 'tools', status: 2 },
    );
    store.addLogs({ trace: 1, span: 2, body: 'failed' });
    const window = openWindow()();
    expect(window).toEqual({
      offset: 0,
      rows: [
        {
          key: 1,
          traceId: traceHex(1),
          rootName: 'invoke_agent',
          firstSpanName: 'invoke_agent',
          rootCategory: expect.any(Number) as number,
          serviceName: 'agent',
          serviceCount: 2,
          startNs: BASE_NS,
          durationNs: 900e6,
          spanCount: 2,
          errorCount: 1,
          logCount: 1,
          status: 'ok',
          lastReceivedMs: RECEIVED_MS,
          experimentId: 7,
          tags: [],
          assessments: [],
          sameCallAs: null,
          facets: null,
        },
      ],
      total: 1,
      totalStored: 1,
      snapshot: 1,
      newer: 0,
      longestNs: 900e6,
    });
  });

  it('shows a trace whose root has not arrived as running, under its earliest span', () => {
    store.addSpans(
      { trace: 1, span: 3, parent: 9, name: 'later', startMs: 30 },
      { trace: 1, span: 2, parent: 9, name: 'earliest', startMs: 5 },
    );
    expect(openWindow()().rows[0]).toMatchObject({
      rootName: null,
      firstSpanName: 'earliest',
      status: 'running',
    });
  });

  it('answers for an empty store', () => {
    expect(openWindow()()).toEqual({
      offset: 0,
      rows: [],
      total: 0,
      totalStored: 0,
      snapshot: 0,
      newer: 0,
      longestNs: 0,
    });
  });

  it('leaves out what was deleted, and shows what came after the deletion', () => {
    store.addSpans({ trace: 1, span: 1 }, { trace: 2, span: 1 });
    store.deleteTrace(1);
    const window = openWindow();
    expect(window()).toMatchObject({ total: 1, totalStored: 1, longestNs: 1e6 });
    expect(tracesOf(window())).toEqual([2]);
    store.addSpans({ trace: 1, span: 2, parent: 1 });
    expect(tracesOf(window({ sort: { key: 'spans', descending: false } }))).toEqual([2, 1]);
  });
});

describe('sort', () => {
  beforeEach(() => {
    store.addSpans(
      { trace: 1, span: 1, name: 'beta', startMs: 30, endMs: 31, service: 'x' },
      { trace: 2, span: 1, name: 'Alpha', startMs: 10, endMs: 90, service: 'Y', status: 2 },
      { trace: 2, span: 2, parent: 1, startMs: 10, endMs: 11, service: 'Y', status: 2 },
      { trace: 3, span: 1, name: 'alpha', startMs: 20, endMs: 25, service: 'z', status: 2 },
    );
  });

  it.each([
    ['start', [2, 3, 1]],
    ['duration', [1, 3, 2]],
    ['spans', [1, 3, 2]],
    ['errors', [1, 3, 2]],
    ['name', [2, 3, 1]],
    ['service', [1, 2, 3]],
  ] as const)('by %s, ties by arrival, and the reverse', (key, ascending) => {
    const window = openWindow();
    expect(tracesOf(window({ sort: { key, descending: false } }))).toEqual(ascending);
    expect(tracesOf(window({ sort: { key, descending: true } }))).toEqual([...ascending].reverse());
  });
});

describe('text', () => {
  beforeEach(() => {
    store.addSpans(
      { trace: 0xabcd01, span: 1, name: 'Invoke Agent', service: 'planner', endMs: 5 },
      { trace: 0xabcd01, span: 2, parent: 1, service: 'search-tool' },
      { trace: 2, span: 1, name: '100%_done', service: 'batch', endMs: 9 },
      { trace: 3, span: 1, name: 'ÜBERSICHT', service: 'öl "raffinerie"' },
      { trace: 4, span: 1, parent: 7, name: 'without root', service: 'batch' },
    );
  });

  it.each([
    ['invoke agent', [0xabcd01]],
    ['AGENT', [0xabcd01]],
    ['  agent  ', [0xabcd01]],
    ['search-', [0xabcd01]],
    ['batch', [2, 4]],
    ['without', [4]],
    ['%', [2]],
    ['0%_d', [2]],
    ['0%xd', []],
    ['übersicht', [3]],
    ['ÖL', [3]],
    ['"raff', [3]],
    ['","', []],
    ['\\', []],
    ['0'.repeat(26) + 'abcd01', [0xabcd01]],
    ['0'.repeat(26) + 'ABCD', [0xabcd01]],
    ['0'.repeat(32), []],
    ['000', []],
    ['\0', []],
    ['nothing', []],
  ])('%j matches', (text, expected) => {
    const window = openWindow()({ text, sort: { key: 'start', descending: false } });
    expect(tracesOf(window)).toEqual(expected);
    expect(window).toMatchObject({ total: expected.length, totalStored: 4, newer: 0 });
  });

  it('gives the longest of what matches', () => {
    expect(openWindow()({ text: 'batch' }).longestNs).toBe(9e6);
    expect(openWindow()({ text: 'planner' }).longestNs).toBe(5e6);
  });
});

describe('a filter', () => {
  beforeEach(() => {
    store.addSpans(
      { trace: 1, span: 1, name: 'quick', startMs: 10, endMs: 12 },
      { trace: 2, span: 1, name: 'slow', startMs: 20, endMs: 900, status: 2 },
      { trace: 3, span: 1, name: 'slow', startMs: 30, endMs: 1000 },
    );
  });

  it('chooses among all traces, in any order', () => {
    const window = openWindow();
    const text = 'duration > 0.5s OR status = error';
    expect(tracesOf(window({ text }))).toEqual([3, 2]);
    expect(tracesOf(window({ text, sort: { key: 'name', descending: false } }))).toEqual([2, 3]);
    expect(window({ text })).toMatchObject({ total: 2, totalStored: 3, longestNs: 970e6 });
  });

  it('counts those that come after the snapshot', () => {
    const window = openWindow();
    const { snapshot } = window({ text: 'status = error' });
    store.addSpans({ trace: 4, span: 1, status: 2 }, { trace: 5, span: 1, status: 1 });
    expect(window({ text: 'status = error', snapshot })).toMatchObject({ total: 1, newer: 1 });
  });

  it('is refused with its place where it cannot be read', () => {
    expect(() => openWindow()({ text: 'status = nothing' })).toThrow('(at character 10)');
  });
});

describe('an experiment', () => {
  const inFirst = [1, 3, 4, 6];
  beforeEach(() => {
    for (let trace = 1; trace <= 6; trace += 1) {
      const endMs = trace * 10 + [0, 5, 900, 7, 2, 800, 3][trace]!;
      store.addSpans({ trace, span: 1, name: `run ${trace}`, startMs: trace * 10, endMs });
      store.writable
        .prepare('UPDATE trace SET experiment = ? WHERE id = ?')
        .run(inFirst.includes(trace) ? 1 : 2, trace);
    }
  });

  it.each([
    ['start', [6, 4, 3, 1]],
    ['duration', [3, 1, 6, 4]],
    ['name', [6, 4, 3, 1]],
  ] as const)('shows its traces alone, by %s', (key, traces) => {
    const window = openWindow();
    const params = { experiment: 1, sort: { key, descending: true } };
    expect(tracesOf(window(params))).toEqual(traces);
    expect(window(params)).toMatchObject({ total: 4, totalStored: 6, newer: 0, longestNs: 7e6 });
    expect(tracesOf(window({ ...params, offset: 1, limit: 2 }))).toEqual(traces.slice(1, 3));
    expect(tracesOf(window({ ...params, text: 'duration < 5' }))).toEqual(
      traces.filter((trace) => trace === 4 || trace === 6),
    );
  });

  it('counts what comes later of it, and none of others', () => {
    const window = openWindow();
    const { snapshot } = window({ experiment: 2 });
    store.addSpans({ trace: 7, span: 1 }, { trace: 8, span: 1 }, { trace: 9, span: 1 });
    store.writable.prepare('UPDATE trace SET experiment = 2 WHERE id = 8').run();
    for (const text of ['', 'run', 'NOT status = error']) {
      const page = window({ experiment: 2, snapshot, text });
      expect(page).toMatchObject({ total: 2, totalStored: 9 });
      expect(page.newer).toBe(text === 'run' ? 0 : 1);
    }
  });

  it('is empty where there is no such', () => {
    expect(openWindow()({ experiment: 99 })).toMatchObject({ rows: [], total: 0, longestNs: 0 });
  });
});

describe('facets', () => {
  beforeEach(() => {
    store.addSpans(
      ...agentRun({ trace: 1, session: 'chat-7', user: 'ada', startMs: 1 }),
      ...agentRun({ trace: 2, model: 'sonnet-x', startMs: 200 }).slice(0, 2),
      { trace: 3, span: 1, name: 'batch', startMs: 400 },
    );
  });

  it('are null until a trace is understood, and kept while it grows', () => {
    const window = openWindow();
    expect(window().rows.map(({ facets }) => facets)).toEqual([null, null, null]);
    store.understand();
    const before = window().rows.find(({ key }) => key === 1)?.facets;
    expect(before).toMatchObject({
      agentCount: 1,
      modelCallCount: 2,
      toolCallCount: 1,
      tokens: { input: 250, output: 30, cacheRead: null },
      cost: { usd: 0, state: 'unknown', unknownModels: ['gpt-test'] },
      inputPreview: 'What is the weather in Oslo?',
      outputPreview: ANSWER,
      sessionId: 'chat-7',
      userId: 'ada',
      models: ['gpt-test'],
      agents: ['forecaster'],
      tags: [],
      pendingCount: 0,
      supersededCount: 0,
      passedErrorCount: 0,
      openRootName: null,
      rootLabel: null,
      rootKind: 'agent',
      loneResponseId: null,
      errorMessage: null,
      notes: [],
    });
    store.addSpans({ trace: 1, span: 9, parent: 1 });
    expect(window().rows.find(({ key }) => key === 1)?.facets).toEqual(before);
  });

  it.each([
    ['modelCalls', [3, 2, 1]],
    ['toolCalls', [2, 3, 1]],
    ['tokens', [3, 2, 1]],
    ['cost', [3, 1, 2]],
  ] as const)('sort by %s, traces without facets as none', (key, ascending) => {
    const window = openWindow();
    expect(tracesOf(window({ sort: { key, descending: false } }))).toEqual([1, 2, 3]);
    store.understand();
    expect(tracesOf(window({ sort: { key, descending: false } }))).toEqual(ascending);
    expect(tracesOf(window({ sort: { key, descending: true } }))).toEqual([...ascending].reverse());
  });

  it.each([
    ['chat-7', [1]],
    ['ADA', [1]],
    ['sonnet', [2]],
    ['forecaster', [1, 2]],
    ['in oslo', [1, 2]],
    ['batch', [3]],
  ])('match %j', (text, expected) => {
    store.understand();
    const window = openWindow()({ text, sort: { key: 'start', descending: false } });
    expect(tracesOf(window)).toEqual(expected);
    expect(window.total).toBe(expected.length);
  });
});

describe('snapshot', () => {
  it.each([
    ['all traces', { text: '', key: 'start' }],
    ['all traces in an order without index', { text: '', key: 'name' }],
    ['a text', { text: 'span', key: 'start' }],
  ] as const)('holds the rows of %s still while traces arrive', (_, { text, key }) => {
    const sort = { key, descending: true };
    for (let trace = 1; trace <= 5; trace += 1) {
      store.addSpans({ trace, span: 1, name: `span ${trace}`, startMs: trace });
    }
    const window = openWindow();
    const first = window({ text, sort, limit: 2 });
    expect(tracesOf(first)).toEqual([5, 4]);
    expect(first).toMatchObject({ total: 5, newer: 0, snapshot: 5 });

    store.addSpans(
      { trace: 6, span: 1, name: 'span 6', startMs: 6 },
      { trace: 7, span: 1, name: text === '' ? 'span 7' : 'other', startMs: 7 },
    );
    const second = window({ text, sort, limit: 2, offset: 2, snapshot: first.snapshot });
    expect(tracesOf(second)).toEqual([3, 2]);
    expect(second).toMatchObject({ offset: 2, total: 5, totalStored: 7, snapshot: 5 });
    expect(second.newer).toBe(text === '' ? 2 : 1);
    expect(tracesOf(window({ text, sort, limit: 1 }))).toEqual([text === '' ? 7 : 6]);
  });

  it('sees at once that a trace was deleted or has grown', () => {
    store.addSpans({ trace: 1, span: 1 }, { trace: 2, span: 1 });
    const window = openWindow();
    const bySpans = { sort: { key: 'spans', descending: true }, snapshot: 2 } as const;
    expect(tracesOf(window(bySpans))).toEqual([2, 1]);
    store.addSpans({ trace: 1, span: 2, parent: 1 });
    expect(tracesOf(window(bySpans))).toEqual([1, 2]);
    store.deleteTrace(1);
    expect(tracesOf(window(bySpans))).toEqual([2]);
  });
});

it('stops at a checkpoint when cancelled', () => {
  for (let trace = 1; trace <= 3; trace += 1) store.addSpans({ trace: trace * 4096, span: 1 });
  store.writable.exec('UPDATE trace SET id = id * 4096');
  const window = openWindow();
  store.cancel(true);
  expect(() => window({ text: 'span' })).toThrow(QueryCancelled);
  store.cancel(false);
  expect(window({ text: 'span' }).total).toBe(3);
});

describe('one model call that two tracers recorded', () => {
  const call = (trace: number, startMs: number, endMs: number, id = 'msg_1') => ({
    trace,
    span: trace,
    startMs,
    endMs,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'claude',
      'gen_ai.response.id': id,
    },
  });
  const sameCalls = () =>
    openWindow()({ sort: { key: 'start', descending: false } }).rows.flatMap(
      ({ traceId, sameCallAs }) =>
        sameCallAs === null ? [] : [[Number(`0x${traceId}`), Number(`0x${sameCallAs}`)]],
    );

  it('counts in the trace that began first, whichever came first', () => {
    store.addSpans(call(31, 5010, 5090), call(32, 5000, 5100), call(33, 5000, 5100, 'msg_2'));
    store.understand();
    expect(sameCalls()).toEqual([[31, 32]]);
    store.deleteTrace(32);
    expect(sameCalls()).toEqual([]);
  });

  it('is not taken for one where times do not overlap, or other spans are around it', () => {
    store.addSpans(call(31, 5000, 5100), call(32, 5101, 5200));
    store.addSpans(
      { trace: 33, span: 1, startMs: 5000, endMs: 5100 },
      { ...call(33, 5010, 5090), parent: 1 },
    );
    store.understand();
    expect(sameCalls()).toEqual([]);
  });
});
