import { expect, it } from 'vitest';
import { requestLevel, resourceLevel, type Level } from './otlp-levels';

function tree(level: Level | null): unknown {
  if (level === null) return null;
  return Object.fromEntries([...level].map(([key, { items }]) => [key, tree(items)]));
}

it('J4 J16 knows today’s and the old lists of every signal in both spellings', () => {
  const lists =
    (...keys: string[]) =>
    (items: unknown) =>
      Object.fromEntries(keys.map((key) => [key, items]));
  expect(tree(requestLevel)).toEqual({
    ...lists(
      'resourceSpans',
      'resource_spans',
    )(
      lists(
        'scopeSpans',
        'scope_spans',
        'instrumentationLibrarySpans',
        'instrumentation_library_spans',
      )({ spans: null }),
    ),
    ...lists(
      'resourceLogs',
      'resource_logs',
    )(
      lists(
        'scopeLogs',
        'scope_logs',
        'instrumentationLibraryLogs',
        'instrumentation_library_logs',
      )({ logRecords: null, log_records: null }),
    ),
    ...lists(
      'resourceMetrics',
      'resource_metrics',
    )(
      lists(
        'scopeMetrics',
        'scope_metrics',
        'instrumentationLibraryMetrics',
        'instrumentation_library_metrics',
      )({ metrics: null }),
    ),
  });
  expect([...resourceLevel.keys()]).toHaveLength(12);
});
