import { describe, expect, it } from 'vitest';

import type { AnyValue } from '../otlp/model';
import type { TraceId } from '../units';
import { spanAttributesOf, textOfAttribute, valueOfAttribute } from './attribute-json';
import { anyValueToJson } from './convert-json';
import type { ExactJson } from './exact-json';

const traceId = '3ced577b6c7d19a8fc4f70e84f9384f6' as TraceId;

function logged(
  values: Readonly<Record<string, string | AnyValue>>,
  key: string,
): [ExactJson, string] {
  const attributes = Object.entries(values).map(([name, value]) => ({
    key: name,
    value: typeof value === 'string' ? ({ type: 'string', value } as const) : value,
  }));
  const attribute = spanAttributesOf({ traceId, attributes }).get(key);
  if (attribute === undefined) throw new Error(`no ${key}`);
  return [anyValueToJson(valueOfAttribute(attribute)), textOfAttribute(attribute)];
}

describe('spanAttributesOf', () => {
  it('takes JSON text for what it stands for where the SDK wrote it', () => {
    const sdk = { 'mlflow.traceRequestId': `"tr-${traceId}"` };
    expect(logged({ ...sdk, a: '"123"' }, 'a')).toEqual(['123', '"123"']);
    expect(logged({ ...sdk, a: '123' }, 'a')).toEqual([123n, '123']);
    expect(logged({ ...sdk, a: 'gpt-4o' }, 'a')).toEqual(['gpt-4o', 'gpt-4o']);
    expect(logged({ ...sdk, a: { type: 'int', value: 3n } }, 'a')).toEqual([3n, '3']);
  });

  it('takes values for what was logged where they were parsed on the way', () => {
    const sdk = { 'mlflow.traceRequestId': `tr-${traceId}` };
    expect(logged({ ...sdk, a: '123' }, 'a')).toEqual(['123', '"123"']);
    expect(logged({ ...sdk, 'mlflow.spanInputs': '{"a": 1}' }, 'mlflow.spanInputs')).toEqual([
      '{"a": 1}',
      String.raw`"{\"a\": 1}"`,
    ]);
  });

  it('takes JSON text of keys of MLflow where they were set by hand', () => {
    expect(logged({ 'mlflow.spanInputs': '{"a":1}' }, 'mlflow.spanInputs')).toEqual([
      new Map([['a', 1n]]),
      '{"a":1}',
    ]);
    expect(logged({ 'mlflow.spanInputs': '1' }, 'mlflow.spanInputs')).toEqual(['1', '"1"']);
    expect(logged({ 'mlflow.spanType': 'LLM' }, 'mlflow.spanType')).toEqual(['LLM', '"LLM"']);
    expect(logged({ 'gen_ai.input.messages': '[1]' }, 'gen_ai.input.messages')).toEqual([
      '[1]',
      '"[1]"',
    ]);
  });

  it('names the trace by its own id, whatever the sender called it', () => {
    const key = 'mlflow.traceRequestId';
    for (const id of ['"0123456789abcdef0123456789abcdef"', 'tr-x']) {
      expect(logged({ [key]: id }, key)[1]).toBe(`"tr-${traceId}"`);
    }
    expect(logged({}, key)[1]).toBe(`"tr-${traceId}"`);
  });
});
