import { afterEach, beforeEach, expect, it } from 'vitest';

import type { DiffChunk, DiffHeaderChunk } from '@contract/diff';
import { pairKinds } from '@domain/diff/alignment';
import { DiffFlag, type DiffColumns } from '@domain/diff/diff-columns';
import { verdicts } from '@domain/diff/explain';
import { diffPair } from './diff-pair';
import { QueryCancelled } from './query';
import { agentRun } from './test-support/agent-run';
import {
  createTestStore,
  spanHex,
  traceHex,
  type SpanSpec,
  type TestStore,
} from './test-support/test-store';
import { traceDiff } from './trace-diff';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

const nobodySaid = { pinned: [], broken: [] };

function diff(
  a: number,
  b: number,
  said: { pinned: [string, string][]; broken: [string, string][] } = nobodySaid,
): [DiffHeaderChunk, DiffColumns] {
  const chunks: DiffChunk[] = [];
  const params = { a: traceHex(a), b: traceHex(b), ...said };
  traceDiff(store.host())(params, (chunk) => chunks.push(chunk));
  const [header, rows] = chunks;
  if (header?.type !== 'header' || rows?.type !== 'rows') throw new Error('no header and rows');
  return [header, rows.columns];
}

const pairOf = (keyA: number | null, keyB: number | null) =>
  diffPair(store.host())({ keyA, keyB }, () => undefined);

const told = ({ verdicts: found }: DiffColumns) => [...found].map((each) => verdicts[each]);

/** The same run, its spans numbered on from `from`. */
function renumbered(specs: readonly SpanSpec[], from: number): SpanSpec[] {
  return specs.map((spec) => ({
    ...spec,
    span: spec.span + from,
    ...(spec.parent === undefined ? {} : { parent: spec.parent + from }),
  }));
}

it('finds nothing between a run and the same run at another time', () => {
  store.addSpans(
    ...agentRun({ trace: 1 }),
    ...renumbered(agentRun({ trace: 2, startMs: 5000 }), 10),
  );
  store.understand();
  const [header, columns] = diff(1, 2);
  expect(header).toMatchObject({ headline: null, coverage: 1, rowCount: 4, isComplete: true });
  expect(told(columns)).toEqual(['same', 'same', 'same', 'same']);
  expect([...columns.keysA]).toEqual([1, 2, 3, 4]);
  expect([...columns.keysB]).toEqual([5, 6, 7, 8]);
  expect([...columns.startsB]).toEqual([...columns.startsA]);
});

it('tells where another question led, and in what the calls differ', () => {
  store.addSpans(
    ...agentRun({ trace: 1 }),
    ...renumbered(agentRun({ trace: 2, question: 'And in Paris?' }), 10),
  );
  store.understand();
  const [header, columns] = diff(1, 2);
  expect(header.headline).toEqual({ row: 1, text: 'Step 1: `gpt-test` was given something else.' });
  expect(told(columns)).toEqual(['inside', 'inputChange', 'same', 'same']);
  const pair = pairOf(2, 6);
  expect(pair.differences.map(({ field }) => field)).toEqual(['input']);
  expect(pair).toMatchObject({ a: { key: 2, inputTokens: 100 }, b: { key: 6 }, isUnknown: false });
});

it('keeps to what the user said of pairs', () => {
  store.addSpans(...agentRun({ trace: 1 }), ...renumbered(agentRun({ trace: 2 }), 10));
  store.understand();
  const [, broken] = diff(1, 2, { pinned: [], broken: [[spanHex(3), spanHex(13)]] });
  expect([...broken.keysA].indexOf(3)).not.toBe([...broken.keysB].indexOf(7));
  const [, pinned] = diff(1, 2, { pinned: [[spanHex(2), spanHex(14)]], broken: [] });
  const row = [...pinned.keysA].indexOf(2);
  expect(pinned.keysB[row]).toBe(8);
  expect(pairKinds[pinned.pairKinds[row] ?? 0]).toBe('pinned');
});

it('names no step that a run under way has yet to take', () => {
  const [root, ...steps] = renumbered(agentRun({ trace: 2 }), 10);
  store.addSpans(...agentRun({ trace: 1 }), ...steps.slice(0, 2));
  store.understand();
  expect(diff(1, 2)[0].headline).toBeNull();
  const question = 'And in Paris?';
  const [, other] = renumbered(agentRun({ trace: 3, question }), 20);
  store.addSpans(other!, ...steps.slice(2), root!);
  store.understand();
  const [header, columns] = diff(1, 3);
  expect(header.headline?.text).toBe('Step 1: `gpt-test` was given something else.');
  expect([...columns.keysB][header.headline?.row ?? -1]).toBe(7);
  expect(diff(1, 2)[0].headline).toBeNull();
});

it('counts a failure where it began, as the list does', () => {
  const failing = (trace: number, from: number, isFailing: boolean): SpanSpec[] =>
    [1, 2].map((span) => ({
      trace,
      span: span + from,
      ...(span === 1 ? {} : { parent: 1 + from }),
      name: span === 1 ? 'run' : 'step',
      ...(isFailing ? { status: 2 as const } : {}),
    }));
  store.addSpans(...failing(1, 0, true), ...failing(2, 10, false));
  store.understand();
  const [{ figuresA, figuresB }] = diff(1, 2);
  expect([figuresA.errorCount, figuresB.errorCount]).toEqual([1, 0]);
});

it('tells what each run waited for, and when another model was asked', () => {
  store.addSpans(
    ...agentRun({ trace: 1 }),
    ...renumbered(agentRun({ trace: 2, model: 'gpt-other' }), 10),
  );
  store.understand();
  const [{ figuresA }, columns] = diff(1, 2);
  expect([...columns.pathNsA].map((ns) => ns / 1e6)).toEqual([100, 39, 9, 48]);
  expect([...columns.selfNsA].map((ns) => ns / 1e6)).toEqual([4, 39, 9, 48]);
  expect(figuresA).toMatchObject({
    pathModelsNs: 87e6,
    pathToolsNs: 9e6,
    pathRestNs: 4e6,
    firstTokenNs: null,
    retryCount: 0,
  });
  const isOther = [...columns.flags].map((flags) => (flags & DiffFlag.otherModel) !== 0);
  expect(isOther).toEqual([false, true, false, true]);
});

it('shows one side alone', () => {
  store.addSpans(...agentRun({ trace: 1 }));
  store.understand();
  const pair = pairOf(3, null);
  expect(pair.b).toBeNull();
  expect(pair.differences.map(({ field, after }) => [field, after])).toEqual([
    ['arguments', null],
    ['result', null],
  ]);
});

it('says that a trace is gone, and stops when it is told to', () => {
  store.addSpans(...agentRun({ trace: 1 }));
  store.understand();
  const params = { a: traceHex(1), b: traceHex(9), ...nobodySaid };
  expect(() => traceDiff(store.host())(params, () => undefined)).toThrow('There is no trace');
  store.cancel(true);
  const both = { ...params, b: traceHex(1) };
  expect(() => traceDiff(store.host())(both, () => undefined)).toThrow(QueryCancelled);
});
