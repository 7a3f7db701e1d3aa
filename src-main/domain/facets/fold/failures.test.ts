import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { at, fold } from '../test-support/fold-sketches';
import { sketchTrace, type SpanSketch } from '../test-support/fold-spans';
import { findFailures } from './failures';
import { buildSpanTree } from './span-tree';

const failed = (id: string, parent: string | null, more: Partial<SpanSketch> = {}): SpanSketch => ({
  id,
  ...(parent === null ? {} : { parent }),
  status: 2,
  ...more,
});
const boom = { errorType: 'ValueError', errorMessage: 'boom' } as const;

/** Keys of the spans where failures began, by key of the span; null where none failed. */
function originsOf(...sketches: SpanSketch[]): (number | null)[] {
  return fold(...sketches).spans.map(({ failure }) => failure?.origin ?? null);
}

describe('failures', () => {
  it('count once where an exception bubbles up', () => {
    const run = fold(
      failed('root', null, boom),
      failed('chain', 'root', boom),
      failed('tool', 'chain', boom),
    );
    expect(run.trace.passedErrorCount).toBe(2);
    expect(at(run, 1).failure).toEqual({ origin: 3, spanCount: 3 });
    expect(at(run, 3).failure).toEqual({ origin: 3, spanCount: 3 });
  });

  it('pass through spans that say nothing of them', () => {
    expect(
      originsOf(
        failed('root', null, boom),
        { id: 'quiet', parent: 'root' },
        failed('tool', 'quiet', boom),
      ),
    ).toEqual([3, null, 3]);
  });

  it('are passed on by a span with a status alone, if they ended within its time', () => {
    expect(originsOf(failed('root', null), failed('tool', 'root', boom))).toEqual([2, 2]);
    const late = failed('tool', 'root', { ...boom, at: [50, 500] });
    expect(originsOf(failed('root', null), late)).toEqual([1, 2]);
    const told = failed('root', null, { errorMessage: 'ValueError: boom' });
    expect(originsOf(told, late)).toEqual([2, 2]);
  });

  it('are others where the span above has an exception of its own', () => {
    const other = { errorType: 'RuntimeError', errorMessage: 'gave up' };
    expect(originsOf(failed('root', null, other), failed('tool', 'root', boom))).toEqual([1, 2]);
    const again = { ...boom, errorMessage: 'bang' };
    expect(originsOf(failed('root', null, again), failed('tool', 'root', boom))).toEqual([1, 2]);
  });

  it('are the same where one names the module of the exception', () => {
    const named = { errorType: 'openai.RateLimitError', errorMessage: 'slow down' };
    const short = { errorType: 'RateLimitError', errorMessage: 'slow down' };
    expect(originsOf(failed('root', null, short), failed('call', 'root', named))).toEqual([2, 2]);
  });

  it('begin in the request that was refused', () => {
    const client = failed('call', null, {
      errorType: 'AuthenticationError',
      errorMessage: 'no key',
    });
    const request = failed('post', 'call', { kind: 'http', errorType: '401' });
    expect(originsOf(client, request)).toEqual([2, 2]);
  });

  it('begin in what failed within the request that a server refused for it', () => {
    const server = failed('get', null, { kind: 'http', errorType: '500' });
    expect(originsOf(server, failed('tool', 'get', boom))).toEqual([2, 2]);
    const late = failed('tool', 'get', { ...boom, at: [50, 500] });
    expect(originsOf(server, late)).toEqual([1, 2]);
  });

  it('begin in the last attempt where several failed alike', () => {
    const attempts = [
      failed('one', 'root', { ...boom, at: [0, 10] }),
      failed('two', 'root', { ...boom, at: [20, 30] }),
    ];
    const run = fold(failed('root', null, boom), ...attempts);
    expect(run.trace.passedErrorCount).toBe(1);
    expect(at(run, 1).failure?.origin).toBe(3);
    expect(at(run, 2).failure).toEqual({ origin: 2, spanCount: 1 });
  });

  it('are none where a tool but reports one', () => {
    const run = fold(
      { id: 'root' },
      { id: 'tool', parent: 'root', kind: 'tool', toolIsError: true },
    );
    expect(run.spans.map(({ failure }) => failure)).toEqual([null, null]);
    expect(run.trace.passedErrorCount).toBe(0);
  });
});

const text = fc.option(fc.constantFrom('a', 'b', 'ab'), { nil: undefined });
const anySpan = fc.record({
  parent: fc.integer({ min: -1, max: 30 }),
  status: fc.constantFrom(0, 1, 2),
  type: text,
  message: text,
  start: fc.integer({ min: 0, max: 50 }),
  length: fc.integer({ min: 0, max: 50 }),
});
const anyTrace = fc.array(anySpan, { minLength: 1, maxLength: 30 }).map((spans) =>
  spans.map(({ parent, status, type, message, start, length }, index): SpanSketch => {
    return {
      id: `s${index}`,
      status,
      at: [start, start + length],
      ...(parent >= 0 && parent < index ? { parent: `s${parent}` } : {}),
      ...(type === undefined ? {} : { errorType: type }),
      ...(message === undefined ? {} : { errorMessage: message }),
    };
  }),
);

describe('failures of any trace', () => {
  it('begin in failed spans, at or below each that failed, and every one counts once', () => {
    fc.assert(
      fc.property(anyTrace, (sketches) => {
        const tree = buildSpanTree(sketchTrace(sketches));
        const { origins, spanCounts, passedCount } = findFailures(tree);
        let errors = 0;
        sketches.forEach(({ status }, index) => {
          const origin = origins[index] ?? -1;
          expect(origin === -1).toBe(status !== 2);
          if (origin === -1) return;
          errors++;
          expect(origins[origin]).toBe(origin);
          const [from, to] = [tree.positions[index] ?? 0, tree.subtreeEnds[index] ?? 0];
          expect(tree.positions[origin]).toBeGreaterThanOrEqual(from);
          expect(tree.positions[origin]).toBeLessThan(to);
        });
        const began = [...origins].filter((origin, index) => origin === index).length;
        expect(began + passedCount).toBe(errors);
        expect(began > 0).toBe(errors > 0);
        expect(spanCounts.reduce((sum, count) => sum + count, 0)).toBe(errors);
      }),
    );
  });

  it('are the same in whatever order spans arrived', () => {
    fc.assert(
      fc.property(
        anyTrace,
        fc.array(fc.nat(1000), { minLength: 30, maxLength: 30 }),
        (sketches, random) => {
          const spans = sketchTrace(sketches);
          const namesOf = (some: typeof spans): Record<string, string | null> => {
            const { origins } = findFailures(buildSpanTree(some));
            return Object.fromEntries(
              some.map(({ spanId }, index) => [spanId, some[origins[index] ?? -1]?.spanId ?? null]),
            );
          };
          const shuffled = spans
            .map((span, index) => ({ span, rank: random[index] ?? 0 }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ span }) => span);
          expect(namesOf(shuffled)).toEqual(namesOf(spans));
        },
      ),
    );
  });
});
