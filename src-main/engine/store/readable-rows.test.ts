import fc from 'fast-check';
import { expect, it } from 'vitest';

import { readableRows, unreadable } from './readable-rows';

/** A table on pages: keys in ascending order, some of whose pages cannot be read. */
interface Page {
  readonly keys: readonly number[];
  readonly isDamaged: boolean;
}

class DamagedError extends Error {
  readonly code = 'SQLITE_CORRUPT';
}

/** Reads as a b-tree does: finds the page by key, and fails if that one is damaged. */
function readerOf(pages: readonly Page[]) {
  return (from: number): { key: number } | undefined => {
    const page = pages.find(({ keys }) => (keys.at(-1) ?? -1) >= from);
    if (page === undefined) return undefined;
    if (page.isDamaged) throw new DamagedError();
    const key = page.keys.find((candidate) => candidate >= from);
    return key === undefined ? undefined : { key };
  };
}

const pagesArbitrary = fc
  .array(
    fc.record({
      gaps: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 60 }),
      isDamaged: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((list) => {
    let key = 0;
    return list.map(({ gaps, isDamaged }) => ({
      keys: gaps.map((gap) => (key += gap)),
      isDamaged,
    }));
  });

it('reads every row of a table without damage', () => {
  fc.assert(
    fc.property(pagesArbitrary, (pages) => {
      const sound = pages.map(({ keys }) => ({ keys, isDamaged: false }));
      const keys = sound.flatMap((page) => page.keys);
      const rows = [...readableRows(readerOf(sound), keys.at(-1) ?? -1)];
      expect(rows).toEqual(keys.map((key) => ({ key })));
    }),
  );
});

it('reads rows in order, none twice, none that is on a damaged page', () => {
  fc.assert(
    fc.property(pagesArbitrary, fc.boolean(), (pages, isLastKnown) => {
      const last = pages.at(-1)?.keys.at(-1) ?? -1;
      const rows = [...readableRows(readerOf(pages), isLastKnown ? last : null)];
      const keys = rows.flatMap((row) => (row === unreadable ? [] : [row.key]));
      const readable = new Set(pages.flatMap((page) => (page.isDamaged ? [] : page.keys)));
      expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
      expect(keys.filter((key) => !readable.has(key))).toEqual([]);
      expect(rows.includes(unreadable)).toBe(pages.some((page) => page.isDamaged));
    }),
  );
});

it('loses nothing but the damaged pages where they stand alone', () => {
  fc.assert(
    fc.property(pagesArbitrary, (list) => {
      // Long sound stretches between damaged pages, as on a real disk.
      let key = 0;
      const pages = list.flatMap(({ keys, isDamaged }) => {
        const own = { keys: keys.map(() => (key += 3)), isDamaged };
        const sound = { keys: Array.from({ length: 400 }, () => ++key), isDamaged: false };
        return [own, sound];
      });
      const rows = [...readableRows(readerOf(pages), key)];
      const keys = rows.flatMap((row) => (row === unreadable ? [] : [row.key]));
      expect(keys).toEqual(pages.flatMap((page) => (page.isDamaged ? [] : page.keys)));
    }),
  );
});

it('passes on errors that are no damage', () => {
  const rows = readableRows(() => {
    throw new Error('out of order');
  }, 10);
  expect(() => [...rows]).toThrow('out of order');
});
