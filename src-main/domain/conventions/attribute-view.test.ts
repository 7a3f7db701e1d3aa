import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createAttributeView } from './attribute-view';
import { anyValue, keyValues } from './test-support/sources';

describe('attributes by key', () => {
  it('takes the last of duplicates and keeps the others within reach', () => {
    const view = createAttributeView([
      { key: 'thread.id', value: anyValue(7) },
      { key: 'thread.id', value: anyValue('conversation') },
    ]);
    expect(view.text('thread.id')).toBe('conversation');
    expect(view.all('thread.id')).toEqual([anyValue(7), anyValue('conversation')]);
  });

  it('gives texts, numbers and booleans whatever they were sent as', () => {
    const view = createAttributeView(
      keyValues({ count: '212', ratio: 0.5, flag: 'true', empty: '', list: [1], text: '{"a":1}' }),
    );
    expect(view.number('count')).toBe(212);
    expect(view.text('ratio')).toBe('0.5');
    expect(view.bool('flag')).toBe(true);
    expect(view.text('empty')).toBeNull();
    expect(view.text('list')).toBeNull();
    expect(view.number('list')).toBeNull();
    expect(view.json('text')).toBe('{"a":1}');
    expect(view.parsed('text')).toEqual({ a: 1 });
    expect(view.text('__proto__')).toBeNull();
  });

  it('finds prefixes exactly as a look at every key would', () => {
    const key = fc
      .array(fc.constantFrom('a', 'ab', 'b', '.', '_', ':'), { maxLength: 6 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 12 }), key, (keys, prefix) => {
        const entries = keys.map((each) => ({ key: each, value: anyValue(each) }));
        const view = createAttributeView(entries);
        const expected = entries.filter((entry) => entry.key.startsWith(prefix));
        expect(view.withPrefix(prefix)).toEqual(expected);
        expect(view.hasPrefix(prefix)).toBe(expected.length > 0);
        for (const each of keys) expect(view.text(each)).toBe(each === '' ? null : each);
      }),
    );
  });
});
