import { expect, it } from 'vitest';

import { foldTrace } from '@domain/facets/fold-trace';
import type { FacetBatch, SpanUpdate, TraceUpdate } from '../facets/facet-batch';
import { traceFacetReader } from '../facets/trace-facet-row';
import { FacetWriter } from './facet-writer';
import { runToEnd } from './sliced-job';
import { TempStore } from './test-support/temp-store';
import { TraceDeletion, UNDO_MS } from './trace-deletion';

const NOW = 1_787_000_000_000;
const facets = foldTrace([], []).trace;

function spanOf(key: number, facts = '{"kind":"llm"}'): SpanUpdate {
  return { key, changes: 0, logCount: 0, facts };
}

function updateOf(key: number, more: Partial<TraceUpdate> = {}): TraceUpdate {
  return { key, revision: 0, prices: 7, spans: [], facets, ...more };
}

function setUp() {
  const store = new TempStore();
  const writer = new FacetWriter(store.db);
  return {
    store,
    write: (...traces: TraceUpdate[]) => runToEnd(writer.store({ version: 3, traces })),
    writeIn: (batch: FacetBatch, sliceMs: number) => writer.store(batch, sliceMs),
    state: (key: number) =>
      store.db
        .prepare<[number], object>(
          'SELECT revision, facet_version AS version, facet_prices AS prices, facet_revision AS facetRevision FROM trace WHERE id = ?',
        )
        .get(key),
  };
}

it('marks a trace as due whenever it changes', () => {
  const { store, write, state } = setUp();
  store.write({ trace: 1, span: 1, end: 10 });
  expect(state(1)).toEqual({ revision: 0, version: 0, prices: 0, facetRevision: 0 });
  expect(write(updateOf(1, { spans: [spanOf(1)] }))).toEqual([1]);
  expect(state(1)).toEqual({ revision: 0, version: 3, prices: 7, facetRevision: 1 });
  const changes: (() => unknown)[] = [
    () => store.write({ trace: 1, span: 2 }),
    () => store.write({ trace: 1, span: 1, end: 20 }),
    () => store.writeLogs({ trace: 1, span: 1, text: 'late' }),
  ];
  for (const [index, change] of changes.entries()) {
    change();
    expect(state(1)).toMatchObject({ revision: index + 1, version: 0, prices: 7 });
    write(updateOf(1, { revision: index + 1 }));
    expect(state(1)).toMatchObject({ version: 3 });
  }
  // The same again changes nothing.
  store.write({ trace: 1, span: 2 });
  expect(state(1)).toMatchObject({ revision: 3, version: 3 });
});

it('counts how often a span was replaced', () => {
  const { store } = setUp();
  const changes = () => store.db.prepare('SELECT changes FROM span').pluck().all();
  store.write({ span: 1, end: 10 });
  expect(changes()).toEqual([0]);
  store.write({ span: 1, end: 20 });
  store.write({ span: 1, end: 5 });
  expect(changes()).toEqual([1]);
});

it('keeps a trace due that has changed since it was read, and stores what was found', () => {
  const { store, write, state } = setUp();
  store.write({ trace: 1, span: 1 });
  store.write({ trace: 1, span: 2 });
  expect(write(updateOf(1, { revision: 0, spans: [spanOf(1)] }))).toEqual([1]);
  expect(state(1)).toMatchObject({ revision: 1, version: 0, facetRevision: 1 });
  expect(store.count('span_facet')).toBe(1);
  expect(traceFacetReader(store.db)(1)).toEqual(facets);
});

it('stores parts of a trace without calling it understood', () => {
  const { store, write, state } = setUp();
  store.write({ trace: 1, span: 1 }, { trace: 1, span: 2 });
  expect(write(updateOf(1, { spans: [spanOf(1)], facets: null }))).toEqual([]);
  expect(state(1)).toMatchObject({ version: 0, facetRevision: 1 });
  expect(store.count('trace_facet')).toBe(0);
});

it('gives back all facets of a trace', () => {
  const { store, write } = setUp();
  store.write({ trace: 1, span: 1 });
  const full = {
    agentCount: 2,
    modelCallCount: 3,
    toolCallCount: 4,
    tokens: { input: 5, output: 0, cacheRead: null, cacheWrite: 2 ** 40, reasoning: 1 },
    cost: { usd: 0.25, state: 'mixed', unknownModels: ['x', 'ü"'] },
    inputPreview: 'in\u0000put',
    outputPreview: null,
    sessionId: 's',
    userId: 'u',
    tags: ['a', ''],
    models: ['m'],
    agents: ['__proto__'],
    pendingCount: 1,
    supersededCount: 1,
    passedErrorCount: 2,
    openRootName: 'run',
    rootLabel: 'desk',
    rootKind: 'agent',
    loneResponseId: 'r1',
    errorMessage: 'failed',
    notes: ['note'],
  } as const;
  write(updateOf(1, { facets: full }));
  expect(traceFacetReader(store.db)(1)).toEqual(full);
  expect(traceFacetReader(store.db)(2)).toBeNull();
  write(updateOf(1, { facets: { ...full, cost: { ...full.cost, usd: NaN } } }));
  expect(traceFacetReader(store.db)(1)?.cost.usd).toBe(0);
});

it('passes over spans and traces that were removed meanwhile', () => {
  const { store, write } = setUp();
  store.write({ trace: 1, span: 1 });
  expect(write(updateOf(9, { spans: [spanOf(1), spanOf(77)] }), updateOf(1))).toEqual([1]);
  expect(store.db.prepare('SELECT span FROM span_facet').pluck().all()).toEqual([1]);
  expect(store.db.prepare('SELECT trace FROM trace_facet').pluck().all()).toEqual([1]);
});

it('stores in slices, each of which lasts', () => {
  const { store, writeIn } = setUp();
  store.write({ trace: 1, span: 1 }, { trace: 1, span: 2 }, { trace: 2, span: 3 });
  const batch: FacetBatch = {
    version: 3,
    traces: [updateOf(1, { spans: [spanOf(1), spanOf(2)] }), updateOf(2, { spans: [spanOf(3)] })],
  };
  const job = writeIn(batch, 0);
  const counts: number[] = [];
  let step = job.next();
  for (; step.done !== true; step = job.next()) {
    expect(store.db.inTransaction).toBe(false);
    expect(store.db.pragma('synchronous', { simple: true })).toBe(2);
    counts.push(store.count('span_facet') + store.count('trace_facet'));
  }
  expect(step.value).toEqual([1, 2]);
  expect(counts).toEqual([1, 2, 3, 4, 5]);
});

it('goes with its trace when that is removed for good, and comes back with it before', () => {
  const { store, write, state } = setUp();
  const deletion = new TraceDeletion(store.db, store.writer);
  store.write({ trace: 1, span: 1 }, { trace: 2, span: 2 });
  write(updateOf(1, { spans: [spanOf(1)] }), updateOf(2, { spans: [spanOf(2)] }));
  const { undoToken } = runToEnd(deletion.softDelete([1], NOW));
  runToEnd(deletion.undo(undoToken, NOW + 1));
  // Log records may have come meanwhile.
  expect(state(1)).toMatchObject({ version: 0, revision: 1 });
  expect(traceFacetReader(store.db)(1)).toEqual(facets);

  runToEnd(deletion.softDelete([1], NOW));
  runToEnd(deletion.purge(NOW + UNDO_MS + 1));
  expect(store.db.prepare('SELECT span FROM span_facet').pluck().all()).toEqual([2]);
  for (const table of ['trace_facet', 'trace_preview']) {
    expect(store.db.prepare(`SELECT trace FROM ${table}`).pluck().all()).toEqual([2]);
  }
});

it('leaves one row a span where an undo finds a twin', () => {
  const { store, write, state } = setUp();
  const deletion = new TraceDeletion(store.db, store.writer);
  store.write({ trace: 1, span: 1 }, { trace: 1, span: 2, end: 10 });
  write(updateOf(1, { spans: [spanOf(1), spanOf(2)] }));
  const { undoToken } = runToEnd(deletion.softDelete([1], NOW));
  store.write({ trace: 1, span: 2, end: 20 }, { trace: 1, span: 3 });
  write(updateOf(2, { spans: [spanOf(3), spanOf(4)] }));
  runToEnd(deletion.undo(undoToken, NOW + 1));
  expect(state(2)).toBeUndefined();
  expect(state(1)).toMatchObject({ version: 0 });
  const orphans = store.db.prepare(
    'SELECT span FROM span_facet WHERE span NOT IN (SELECT id FROM span)',
  );
  expect(orphans.all()).toEqual([]);
  expect(store.count('span_facet')).toBe(3);
  expect(store.db.prepare('SELECT trace FROM trace_facet').pluck().all()).toEqual([1]);
});
