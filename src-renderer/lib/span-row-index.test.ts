import fc from 'fast-check';
import { expect, it } from 'vitest';

import { parseSpanId } from '@domain/units';

import { SpanRowIndex, spanIdOf } from './span-row-index';

const ids = fc.uniqueArray(
  fc.uint8Array({ minLength: 8, maxLength: 8 }).filter((id) => id.some((byte) => byte !== 0)),
  { selector: String, maxLength: 200 },
);

it('finds every id it was built with, and no other', () => {
  fc.assert(
    fc.property(ids, (list) => {
      const [absent = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), ...present] = list;
      const spanIds = new Uint8Array(present.length * 8);
      present.forEach((id, row) => spanIds.set(id, row * 8));
      const index = new SpanRowIndex({ count: present.length, spanIds });
      present.forEach((id, row) => {
        expect(index.findRowOf({ spanIds: id }, 0)).toBe(row);
        const text = spanIdOf({ spanIds }, row);
        expect(text).toBe(Buffer.from(id).toString('hex'));
        expect(index.find(text!)).toBe(row);
      });
      expect(index.findRowOf({ spanIds: absent }, 0)).toBe(-1);
    }),
  );
});

it('gives the first of equal ids', () => {
  const spanIds = new Uint8Array(16).fill(7);
  const index = new SpanRowIndex({ count: 2, spanIds });
  expect(index.find(parseSpanId('0707070707070707')!)).toBe(0);
});
