import { describe, expect, it } from 'vitest';

import { decodeTracesJson } from './decode-json';
import { OtlpDecodeError } from './decoded';
import { encodeUtf8 } from './utf8';

const traceId = 'ab'.repeat(16);

function request(spans: string): Uint8Array {
  return encodeUtf8(`{"resourceSpans":[{"scopeSpans":[{"spans":[${spans}]}]}]}`);
}

describe('S9 the density of JSON', () => {
  it.each([
    ['empty spans', () => request(`${'{},'.repeat(600_000)}{}`)],
    ['numbers', () => encodeUtf8(`{"x":[${'1,'.repeat(1_100_000)}1]}`)],
    ['levels', () => encodeUtf8(`{"x":${'['.repeat(1_100_000)}${']'.repeat(1_100_000)}}`)],
  ])('refuses more %s than their size has reason for', (_what, body) => {
    expect(() => decodeTracesJson(body())).toThrow(OtlpDecodeError);
    expect(() => decodeTracesJson(body())).toThrow(
      /commas and opening brackets in \d+ bytes, more than one for every 8 bytes/,
    );
  });

  it('takes separators that stand in strings', () => {
    const text = '\\"[[{,,,},{}]],'.repeat(200_000);
    const body = request(`{"traceId":"${traceId}","spanId":"0000000000000001","name":"${text}"}`);
    expect(decodeTracesJson(body).spans).toHaveLength(1);
  });

  it('takes the densest of spans at any size', () => {
    // Three separators each: more than are free together.
    const attributes = Array<string>(120).fill('{"key":"a","value":{"intValue":1}}').join(',');
    const spans = Array.from({ length: 3_000 }, (_, i) => {
      const spanId = (i + 1).toString(16).padStart(16, '0');
      return `{"traceId":"${traceId}","spanId":"${spanId}","attributes":[${attributes}]}`;
    });
    expect(decodeTracesJson(request(spans.join(','))).spans).toHaveLength(3_000);
  });
});
