import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { RunVerdict, RunVerdicts } from '@contract/baseline';
import { QueryCancelled } from './query';
import { runVerdicts } from './run-verdicts';
import { agentRun, type RunSpec } from './test-support/agent-run';
import {
  createTestStore,
  spanHex,
  traceHex,
  type SpanSpec,
  type TestStore,
} from './test-support/test-store';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

/** A run whose spans are numbered on from ten times its trace. */
function run(spec: RunSpec): SpanSpec[] {
  const from = spec.trace * 10;
  return agentRun(spec).map((span) => ({
    ...span,
    span: span.span + from,
    ...(span.parent === undefined ? {} : { parent: span.parent + from }),
  }));
}

interface Asked {
  readonly goesOn?: boolean;
  readonly broken?: [string, string][];
}

function ask(runs: readonly number[], { goesOn = false, broken = [] }: Asked = {}): RunVerdicts {
  const asked = runs.map((trace) => ({ traceId: traceHex(trace), goesOn, pinned: [], broken }));
  return runVerdicts(store.host())({ baseline: traceHex(1), runs: asked }, () => undefined);
}

const one = (trace: number, asked?: Asked): RunVerdict | undefined =>
  ask([trace], asked).verdicts[0];

it('tells the same run from one that was asked something else', () => {
  store.addSpans(
    ...run({ trace: 1 }),
    ...run({ trace: 2, startMs: 5000 }),
    ...run({ trace: 3, question: 'And in Paris?' }),
  );
  store.understand();
  const { baseline, verdicts } = ask([2, 3, 9]);
  expect(baseline).toBe('ready');
  expect(verdicts).toEqual([
    {
      traceId: traceHex(2),
      state: 'compared',
      headline: null,
      changedCount: 0,
      unknownCount: 0,
      isButForIds: false,
      toComeCount: 0,
      baselineTotals: { durationNs: 1e8, tokens: 280, costUsd: null },
    },
    {
      traceId: traceHex(3),
      state: 'compared',
      headline: {
        text: 'Step 1: `gpt-test` was given something else.',
        side: 'b',
        spanId: spanHex(32),
      },
      changedCount: 1,
      unknownCount: 0,
      isButForIds: false,
      toComeCount: 0,
      baselineTotals: { durationNs: 1e8, tokens: 280, costUsd: null },
    },
    { traceId: traceHex(9), state: 'gone' },
  ]);
});

it('follows a run whose root comes last', () => {
  const [root, ...steps] = run({ trace: 2 });
  store.addSpans(...run({ trace: 1 }), steps[0]!);
  store.understand();
  expect(one(2, { goesOn: true })).toMatchObject({ headline: null, toComeCount: 3 });
  store.addSpans({
    ...steps[1]!,
    attributes: { ...steps[1]!.attributes, 'gen_ai.tool.call.result': '"rain"' },
  });
  expect(one(2, { goesOn: true })).toEqual({ traceId: traceHex(2), state: 'waiting' });
  store.understand();
  expect(one(2, { goesOn: true })).toMatchObject({
    headline: { text: 'Step 2: same input, `get_weather` gave something else.', side: 'b' },
    toComeCount: 2,
  });
  store.addSpans(steps[2]!, root!);
  store.understand();
  expect(one(2)).toMatchObject({ changedCount: 1, toComeCount: 0 });
});

it('does not take what begins otherwise for a run of the root before that arrives', () => {
  const [, ...steps] = run({ trace: 2, question: 'Who are you?' });
  store.addSpans(...run({ trace: 1 }), ...steps);
  store.understand();
  expect(one(2, { goesOn: true })).toEqual({ traceId: traceHex(2), state: 'otherRoot' });
});

describe('checkpoints', () => {
  /** Turns that have nothing alike with those of another trace. */
  const longRun = (trace: number): SpanSpec[] =>
    run({ trace }).flatMap((span, at) =>
      at < 2 ? [span] : Array.from({ length: 40 }, (_, turn) => turnOf(span, trace, at, turn)),
    );
  const turnOf = (span: SpanSpec, trace: number, at: number, turn: number): SpanSpec => ({
    ...span,
    span: trace * 1000 + at * 100 + turn,
    startMs: 1000 + turn * 10 + at,
    endMs: 1000 + turn * 10 + at,
    attributes: { ...span.attributes, 'gen_ai.tool.call.arguments': `"${trace} ${turn}"` },
  });
  /** @returns how many checkpoints there were, the one numbered `endAt` ending it */
  const askUntil = (trace: number, endAt: number): number => {
    let met = 0;
    const checkpoint = (): void => {
      if (++met === endAt) throw new QueryCancelled('The query was cancelled.');
    };
    const query = runVerdicts({ ...store.host(), checkpoint });
    const asked = { traceId: traceHex(trace), goesOn: true, pinned: [], broken: [] };
    query({ baseline: traceHex(1), runs: [asked] }, () => undefined);
    return met;
  };

  it('are met while a run is compared, and any of them may end it', () => {
    store.addSpans(...longRun(1), ...longRun(2));
    store.understand();
    const all = askUntil(2, Infinity);
    expect(all).toBeGreaterThan(40);
    for (let at = 1; at <= all; at++) expect(() => askUntil(2, at)).toThrow(QueryCancelled);
  });

  it('are few where a run turns out to be of another root', () => {
    const [, ...steps] = longRun(2);
    store.addSpans(...longRun(1), ...steps.slice(1));
    store.understand();
    expect(one(2, { goesOn: true })).toEqual({ traceId: traceHex(2), state: 'otherRoot' });
    // Those of reading the two.
    expect(askUntil(2, Infinity)).toBeLessThan(10);
  });
});

it('keeps to what the user said of pairs', () => {
  store.addSpans(...run({ trace: 1 }), ...run({ trace: 2 }));
  store.understand();
  const broken: [string, string][] = [[spanHex(13), spanHex(23)]];
  expect(one(2, { broken })).toMatchObject({ changedCount: 2 });
  expect(one(2)).toMatchObject({ changedCount: 0 });
});

it('says that the baseline is gone or not understood yet', () => {
  store.addSpans(...run({ trace: 1 }), ...run({ trace: 2 }));
  expect(ask([2])).toEqual({ baseline: 'waiting', baselineKey: 1, verdicts: [] });
  store.understand();
  store.deleteTrace(1);
  expect(ask([2])).toEqual({ baseline: 'gone', baselineKey: null, verdicts: [] });
});

it('leaves a trace of more than 20,000 spans to who opens it', () => {
  store.addSpans(...run({ trace: 1 }), ...run({ trace: 2 }), ...run({ trace: 3 }));
  store.understand();
  const setCount = store.writable.prepare('UPDATE trace SET span_count = ? WHERE trace_id = ?');
  setCount.run(20_001, Buffer.from(traceHex(2), 'hex'));
  expect(one(2)).toEqual({ traceId: traceHex(2), state: 'tooLarge' });
  // A turn ends once it has read its share; what was compared before costs nothing.
  setCount.run(20_000, Buffer.from(traceHex(2), 'hex'));
  const query = runVerdicts(store.host());
  const params = {
    baseline: traceHex(1),
    runs: [2, 3].map((trace) => ({
      traceId: traceHex(trace),
      goesOn: false,
      pinned: [],
      broken: [],
    })),
  };
  expect(query(params, () => undefined).verdicts).toHaveLength(1);
  expect(query(params, () => undefined).verdicts).toHaveLength(2);
});
