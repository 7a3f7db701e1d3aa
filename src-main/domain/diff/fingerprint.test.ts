import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { facetsOf, message, modelOf, payloadOf, toolOf } from '../facets/test-support/span-facets';
import type { JsonValue } from '../messages';
import { fingerprintOf } from './fingerprint';
import { hashValue } from './hash-value';
import { scrubName } from './scrub';
import { likeness, sketchOf } from './sketch';

describe('scrubName', () => {
  it.each([
    ['run 3f2b8c1d-aaaa-4bbb-8ccc-0123456789ab', 'run #'],
    ['job 7f3a9c1e', 'job #'],
    ['batch 1732712', 'batch #'],
    ['GET /users/81723/items', 'GET /users/#/items'],
    ['call_0001_0 done', '# done'],
    ['chat gpt-4o', 'chat gpt-4o'],
    ['deadbeef', 'deadbeef'],
    ['step 2', 'step 2'],
  ])('%s is %s', (name, scrubbed) => {
    expect(scrubName(name)).toBe(scrubbed);
  });
});

describe('hashValue', () => {
  it('does not know order, spaces, ids and times', () => {
    const one = { b: [1, ' x '], a: { call_id: 'call_12345', at: '2026-01-02T03:04:05Z' } };
    const other = { a: { at: '2027-05-06T07:08:09.1Z', call_id: 'call_98765' }, b: ['1', 'x'] };
    expect(hashValue(one)).toBe(hashValue(other));
  });

  it('knows members that are there or not, and values', () => {
    expect(hashValue({ id: 1 })).not.toBe(hashValue({}));
    expect(hashValue({ city: 'Oslo' })).not.toBe(hashValue({ city: 'Paris' }));
    expect(hashValue(['a', 'b'])).not.toBe(hashValue(['ab']));
  });

  it('takes any value in a bounded time', () => {
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<JsonValue>, (value) => hashValue(value) >= 0),
    );
    const long = 'x'.repeat(5_000_000);
    expect(hashValue({ long })).not.toBe(hashValue({ long: `${long}y` }));
  });
});

describe('sketchOf', () => {
  const text =
    'the quick brown fox jumps over the lazy dog while seven wizards brew a strong potion';
  const like = (a: string, b: string): number => {
    const [x, y] = [sketchOf(a), sketchOf(b)];
    return x === null || y === null ? NaN : likeness(x, y);
  };

  it('is the same for the same words, alike for most of them, unlike for others', () => {
    expect(like(text, text.toUpperCase())).toBe(1);
    expect(like(text, `${text} today`)).toBeGreaterThan(0.6);
    expect(
      like(text, 'select sum of orders from warehouse where region equals north'),
    ).toBeLessThan(0.3);
  });

  it('is of nothing where there are no words', () => {
    expect(sketchOf(' … ')).toBeNull();
  });

  it('looks at the ends of long texts alone', () => {
    const middle = 'z '.repeat(1_000_000);
    expect(like(`${text} ${middle} ${text}`, `${text} ${middle}${middle} ${text}`)).toBeGreaterThan(
      0.8,
    );
  });
});

describe('fingerprintOf', () => {
  it('is of arguments and result of a tool', () => {
    const tool = (city: string, result: string) =>
      fingerprintOf(
        facetsOf({
          kind: 'tool',
          tool: toolOf({ args: payloadOf({ city }), result: payloadOf(result) }),
        }),
      );
    expect(tool('Oslo', 'Sunny')).toEqual(tool('Oslo', 'Sunny'));
    expect(tool('Oslo', 'Sunny').inputHash).not.toBe(tool('Paris', 'Sunny').inputHash);
    expect(tool('Oslo', 'Sunny').outputHash).not.toBe(tool('Oslo', 'Rain').outputHash);
  });

  it('leaves hashes of a call to its messages', () => {
    const model = modelOf({
      input: [message('user', 'Hello there')],
      output: [message('assistant', 'Hi')],
    });
    expect(Object.keys(fingerprintOf(facetsOf({ kind: 'llm', model })))).toEqual(['sketch']);
  });

  it('is empty where nothing was recorded', () => {
    expect(fingerprintOf(facetsOf({ kind: 'step' }))).toEqual({});
  });
});
