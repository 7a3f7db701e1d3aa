import { afterEach, beforeEach, expect, it } from 'vitest';

import type { GroupsChunk } from '@contract/groups';
import type { MethodParams } from '@contract/methods';
import { defaultRunSet, type RunSet } from '@domain/route';
import type { TraceId } from '@domain/units';
import { groupRuns } from './group-runs';
import { groupsDiff } from './groups-diff';
import { QueryCancelled } from './query';
import { agentRun } from './test-support/agent-run';
import {
  createTestStore,
  traceHex,
  type SpanSpec,
  type TestStore,
} from './test-support/test-store';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

const byFilter = { root: null, good: defaultRunSet('good'), bad: defaultRunSet('bad') };
const chosen = (...traces: readonly number[]): RunSet => ({
  text: '',
  condition: 'any',
  traceIds: traces.map((trace) => traceHex(trace) as TraceId),
});

function compare(params: MethodParams<'diff.groups'>) {
  const chunks: GroupsChunk[] = [];
  groupsDiff(store.host())(params, (chunk) => chunks.push(chunk));
  const header = chunks.find((chunk) => chunk.type === 'header');
  const rows = chunks.find((chunk) => chunk.type === 'rows');
  if (header?.type !== 'header' || rows?.type !== 'rows') throw new Error('no header and rows');
  return { header, rows, progress: chunks.filter(({ type }) => type === 'progress') };
}

/** Runs of one agent; the tool of the bad ones fails, and they ask twice for it. */
function addRuns(good: number, bad: number): void {
  let span = 0;
  for (let trace = 1; trace <= good + bad; trace++) {
    const run = agentRun({ trace, startMs: trace * 1000 }).map((spec): SpanSpec => ({
      ...spec,
      span: spec.span + span,
      ...(spec.parent === undefined ? {} : { parent: spec.parent + span }),
      ...(trace > good && spec.span === 3 ? { status: 2 } : {}),
    }));
    store.addSpans(...run);
    if (trace > good) {
      const [, , tool] = run;
      if (tool !== undefined) store.addSpans({ ...tool, span: span + 9 });
    }
    span += 10;
  }
  store.understand();
}

it('compares runs that failed with those that did not', () => {
  addRuns(3, 2);
  const { header, rows, progress } = compare(byFilter);
  expect(header).toMatchObject({ isComplete: true, rowCount: 3 });
  expect(header.found).toMatchObject({ good: { total: 3 }, bad: { total: 2 } });
  expect(header.good.map(({ traceId }) => traceId)).toEqual([3, 2, 1].map(traceHex));
  expect(header.bad.map(({ traceId }) => traceId)).toEqual([5, 4].map(traceHex));
  const { columns, entries } = rows;
  const names = [...columns.nameIds].map((id) => header.names[id]);
  expect(names).toEqual(['invoke_agent forecaster', 'chat', 'execute_tool get_weather']);
  expect([...columns.parents]).toEqual([-1, 0, 0]);
  expect([...columns.entryCounts]).toEqual([5, 5, 5]);
  expect([...entries.runs].slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
  expect([...entries.times]).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2]);
  // Of the agent's calls together; the agent itself has none of its own.
  expect([...entries.tokens].slice(5, 10)).toEqual([280, 280, 280, 280, 280]);
  expect([...entries.errors].slice(10)).toEqual([0, 0, 0, 2, 2]);
  const phases = progress.map((chunk) => (chunk.type === 'progress' ? chunk.phase : ''));
  expect(phases.filter((phase) => phase === 'read')).toHaveLength(5);
  expect(phases.at(-1)).toBe('align');
});

it('takes a text as the list does, a root, and runs chosen one by one', () => {
  addRuns(3, 2);
  store.addSpans({ trace: 9, span: 99, name: 'another root' });
  store.understand();
  const runs = groupRuns(store.host());
  const find = (params: MethodParams<'diff.groupRuns'>) => {
    const { good, bad } = runs(params, () => undefined);
    return [good.total, bad.total];
  };
  expect(find(byFilter)).toEqual([4, 2]);
  expect(find({ ...byFilter, root: 'invoke_agent forecaster' })).toEqual([3, 2]);
  expect(find({ ...byFilter, good: { ...byFilter.good, text: 'ANOTHER' } })).toEqual([1, 2]);
  // What is gone does not count, and nothing counts twice.
  expect(find({ ...byFilter, good: chosen(1, 1, 8), bad: chosen() })).toEqual([1, 0]);
  store.deleteTrace(1);
  expect(find({ ...byFilter, good: chosen(1) })).toEqual([0, 2]);
});

it('leaves out by a filter what has not ended', () => {
  store.addSpans({ trace: 1, span: 2, parent: 1, name: 'of a root to come' });
  store.understand();
  const { good } = groupRuns(store.host())(byFilter, () => undefined);
  expect(good.total).toBe(0);
});

it('is nothing of no runs', () => {
  const chunks: GroupsChunk[] = [];
  const result = groupsDiff(store.host())(byFilter, (chunk) => chunks.push(chunk));
  expect(result).toEqual({ rows: 0 });
  expect(chunks).toMatchObject([
    { type: 'header', rowCount: 0, found: { good: { total: 0 }, bad: { total: 0 } } },
  ]);
});

it('can be cancelled', () => {
  addRuns(1, 1);
  store.cancel(true);
  expect(() => compare(byFilter)).toThrow(QueryCancelled);
});

it('tells by its revisions that a run has grown', () => {
  addRuns(1, 1);
  const runs = groupRuns(store.host());
  const [before] = runs(byFilter, () => undefined).good.runs;
  store.addSpans({ trace: 1, span: 90, parent: 1, name: 'one more' });
  store.understand();
  const [after] = runs(byFilter, () => undefined).good.runs;
  expect(after?.key).toBe(before?.key);
  expect([after?.revision, after?.facetRevision]).not.toEqual([
    before?.revision,
    before?.facetRevision,
  ]);
});

it('compares the newest runs where all would be too many steps', () => {
  const letters = Array.from('abcdefghijklmnopqrst');
  let span = 0;
  for (let trace = 1; trace <= 8; trace++) {
    const root = ++span;
    const names = letters.flatMap((one) =>
      letters.flatMap((two) => letters.map((three) => `step ${one}${two}${three}`)),
    );
    const steps = names.map((name): SpanSpec => ({ trace, span: ++span, parent: root, name }));
    store.addSpans({ trace, span: root, name: 'run' }, ...steps);
  }
  store.understand();
  // 8,001 steps each: seven runs are fewer than 60,000 steps, and those in both sets count once.
  const { header } = compare({
    ...byFilter,
    good: chosen(1, 2, 3, 4, 5, 6, 7, 8),
    bad: chosen(8, 7),
  });
  expect(header.good.map(({ traceId }) => traceId)).toEqual([8, 7, 6, 5, 4, 3, 2].map(traceHex));
  expect(header.bad.map(({ traceId }) => traceId)).toEqual([8, 7].map(traceHex));
  expect(header.found).toMatchObject({ good: { total: 8 }, bad: { total: 2 } });
});

it('can be cancelled within the alignment of a run', () => {
  addRuns(2, 2);
  const host = store.host();
  let left = 1000;
  let count = 0;
  const counting = { ...host, checkpoint: () => void count++ };
  groupsDiff(counting)(byFilter, () => undefined);
  expect(count).toBeGreaterThan(9);
  for (const limit of [1, Math.floor(count / 2), count - 2]) {
    left = limit;
    const ending = {
      ...host,
      checkpoint: () => {
        if (--left < 0) throw new QueryCancelled('');
      },
    };
    expect(() => groupsDiff(ending)(byFilter, () => undefined)).toThrow(QueryCancelled);
  }
});
