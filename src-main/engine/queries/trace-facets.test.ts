import { afterEach, beforeEach, expect, it } from 'vitest';

import {
  costStates,
  FacetFlag,
  usageCounts,
  type FacetChunk,
  type FacetColumns,
  type FacetHeaderChunk,
} from '@contract/facets';
import { facetKinds } from '@domain/facets/facet-kind';
import { priceList } from '../facets/price-list';
import { QueryCancelled } from './query';
import { agentRun } from './test-support/agent-run';
import { createTestStore, traceHex, type TestStore } from './test-support/test-store';
import { rowChunks, traceFacets } from './trace-facets';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

const prices = priceList(
  [
    {
      provider: 'openai',
      model: 'gpt-test*',
      inputUsd: 10,
      outputUsd: 100,
      cacheReadUsd: null,
      cacheWriteUsd: null,
      reasoningUsd: null,
      batchFactor: null,
      date: '2026-11-01',
      source: 'test',
    },
  ],
  { date: '', entries: [] },
);

function open(trace: number, host = store.host()): [FacetHeaderChunk, FacetColumns | null] {
  const chunks: FacetChunk[] = [];
  traceFacets(host)({ traceId: traceHex(trace) }, (chunk) => chunks.push(chunk));
  const [header, rows] = chunks;
  if (header?.type !== 'header') throw new Error('The first chunk is no header.');
  return [header, rows?.type === 'rows' ? rows.columns : null];
}

it('tells what the spans of a trace mean', () => {
  store.addSpans(
    ...agentRun({ trace: 1, session: 'chat-1' }),
    { trace: 1, span: 5, parent: 3, name: 'plain' },
    { trace: 2, span: 9 },
  );
  store.understand(prices);
  const host = store.host();
  host.prices = prices;
  const [header, columns] = open(1, host);
  expect(header).toMatchObject({
    traceId: traceHex(1),
    isComplete: true,
    rowCount: 4,
    labels: ['forecaster', 'gpt-test', 'get_weather'],
    models: ['gpt-test'],
    agents: ['forecaster'],
    trace: {
      agentCount: 1,
      modelCallCount: 2,
      toolCallCount: 1,
      sessionId: 'chat-1',
      tokens: { input: 250, output: 30 },
      cost: { state: 'computed' },
    },
  });
  expect(header.trace.cost.usd).toBeCloseTo((250 * 10 + 30 * 100) / 1e6, 10);
  if (columns === null) throw new Error('There are no rows.');
  expect([...columns.keys]).toEqual([1, 2, 3, 4]);
  expect([...columns.kinds].map((kind) => facetKinds[kind])).toEqual([
    'agent',
    'llm',
    'tool',
    'llm',
  ]);
  expect([...columns.labelIds]).toEqual([0, 1, 2, 1]);
  expect([...columns.modelIds]).toEqual([-1, 0, -1, 0]);
  expect([...columns.agentIds]).toEqual([0, 0, 0, 0]);
  expect([...columns.inputTokens]).toEqual([NaN, 100, NaN, 150]);
  expect([...columns.costUsd]).toEqual([
    NaN,
    expect.closeTo(0.003, 10),
    NaN,
    expect.closeTo(0.0025, 10),
  ]);
  const statesOf = [...columns.costStates].map((state) => costStates[state]);
  expect(statesOf).toEqual(['none', 'computed', 'none', 'computed']);
  const counts = [...columns.usageCounts].map((count) => usageCounts[count]);
  expect(counts).toEqual(['none', 'counted', 'none', 'counted']);
  expect([...columns.requestedBy]).toEqual([0, 0, 2, 0]);
  // The question and the call, which the first call has seen or said.
  expect([...columns.knownMessageCounts]).toEqual([0, 0, 0, 2]);
});

it('is not complete while spans wait, and shows what is there', () => {
  const [agent, first, tool, last] = agentRun({ trace: 1 });
  if (!agent || !first || !tool || !last) throw new Error('No run.');
  store.addSpans(agent, first);
  expect(open(1)).toMatchObject([{ isComplete: false, understoodCount: 0, rowCount: 0 }, null]);
  store.understand();
  const host = store.host();
  expect(open(1, host)).toMatchObject([{ isComplete: true, rowCount: 2 }, {}]);
  store.addSpans(tool, last);
  expect(open(1, host)).toMatchObject([{ isComplete: false, understoodCount: 2, rowCount: 2 }, {}]);
  store.understand();
  // The same connection, so what was kept of the trace must have been let go.
  expect(open(1, host)).toMatchObject([{ isComplete: true, understoodCount: 4, rowCount: 4 }, {}]);
});

it('computes costs with other prices at once', () => {
  store.addSpans(...agentRun({ trace: 1 }));
  store.understand();
  const host = store.host();
  expect(open(1, host)[0].trace.cost).toMatchObject({ usd: 0, state: 'unknown' });
  host.prices = prices;
  expect(open(1, host)[0].trace.cost).toMatchObject({ state: 'computed' });
});

it('cuts rows into chunks with buffers of their own', () => {
  store.addSpans(...agentRun({ trace: 1 }));
  store.understand();
  const rows = Array.from({ length: 10 }, (_, key) => ({
    span: {
      key,
      spanId: '',
      parentSpanId: null,
      name: '',
      serviceName: '',
      startNs: 0,
      endNs: 0,
      status: 0,
      facets: { kind: 'llm' as const },
    },
    fold: {
      key,
      usageCount: 'none' as const,
      tokens: null,
      cost: null,
      duplicateOf: null,
      knownMessageCount: 0,
      continues: null,
      toolSpans: [],
      requestedBy: null,
      failure: null,
      judged: [],
      judgedBy: [],
      toldBy: null,
      attempt: null,
      isSuperseded: false,
      agentName: null,
      sessionId: null,
    },
    parent: 0,
    labelId: 0,
    modelId: -1,
    agentId: -1,
  }));
  const chunks = [...rowChunks(rows, 400)];
  expect(chunks.map((chunk) => (chunk.type === 'rows' ? [chunk.from, chunk.count] : []))).toEqual([
    [0, 4],
    [4, 4],
    [8, 2],
  ]);
  for (const chunk of chunks) {
    if (chunk.type !== 'rows') continue;
    const bytes = Object.values(chunk.columns).map((column: ArrayBufferView) => column.byteLength);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(400);
    expect(chunk.columns.keys.buffer.byteLength).toBe(chunk.count * 8);
  }
});

it('knows no deleted trace, and stops when cancelled', () => {
  store.addSpans(...agentRun({ trace: 1 }), { trace: 2, span: 1 });
  store.understand();
  const host = store.host();
  store.deleteTrace(2);
  expect(() => open(2, host)).toThrow(expect.objectContaining({ code: 'not_found' }) as Error);
  store.cancel(true);
  expect(() => open(1, host)).toThrow(QueryCancelled);
});

it('tells which spans were given up on', () => {
  store.addSpans({ trace: 1, span: 1 }, { trace: 1, span: 2, parent: 1 });
  store.understand();
  store.giveUp(2);
  const [header, columns] = open(1);
  expect(header).toMatchObject({ isComplete: true, rowCount: 1, logsNotRead: 0 });
  expect([...(columns?.keys ?? [])]).toEqual([2]);
  expect([...(columns?.flags ?? [])]).toEqual([FacetFlag.notUnderstood]);
});

it('counts log records that are too many to be read, with a trace and without one', () => {
  store.addSpans({ trace: 1, span: 1, startMs: 0, endMs: 1000, service: 'app' });
  store.addLogs({ body: 'session.id', atMs: 500 }, { body: 'session.id', service: 'other' });
  // As many as take too long to send.
  store.writable.exec(`
    UPDATE trace SET log_count = 20003;
    WITH RECURSIVE n(key) AS (VALUES (100) UNION ALL SELECT key + 1 FROM n WHERE key < 20101)
      INSERT INTO log_record (id, dedupe, time_ns, observed_time_ns, severity_number, resource,
        scope, source, received_ms)
      SELECT key, randomblob(16), r.time_ns, 0, 0, r.resource, r.scope, r.source, 0
        FROM n, log_record r WHERE r.id = 1;
    INSERT INTO loose_log SELECT time_ns, id FROM log_record WHERE id >= 100;`);
  expect(open(1)[0].logsNotRead).toBe(3 + 3);
});
