import { afterEach, beforeEach, expect, it } from 'vitest';

import { spanDetail, spanOtlpJson } from './span-detail';
import {
  BASE_NS,
  createTestStore,
  RECEIVED_MS,
  spanHex,
  traceHex,
  type TestStore,
} from './test-support/test-store';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

const none = (): void => {};

it('decodes a span with its resource, its scope and the way it came', () => {
  store.addSpans({
    trace: 1,
    span: 1,
    name: 'chat',
    attributes: { 'gen_ai.system': 'x' },
    status: 2,
  });
  const detail = spanDetail(store.host())({ spanKey: 1 }, none);
  expect(detail).toMatchObject({
    key: 1,
    span: {
      traceId: traceHex(1),
      spanId: spanHex(1),
      parentSpanId: null,
      name: 'chat',
      startNs: BASE_NS,
      endNs: BASE_NS + 1_000_000n,
      statusCode: 2,
      attributes: [{ key: 'gen_ai.system', value: { type: 'string', value: 'x' } }],
    },
    resource: {
      attributes: [{ key: 'service.name', value: { type: 'string', value: 'app' } }],
    },
    scope: { name: 'test-scope', version: '1.2.3' },
    received: {
      atMs: RECEIVED_MS,
      transport: 'http/json',
      agent: 'test-exporter/1.0',
      headers: [{ name: 'x-mlflow-experiment-id', value: '7' }],
    },
  });
  expect(detail.payloadBytes).toBeGreaterThan(40);
  expect(structuredClone(detail)).toEqual(detail);
});

it('writes a span as OTLP JSON that can be sent again', () => {
  store.addSpans({ trace: 1, span: 1, name: 'chat', service: 'agent' });
  const text = spanOtlpJson(store.host())({ spanKey: 1 }, none);
  const { resourceSpans } = JSON.parse(text) as { resourceSpans: unknown[] };
  expect(resourceSpans).toEqual([
    expect.objectContaining({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'agent' } }] },
      scopeSpans: [
        expect.objectContaining({
          spans: [expect.objectContaining({ traceId: traceHex(1), spanId: spanHex(1) })],
        }),
      ],
    }),
  ]);
});

it('knows neither a span that never was nor one whose trace was deleted', () => {
  store.addSpans({ trace: 1, span: 1 });
  const host = store.host();
  const notFound = expect.objectContaining({ code: 'not_found' }) as Error;
  expect(() => spanDetail(host)({ spanKey: 2 }, none)).toThrow(notFound);
  store.deleteTrace(1);
  expect(() => spanDetail(host)({ spanKey: 1 }, none)).toThrow(notFound);
  expect(() => spanOtlpJson(host)({ spanKey: 1 }, none)).toThrow(notFound);
});
