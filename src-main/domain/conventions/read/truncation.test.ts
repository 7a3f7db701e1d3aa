import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { contentMarks, endsInTruncationMark, isRedactionMark, parseCutJson } from './truncation';

describe('marks of cut content', () => {
  it.each([
    'and so on...[TRUNCATED: original length 12345]',
    'and so on...[TRUNCATED',
    'and so on... (truncated)',
    'text <truncated due to size exceeding limit>',
    '{"a": "b...[truncated]"}',
    'output [Output truncated]',
  ])('sees the mark at the end of %j', (text) => {
    expect(endsInTruncationMark(text)).toBe(true);
  });

  it.each(['It was truncated by hand, then mended.', 'truncated icosahedron', '', 'and so on...'])(
    'sees none in %j',
    (text) => {
      expect(endsInTruncationMark(text)).toBe(false);
    },
  );

  it.each(['<REDACTED>', '[REDACTED]', '__REDACTED__', "[Scrubbed due to 'password']", '***'])(
    'sees that %j is all redacted',
    (text) => {
      expect(isRedactionMark(text)).toBe(true);
    },
  );

  it('sees neither in what people write of it', () => {
    expect(isRedactionMark('The report was redacted.')).toBe(false);
    expect(contentMarks({ a: ['fine', { b: '<REDACTED>' }] })).toEqual({
      isTruncated: false,
      isRedacted: true,
    });
  });
});

describe('JSON that was cut', () => {
  it('gives what stands before the cut', () => {
    expect(parseCutJson('[{"role":"user","parts":[{"text":"Hello wor')).toEqual([
      { role: 'user', parts: [{ text: 'Hello wor' }] },
    ]);
    expect(parseCutJson('{"a":1,"b":tr')).toEqual({ a: 1 });
    expect(parseCutJson('{"a":[1,2],"lo')).toEqual({ a: [1, 2] });
    expect(parseCutJson('[{"a":"b"},')).toEqual([{ a: 'b' }]);
    expect(parseCutJson('{"a":"x\\u00')).toEqual({ a: 'x' });
    expect(parseCutJson('{"a":"x\\')).toEqual({ a: 'x' });
    expect(parseCutJson('{"a":"x\\\\')).toEqual({ a: 'x\\' });
  });

  it('gives nothing for what is no cut JSON', () => {
    expect(parseCutJson('{"a": 1}')).toBeUndefined();
    expect(parseCutJson('{not json at all')).toEqual({});
    expect(parseCutJson('plain text')).toBeUndefined();
    expect(parseCutJson('['.repeat(1000))).toBeUndefined();
  });

  it('reads the beginning of any JSON object, wherever it was cut', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (value, share) => {
          const text = JSON.stringify(value);
          const cut = text.slice(0, Math.max(1, Math.floor(text.length * share)));
          if (cut.length === text.length) return;
          expect(parseCutJson(cut)).toBeTypeOf('object');
        },
      ),
    );
  });
});
