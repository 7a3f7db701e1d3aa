import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { message, toolCall, toolResult } from '../facets/test-support/span-facets';
import type { Message } from '../messages';
import { pairParts } from './pair-parts';

const told = (a: readonly Message[], b: readonly Message[]) =>
  pairParts(a, b).map(({ label, before, after }) => [label.name ?? label.type, before, after]);

const anyMessages = fc.array(
  fc.oneof(
    fc.constantFrom('Hi', 'Hello', 'Bye').map((text) => message('user', text)),
    fc
      .tuple(fc.constantFrom('read', 'write'), fc.integer({ min: 0, max: 2 }))
      .map(([name, n]) => message('assistant', [toolCall(name, { n })])),
    fc.constantFrom('ok', 'failed').map((text) => message('tool', [toolResult(text)])),
  ),
  { maxLength: 8 },
);

describe('pairParts', () => {
  it('puts every part of both sides into one pair', () => {
    const valuesOf = (messages: readonly Message[]) =>
      told(messages, messages).map(([, value]) => value);
    fc.assert(
      fc.property(anyMessages, anyMessages, (a, b) => {
        const pairs = told(a, b);
        const plain = (value: unknown) =>
          typeof value === 'object' && value !== null && 'arguments' in value
            ? value.arguments
            : value;
        const sideOf = (side: 1 | 2) =>
          pairs.flatMap((pair) => (pair[side] === null ? [] : [plain(pair[side])]));
        const sorted = (values: readonly unknown[]) => values.map((v) => JSON.stringify(v)).sort();
        expect(sorted(sideOf(1))).toEqual(sorted(valuesOf(a)));
        expect(sorted(sideOf(2))).toEqual(sorted(valuesOf(b)));
      }),
    );
  });

  it('pairs what is the same around what was put in', () => {
    const [hi, bye] = [message('user', 'Hi'), message('user', 'Bye')];
    expect(told([hi, bye], [hi, message('user', 'And?'), bye])).toEqual([
      ['text', 'Hi', 'Hi'],
      ['text', null, 'And?'],
      ['text', 'Bye', 'Bye'],
    ]);
  });

  it('pairs what both say in another order: tools that ran at once end as they will', () => {
    const [one, two] = ['one', 'two'].map((text) => message('tool', [toolResult(text)]));
    expect(told([one!, two!], [two!, one!])).toHaveLength(2);
    for (const [, before, after] of told([one!, two!], [two!, one!])) expect(before).toBe(after);
  });

  it('pairs calls by their tool, also where another one was called before', () => {
    const read = (path: string) => toolCall('read', { path });
    const list = toolCall('list', {});
    expect(
      told([message('assistant', [read('a')])], [message('assistant', [list, read('b')])]),
    ).toEqual([
      ['list', null, {}],
      ['read', { path: 'a' }, { path: 'b' }],
    ]);
  });

  it('tells that another tool was called', () => {
    const [a, b] = [toolCall('search', { q: 1 }), toolCall('read', { q: 1 })];
    expect(told([message('assistant', [a])], [message('assistant', [b])])).toEqual([
      ['read', { name: 'search', arguments: { q: 1 } }, { name: 'read', arguments: { q: 1 } }],
    ]);
  });
});
