import { expect, it } from 'vitest';

import type { FoldSpan, SpanFold } from '../facets/trace-facets';
import { foldTrace } from '../facets/fold-trace';
import { diffTraceOf } from './diff-spans-of';
import { buildDiffTree } from './diff-tree';
import { runDetails, type RunDetails } from './run-details';
import { spanTimes } from './span-times';

const span = (
  key: number,
  parent: number | null,
  [startNs, endNs]: readonly [number, number],
  more: Partial<FoldSpan> = {},
): FoldSpan => ({
  key,
  spanId: key.toString(16).padStart(16, '0'),
  parentSpanId: parent === null ? null : parent.toString(16).padStart(16, '0'),
  name: `span ${key}`,
  serviceName: 'svc',
  startNs,
  endNs,
  status: 0,
  facets: { kind: 'span' },
  ...more,
});

function timesOf(spans: readonly FoldSpan[]): {
  readonly self: readonly number[];
  readonly path: readonly number[];
  readonly details: RunDetails;
} {
  const folds: readonly SpanFold[] = foldTrace(spans, []).spans;
  const trace = diffTraceOf(spans, folds);
  const { selfNs, pathNs, ownPathNs } = spanTimes(buildDiffTree(trace.spans), trace.isSkewed);
  return {
    self: [...selfNs],
    path: [...pathNs],
    details: runDetails(trace.spans, ownPathNs, spans, folds),
  };
}

it('tells own time and time on the critical path', () => {
  const { self, path, details } = timesOf([
    span(1, null, [1000, 1100]),
    span(2, 1, [1010, 1060], { facets: { kind: 'llm', timeToFirstTokenNs: 7 } }),
    // Beside it, and done before it: nothing waited for this one.
    span(3, 1, [1010, 1030], { facets: { kind: 'tool' } }),
    span(4, 1, [1060, 1090], { facets: { kind: 'tool' } }),
    span(5, 1, [1090, Number.NaN]),
  ]);
  expect(self.slice(0, 4)).toEqual([10, 50, 20, 30]);
  expect(self[4]).toBeNaN();
  expect(path).toEqual([100, 50, 0, 30, 10]);
  expect(details).toEqual({
    pathModelsNs: 50,
    pathToolsNs: 30,
    pathRestNs: 20,
    firstTokenNs: 7,
    retryCount: 0,
  });
});

it('counts the request of a call as waiting for the model', () => {
  const { path, details } = timesOf([
    span(1, null, [0, 100], { facets: { kind: 'agent' } }),
    span(2, 1, [10, 60], { facets: { kind: 'llm' } }),
    span(3, 2, [15, 60], { facets: { kind: 'http' } }),
    span(4, 1, [60, 100], { facets: { kind: 'tool' } }),
    span(5, 4, [65, 95], { facets: { kind: 'agent' } }),
  ]);
  expect(path).toEqual([100, 50, 45, 40, 30]);
  expect(details).toMatchObject({ pathModelsNs: 50, pathToolsNs: 10, pathRestNs: 40 });
});

it('says nothing of times that were not sent', () => {
  const { self, details } = timesOf([span(1, null, [Number.NaN, Number.NaN])]);
  expect(self[0]).toBeNaN();
  expect(details).toMatchObject({ pathModelsNs: null, pathRestNs: null, firstTokenNs: null });
});

it('keeps a span of another clock with its parent', () => {
  const { path } = timesOf([
    span(1, null, [0, 100e6]),
    span(2, 1, [10e6, 50e6]),
    // Would fit into its parent, and ends after it: its clock is ahead.
    span(3, 2, [45e6, 80e6], { serviceName: 'other' }),
  ]);
  expect(path).toEqual([100e6, 40e6, 5e6]);
});
