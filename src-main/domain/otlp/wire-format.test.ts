import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { OtlpDecodeError } from './decoded';
import { bytesOf } from './test-support/requests';
import { decodeUtf8, encodeUtf8 } from './utf8';
import { WireReader } from './wire-reader';

describe('reader and writer', () => {
  it('agree on every kind of field', () => {
    const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    const uint32 = fc.nat({ max: 0xffffffff });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 29 - 1 }),
        fc.record({
          int64,
          uint64,
          uint32,
          int32: fc.integer(),
          double: fc.double(),
          bool: fc.boolean(),
          text: fc.string({ unit: 'binary', maxLength: 300 }),
          bytes: fc.uint8Array({ maxLength: 300 }),
        }),
        (field, value) => {
          const bytes = bytesOf((writer) => {
            writer.int64Field(field, value.int64);
            writer.fixed64Field(field, value.uint64);
            writer.uint32Field(field, value.uint32);
            writer.fixed32Field(field, value.uint32);
            writer.int32Field(field, value.int32);
            writer.doubleField(field, value.double);
            writer.boolField(field, value.bool);
            writer.stringField(field, value.text);
            writer.bytesField(field, value.bytes);
          });
          const reader = new WireReader(bytes);
          const next = <T>(wireType: number, read: () => T): T => {
            expect(reader.tag()).toBe(field * 8 + wireType);
            return read();
          };
          expect({
            int64: next(0, () => reader.int64()),
            uint64: next(1, () => reader.fixed64()),
            uint32: next(0, () => reader.varint32() >>> 0),
            fixed32: next(5, () => reader.fixed32()),
            int32: next(0, () => reader.varint32()),
            double: next(1, () => reader.double()),
            bool: next(0, () => reader.bool()),
            text: next(2, () => reader.string()),
            bytes: next(2, () => reader.view()),
          }).toStrictEqual({ ...value, fixed32: value.uint32 });
          expect(reader.pos).toBe(bytes.length);
        },
      ),
    );
  });

  it('writes nested messages of every length their length prefix can have', () => {
    for (const length of [0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152]) {
      const inner = new Uint8Array(length).fill(7);
      const nested = bytesOf((writer) => {
        const start = writer.begin(1);
        writer.raw(inner);
        writer.end(start);
      });
      const plain = bytesOf((writer) => writer.bytesField(1, inner));
      expect(nested.length).toBe(plain.length);
      expect(new WireReader(nested.subarray(1)).view().length).toBe(length);
    }
  });

  it('rewinds to what was written before', () => {
    const bytes = bytesOf((writer) => {
      writer.stringField(1, 'kept');
      const { length } = writer;
      writer.stringField(2, 'dropped'.repeat(1000));
      writer.rewind(length);
      writer.boolField(3, true);
    });
    expect([...bytes]).toEqual([0x0a, 4, ...encodeUtf8('kept'), 0x18, 1]);
  });
});

describe('reader', () => {
  const read = (...bytes: number[]) => new WireReader(Uint8Array.from(bytes));

  it('reads varints that are longer than they need to be', () => {
    expect(read(0x81, 0x80, 0x80, 0x00).uint32('length')).toBe(1);
    expect(read(0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00).varint32()).toBe(1);
    expect(read(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01).int64()).toBe(-1n);
    expect(read(0x80, 0x80, 0x80, 0x80, 0x80, 0x01).bool()).toBe(true);
  });

  it('refuses what is no varint, tag or length', () => {
    expect(() => read(...Array.from({ length: 11 }, () => 0x80)).skipVarint()).toThrow(
      'A varint is longer than 10 bytes.',
    );
    expect(() => read(0xff, 0xff, 0xff, 0xff, 0x10).uint32('length')).toThrow(
      'A length does not fit into 32 bits.',
    );
    expect(() => read(0x80).varint32()).toThrow('The body is cut off within a varint.');
    expect(() => read(0x02).tag()).toThrow('Field number 0 is not allowed in protobuf.');
    expect(() => read(0x05, 1, 2).length()).toThrow(
      'The body is cut off: a field of 5 bytes has only 2 left.',
    );
    expect(() => read(1, 2, 3).fixed32()).toThrow(OtlpDecodeError);
    expect(() => read(1).skip(0x0f)).toThrow('Wire type 7 does not exist in protobuf.');
  });

  it('does not read beyond a nested message', () => {
    const reader = read(0x0a, 0x02, 0x0a, 0x03, 1, 2, 3);
    reader.tag();
    const outer = reader.enter();
    reader.tag();
    expect(() => reader.length()).toThrow(OtlpDecodeError);
    reader.leave(outer);
    expect(reader.limit).toBe(7);
  });
});

describe('UTF-8', () => {
  it('keeps all text, a leading U+FEFF too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const bytes = encodeUtf8(text);
        expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
        expect(
          bytesOf((writer) => writer.stringField(1, text)).slice(-bytes.length || 100),
        ).toEqual(bytes);
      }),
    );
    const marked = encodeUtf8('\u{feff}x');
    expect(decodeUtf8(marked, 0, marked.length)).toBe('\u{feff}x');
  });

  it('B6 replaces what is no UTF-8 and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(decodeUtf8(bytes, 0, bytes.length)).toBe(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
        );
      }),
    );
  });

  it('writes half a surrogate pair as U+FFFD', () => {
    expect(decodeUtf8(encodeUtf8('a\u{d800}b'), 0, 5)).toBe('a\u{fffd}b');
    expect([...bytesOf((writer) => writer.stringField(1, '\u{d800}'))]).toEqual([
      0x0a, 3, 0xef, 0xbf, 0xbd,
    ]);
  });
});
