import { expect, it } from 'vitest';

import { decodeTracesJson } from '@domain/otlp/decode-json';
import { decodeSpan } from '@domain/otlp/decode-span';
import { categoryOf } from '@domain/span-category';
import { testTrace } from './test-trace';

const ids = {
  traceId: 'a'.repeat(32),
  spanIds: ['1'.repeat(16), '2'.repeat(16), '3'.repeat(16), '4'.repeat(16)],
} as const;
const nowNs = 1_787_000_000_000_000_000n;

it('is an agent with two model calls and a tool, which has just ended', () => {
  const { spans, resources, rejections, warnings } = decodeTracesJson(
    Buffer.from(JSON.stringify(testTrace(ids, nowNs))),
  );
  expect({ rejections, warnings }).toEqual({ rejections: [], warnings: [] });
  expect(resources[0]?.serviceName).toBe('otelier-test');
  expect(spans.map(({ name, category }) => `${categoryOf(category)}: ${name}`)).toEqual([
    'agent: invoke_agent weather-agent',
    'llm: chat example-model-1',
    'tool: execute_tool get_weather',
    'llm: chat example-model-1',
  ]);
  for (const span of spans) {
    expect(decodeSpan(span.payload).statusCode).toBe(1);
    expect(span.endNs).toBeGreaterThan(span.startNs);
    expect(span.endNs).toBeLessThanOrEqual(nowNs);
  }
  expect(spans[0]?.endNs).toBe(nowNs);
});
