import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  formatExactJson,
  formatPythonJson,
  parseExactJson,
  tryParseExactJson,
  type ExactJson,
} from './exact-json';
import { exactJson } from './test-support/arbitrary-exact-json';

describe('parseExactJson', () => {
  it('tells integers from floats and keeps their digits', () => {
    expect(parseExactJson('[3, 3.0, 1795245104458595527, -0, 1e2]')).toEqual([
      3n,
      3,
      1_795_245_104_458_595_527n,
      0n,
      100,
    ]);
  });

  it('reads the names of numbers that Python writes', () => {
    expect(parseExactJson('[NaN, Infinity, -Infinity]')).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  it('keeps the order of members and takes __proto__ for a name', () => {
    const value = parseExactJson('{"10": 1, "2": {}, "__proto__": [], "10": 2}');
    expect([...(value as Map<string, ExactJson>)]).toEqual([
      ['10', 2n],
      ['2', new Map()],
      ['__proto__', []],
    ]);
  });

  it('takes 200,000 levels', () => {
    const text = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(formatExactJson(parseExactJson(text))).toBe(text);
  });

  it.each([
    '',
    '{',
    '[1,]',
    '{"a"}',
    '{"a":1,}',
    '01',
    '1.',
    '+1',
    'nul',
    '"a',
    '[1] 2',
    '-',
    '{a:1}',
  ])('refuses %j', (text) => {
    expect(() => parseExactJson(text)).toThrow(SyntaxError);
    expect(tryParseExactJson(text)).toBeUndefined();
  });

  it('takes and refuses what JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string({ unit: fc.constantFrom(...'[]{},:"1-.e 0'.split('')) })),
        (text) => {
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          expect(tryParseExactJson(text) !== undefined).toBe(isJson);
        },
      ),
    );
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(
        exactJson(),
        fc.constantFrom({}, { space: ' ' } as const, { indent: 2 }),
        (value, format) => {
          expect(parseExactJson(formatExactJson(value, format))).toEqual(value);
        },
      ),
    );
  });
});

describe('formatExactJson', () => {
  it('writes floats as Python does', () => {
    const floats = [3, 0.5, 4.95e-7, 0.0001, 0.00001, 1e15, 1e16, 1.5e300, -0, 123456.789];
    expect(formatPythonJson(floats)).toBe(
      '[3.0, 0.5, 4.95e-07, 0.0001, 1e-05, 1000000000000000.0, 1e+16, 1.5e+300, -0.0, 123456.789]',
    );
  });

  it('writes objects as Python does, or indented', () => {
    const value = new Map<string, ExactJson>([
      ['a', [1n, 'é']],
      ['b', new Map()],
    ]);
    expect(formatPythonJson(value)).toBe('{"a": [1, "é"], "b": {}}');
    expect(formatExactJson(value)).toBe('{"a":[1,"é"],"b":{}}');
    expect(formatExactJson(value, { indent: 1 })).toBe('{\n "a": [\n  1,\n  "é"\n ],\n "b": {}\n}');
  });
});
