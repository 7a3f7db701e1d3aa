import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { contentHashes, hashValue } from './content-hash';

describe('hashValue', () => {
  const of = (value: JsonValue): number => hashValue(value, 'content');

  it('does not know order, spaces, ids and times', () => {
    const one = { b: [1, ' x '], a: { call_id: 'x', at: '2026-01-02T03:04:05Z' } };
    const other = { a: { at: '2027-05-06T07:08:09.1Z', call_id: 'y' }, b: ['1', 'x'] };
    expect(of(one)).toBe(of(other));
  });

  it('knows members that are there or not, and values', () => {
    expect(of({ took: 1 })).not.toBe(of({}));
    expect(of({ city: 'Oslo' })).not.toBe(of({ city: 'Paris' }));
    expect(of(['a', 'b'])).not.toBe(of(['ab']));
  });

  it('knows all of a value, however long', () => {
    const long = 'x'.repeat(70_000);
    expect(of({ long: `${long}a` })).not.toBe(of({ long: `${long}b` }));
    expect(of({ a: long, b: 1 })).not.toBe(of({ a: long, b: 2 }));
    expect(of({ a: long, b: 1 })).not.toBe(of({ a: long }));
    expect(of([long, 1])).not.toBe(of([long, 2]));
  });
});

describe('contentHashes', () => {
  it('has one hash where nothing is of one run, and the same as without scrubbing', () => {
    const plain = (value: JsonValue): number => contentHashes(value, 'exact').plain;
    const noDigits = fc.jsonValue().filter((value) => !/\d|null/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(noDigits as fc.Arbitrary<JsonValue>, (value) => {
        const { plain: own, compared } = contentHashes(value, 'arguments');
        expect(own).toBe(plain(value));
        expect(compared).toBe(own);
      }),
    );
  });

  it('keeps what is taken out in the plain hash alone', () => {
    const at = (time: string) => contentHashes({ a: 'x', at: time, z: 'y' }, 'content');
    const [one, other] = [at('2026-01-02T03:04:05Z'), at('2026-01-02T03:04:06Z')];
    expect(one.compared).toBe(other.compared);
    expect(one.plain).not.toBe(other.plain);
    expect(one.compared).not.toBe(one.plain);
  });
});
