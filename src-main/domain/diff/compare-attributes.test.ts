import { expect, it } from 'vitest';

import type { AnyValue, KeyValue } from '../otlp/model';
import { compareAttributes } from './compare-attributes';

const text = (key: string, value: string): KeyValue => ({ key, value: { type: 'string', value } });
const told = (a: readonly KeyValue[], b: readonly KeyValue[]) =>
  compareAttributes(a, b).map(({ key, before, after, isSame, isVolatile }) => {
    const sides = before === null ? 'B' : after === null ? 'A' : isSame ? '=' : '≠';
    return `${key} ${sides}${isVolatile ? ' volatile' : ''}`;
  });

it('pairs by key, in the order of A, then what B alone has', () => {
  expect(
    told(
      [text('a', '1'), text('b', '1'), text('c', '1')],
      [text('d', '1'), text('c', '2'), text('a', '1')],
    ),
  ).toEqual(['a =', 'b A', 'c ≠', 'd B']);
});

it('pairs repeated keys one by one', () => {
  expect(told([text('a', '1'), text('a', '2')], [text('a', '1')])).toEqual(['a =', 'a A']);
});

it('marks ids and times', () => {
  expect(
    told(
      [text('gen_ai.response.id', 'x'), text('note', 'call_abc123 failed'), text('n', 'a')],
      [text('gen_ai.response.id', 'y'), text('note', 'call_def456 failed'), text('n', 'b')],
    ),
  ).toEqual(['gen_ai.response.id ≠ volatile', 'note ≠ volatile', 'n ≠']);
});

it('compares values of every type by what they hold', () => {
  const values: AnyValue[] = [
    { type: 'empty' },
    { type: 'string', value: '1' },
    { type: 'bool', value: true },
    { type: 'int', value: 1n },
    { type: 'double', value: 1 },
    { type: 'bytes', value: new Uint8Array([1]) },
    { type: 'array', values: [{ type: 'int', value: 1n }] },
    { type: 'kvlist', entries: [text('a', '1')] },
    { type: 'truncated' },
  ];
  for (const a of values) {
    for (const b of values) {
      const [pair] = compareAttributes(
        [{ key: 'k', value: a }],
        [{ key: 'k', value: structuredClone(b) }],
      );
      expect(pair?.isSame).toBe(a === b);
    }
  }
});
