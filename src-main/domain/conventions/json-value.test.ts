import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  parseJson,
  parsedOnce,
  parsedTwice,
  parseStructure,
  textOf,
  toJson,
  toNumber,
} from './json-value';
import { anyValue } from './test-support/sources';

describe('parsing text of senders', () => {
  it('§8.1.8 parses text of objects and arrays once', () => {
    expect(parsedOnce('{"a": "[1]"}')).toEqual({ a: '[1]' });
    expect(parsedOnce(' [1, 2]')).toEqual([1, 2]);
  });

  it('§8.1.8 leaves text of numbers, words and broken JSON as it is', () => {
    for (const text of ['42', 'true', 'null', '{not json', '[1, 2', '']) {
      expect(parseStructure(text)).toBe(text);
    }
  });

  it('§8.1.8 parses twice what is JSON of JSON', () => {
    expect(parsedTwice('"LLM"')).toBe('LLM');
    expect(parsedTwice('"{\\"a\\": 1}"')).toEqual({ a: 1 });
    expect(parsedTwice('{"a": 1}')).toEqual({ a: 1 });
    expect(parsedTwice('plain')).toBe('plain');
    expect(parsedTwice({ a: '1' })).toEqual({ a: '1' });
  });

  it('§8.1.8 keeps all digits of integers beyond 2^53, and reads int64 text as numbers', () => {
    expect(parseJson('{"ns": 1795245104458595527}')).toEqual({ ns: '1795245104458595527' });
    expect(toJson({ type: 'int', value: 1795245104458595527n })).toBe('1795245104458595527');
    expect(toNumber('212')).toBe(212);
    expect(toNumber(' 3.5e2 ')).toBe(350);
    for (const text of ['', 'x', '1 2', 'NaN', 'Infinity', '0x10'])
      expect(toNumber(text)).toBeNull();
  });

  it('leaves text that is nested too deep to be shown as text', () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    expect(parseStructure(deep)).toBe(deep);
  });

  it('makes plain members of __proto__', () => {
    const value = parseJson('{"__proto__": {"polluted": true}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    const made = toJson({
      type: 'kvlist',
      entries: [{ key: '__proto__', value: anyValue({ polluted: true }) }],
    });
    expect(Object.keys(made as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('gives back any JSON value, long integers as text', () => {
    const asTold = (_key: string, value: unknown) => {
      const isLong = Number.isInteger(value) && !Number.isSafeInteger(value);
      return isLong && /^-?\d+$/.test(String(value)) ? String(value) : value;
    };
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify([value]);
        expect(JSON.stringify(parseJson(text))).toBe(JSON.stringify(JSON.parse(text, asTold)));
      }),
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => textOf(parsedTwice(text))).not.toThrow();
      }),
    );
  });
});

describe('OTLP values as JSON', () => {
  it('writes bytes as Base64, non-finite numbers as text, absent values as null', () => {
    expect(toJson({ type: 'bytes', value: new Uint8Array([1, 2, 3]) })).toBe('AQID');
    expect(toJson({ type: 'double', value: Number.NaN })).toBe('NaN');
    expect(toJson({ type: 'empty' })).toBeNull();
    expect(toJson({ type: 'truncated' })).toBeNull();
  });

  it('takes the last of duplicate keys', () => {
    const entries = [
      { key: 'a', value: anyValue(1) },
      { key: 'a', value: anyValue(2) },
    ];
    expect(toJson({ type: 'kvlist', entries })).toEqual({ a: 2 });
  });
});
