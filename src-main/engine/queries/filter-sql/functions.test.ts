import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { decodeTracesJson } from '@domain/otlp/decode-json';
import { createTestStore, tracesBody, type TestStore } from '../test-support/test-store';

let store: TestStore;
let says: (text: string, pattern: string, folds: 0 | 1) => boolean;
beforeAll(() => {
  store = createTestStore();
  const ask = store
    .host()
    .db.prepare<[Uint8Array, string, number], number>('SELECT span_says(?, ?, ?)')
    .pluck();
  says = (text, pattern, folds) => {
    const spans = [{ trace: 1, span: 1, attributes: { note: text, 'a.b': 12345 } }];
    const decoded = decodeTracesJson(Buffer.from(JSON.stringify(tracesBody(spans))));
    const [span] = decoded.spans;
    return ask.get(span?.payload ?? Buffer.alloc(0), pattern, folds) === 1;
  };
});
afterAll(() => store.close());

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
const words = fc
  .array(
    fc.constantFrom(
      'Oslo',
      'ISTANBUL',
      'İ',
      'K',
      'ß',
      'é',
      ' ',
      '?',
      '"',
      '{',
      '\\',
      '%',
      '7',
      'true',
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((each) => each.join(''));

it('finds any piece of a text that a span holds, whatever can be told without decoding it', () => {
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), (text, from, length) => {
      const start = from % text.length;
      const piece = text.slice(start, start + 1 + (length % (text.length - start)));
      expect(says(text, `%${escaped(piece)}%`, 0)).toBe(true);
      expect(says(text, `%${escaped(piece)}%`, 1)).toBe(true);
      expect(says(text.toUpperCase(), `%${escaped(text.toLowerCase())}%`, 1)).toBe(
        text.toUpperCase().toLowerCase().includes(text.toLowerCase()),
      );
    }),
  );
});

it('finds keys and numbers, and not what is not there', () => {
  expect(says('x', 'a._', 0)).toBe(true);
  expect(says('x', '12345', 0)).toBe(true);
  expect(says('x', '%34%', 1)).toBe(true);
  expect(says('rain in Bergen', '%Oslo%', 0)).toBe(false);
  expect(says('rain in Bergen', '%bergen%', 0)).toBe(false);
  expect(says('rain in Bergen', '%BERGEN%', 1)).toBe(true);
});
