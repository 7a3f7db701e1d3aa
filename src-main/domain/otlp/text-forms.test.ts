import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromBase64, toBase64 } from './base64';
import { fromHex, toHex } from './hex';
import { jsonDouble, jsonInt32, jsonInt64, jsonUint32, jsonUint64 } from './json-scalars';
import { formatJson, quoteLongIntegers } from './json-text';

describe('hex', () => {
  it('is what it was, in any case', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromHex(toHex(bytes).toUpperCase())).toEqual(bytes);
      }),
    );
  });

  it('refuses odd lengths and other characters', () => {
    for (const text of ['a', '0x', 'gg', '@@', '\u{141}0', '1 ']) expect(fromHex(text)).toBeNull();
  });
});

describe('base64', () => {
  it('J9 is what another implementation writes, and reads all of its spellings', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(toBase64(bytes)).toBe(text);
        expect(fromBase64(text)).toEqual(bytes);
        expect(fromBase64(text.replaceAll('=', ''))).toEqual(bytes);
        expect(fromBase64(Buffer.from(bytes).toString('base64url'))).toEqual(bytes);
      }),
    );
  });

  it('refuses other characters and impossible lengths', () => {
    for (const text of ['A', 'AAAAA', 'A=AA', 'AA\n=', 'ÄA==', '====']) {
      expect(fromBase64(text)).toBeNull();
    }
  });
});

describe('quoting of long integers (J6)', () => {
  it('changes nothing but integers that a double does not hold', () => {
    for (const text of [
      '{"a":1234567890123456}',
      '{"a":[0.12345678901234567,1e12345678901234567,-1.5E-12345678901234567]}',
      '{"a":"12345678901234567890","b":"\\\\\\"12345678901234567890"}',
      '"12345678901234567890 ,12345678901234567890',
    ]) {
      expect(quoteLongIntegers(text)).toBe(text);
    }
    expect(quoteLongIntegers('[ 9007199254740993,-9007199254740993\n,"x"]')).toBe(
      '[ "9007199254740993","-9007199254740993"\n,"x"]',
    );
    expect(quoteLongIntegers('18446744073709551615')).toBe('18446744073709551615');
    expect(quoteLongIntegers('{"a":"\\\\","b":18446744073709551615}')).toBe(
      '{"a":"\\\\","b":"18446744073709551615"}',
    );
  });

  it('loses no digit and no other value', () => {
    const integers = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), integers, fc.double())), (rows) => {
        const text = `[${rows
          .map(([name, integer, double]) => `${JSON.stringify(name)},${integer},${double}`)
          .join(' , ')
          .replaceAll(/NaN|-?Infinity/g, '0')}]`;
        const values = JSON.parse(quoteLongIntegers(text)) as (string | number)[];
        rows.forEach(([name, integer, double], row) => {
          expect(values[row * 3]).toBe(name);
          expect(BigInt(values[row * 3 + 1]!)).toBe(integer);
          // A double may look like an integer, and JSON has three fewer of them.
          expect(Number(values[row * 3 + 2])).toBe(
            Number.isFinite(double) ? JSON.parse(String(double)) : 0,
          );
        });
      }),
    );
  });
});

describe('JSON text', () => {
  it('is what JSON.stringify writes, indented or not', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const parsed: unknown = JSON.parse(JSON.stringify(value));
        expect(formatJson(parsed)).toBe(JSON.stringify(parsed));
        expect(formatJson(parsed, 2)).toBe(JSON.stringify(parsed, null, 2));
      }),
    );
  });

  it('keeps a negative zero', () => {
    expect(formatJson([-0, 0])).toBe('[-0,0]');
  });
});

describe('64-bit and 32-bit integers', () => {
  it('J5 J7 accept exactly their range', () => {
    expect(jsonUint64('18446744073709551615')).toBe(2n ** 64n - 1n);
    expect(jsonUint64('18446744073709551616')).toBeNull();
    expect(jsonUint64(-1)).toBeNull();
    expect(jsonInt64('-9223372036854775808')).toBe(-(2n ** 63n));
    expect(jsonInt64('9223372036854775808')).toBeNull();
    expect(jsonInt64({ low: -1, high: -1 })).toBe(-1n);
    expect(jsonUint64({ low: -1, high: -1 })).toBe(2n ** 64n - 1n);
    expect(jsonUint32(4294967295)).toBe(4294967295);
    expect(jsonUint32(4294967296)).toBeNull();
    expect(jsonInt32('-2147483648')).toBe(-2147483648);
    expect(jsonInt32(2147483648)).toBeNull();
  });

  it('accept whole numbers in any notation and nothing else', () => {
    expect(jsonInt64('1e3')).toBe(1000n);
    expect(jsonInt64(5.0)).toBe(5n);
    expect(jsonInt64('+7')).toBe(7n);
    for (const value of [
      '',
      ' ',
      '1.5',
      1.5,
      '0x10',
      'NaN',
      true,
      [],
      {},
      { low: 1 },
      '1n',
      '1_0',
    ]) {
      expect(jsonInt64(value)).toBeNull();
    }
    expect(jsonInt64('9'.repeat(5000))).toBeNull();
  });

  it('J10 doubles refuse what is no number', () => {
    for (const value of ['', ' 1', '1 ', '0x10', 'infinity', '1e', '.', true, null, []]) {
      expect(jsonDouble(value)).toBeNull();
    }
    expect(jsonDouble('-0')).toBe(-0);
  });
});
