import { afterEach, beforeEach, expect, it } from 'vitest';

import { diffPair } from './diff-pair';
import { agentRun } from './test-support/agent-run';
import { createTestStore, type SpanSpec, type TestStore } from './test-support/test-store';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

const pairOf = (keyA: number | null, keyB: number | null, isWhole?: boolean) =>
  diffPair(store.host())(
    { keyA, keyB, ...(isWhole === undefined ? {} : { isWhole }) },
    () => undefined,
  );

/** The same run, its spans numbered on from `from`. */
function renumbered(specs: readonly SpanSpec[], from: number): SpanSpec[] {
  return specs.map((spec) => ({
    ...spec,
    span: spec.span + from,
    ...(spec.parent === undefined ? {} : { parent: spec.parent + from }),
  }));
}

function twoRuns(changes: { readonly question?: string; readonly model?: string }): void {
  store.addSpans(
    ...agentRun({ trace: 1 }),
    ...renumbered(agentRun({ trace: 2, startMs: 5000, ...changes }), 10),
  );
  store.understand();
}

it('tells of both sides what they are, and what they cost in time and tokens', () => {
  twoRuns({ model: 'gpt-other' });
  const { a, b } = pairOf(4, 8);
  expect(a).toMatchObject({
    key: 4,
    kind: 'llm',
    agentName: 'forecaster',
    callOf: { number: 2, total: 2 },
    model: 'gpt-test',
    inputTokens: 150,
    isRecorded: true,
    conventions: ['otel-genai'],
  });
  expect(b).toMatchObject({ key: 8, model: 'gpt-other', startNs: a?.startNs });
});

it('compares of the messages what is new in the turn, and says how many came before', () => {
  twoRuns({ question: 'And in Paris?' });
  const { a, differences, same } = pairOf(4, 8);
  expect(differences).toEqual([]);
  expect(same.map(({ field, part }) => part?.type ?? field)).toEqual([
    'model',
    'toolCall',
    'toolResult',
    'text',
  ]);
  expect(a?.earlierMessageCount).toBe(1);
});

it('sends the beginning of long texts, and all of them when asked', () => {
  twoRuns({ question: 'long '.repeat(100_000) });
  const [cut] = pairOf(2, 6).differences;
  expect(cut).toMatchObject({ field: 'input', isCut: true });
  expect(cut?.after).toHaveLength(199_996);
  const [whole] = pairOf(2, 6, true).differences;
  expect(whole).toMatchObject({ after: 'long '.repeat(100_000), isCut: false });
});

it('sees what differs behind what is sent', () => {
  const question = 'x'.repeat(300_000);
  store.addSpans(
    ...agentRun({ trace: 1, question: `${question}a` }),
    ...renumbered(agentRun({ trace: 2, question: `${question}b` }), 10),
  );
  store.understand();
  expect(pairOf(2, 6).differences).toMatchObject([{ field: 'input', isCut: true }]);
});

it('says on which side nothing was recorded', () => {
  const [, call] = agentRun({ trace: 2 });
  if (call === undefined) throw new Error('no call');
  const attributes = { ...call.attributes };
  delete attributes['gen_ai.input.messages'];
  delete attributes['gen_ai.output.messages'];
  store.addSpans(...agentRun({ trace: 1 }), ...renumbered([{ ...call, attributes }], 10));
  store.understand();
  const { a, b, isUnknown } = pairOf(2, 5);
  expect([a?.isRecorded, b?.isRecorded, isUnknown]).toEqual([true, false, true]);
});
