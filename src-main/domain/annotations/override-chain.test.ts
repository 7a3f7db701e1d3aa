import { expect, it } from 'vitest';

import type { TraceId } from '../units';
import { SESSION_METADATA, type Assessment } from './assessment';
import { entriesOf, scopeOf } from './override-chain';

function made(id: string, overrides: string | null = null, isValid = true): Assessment {
  return {
    id,
    traceId: '0af7651916cd43dd8448eb211c80319c' as TraceId,
    spanId: null,
    name: 'score',
    kind: 'feedback',
    value: 1,
    error: null,
    rationale: null,
    source: { type: 'HUMAN', id: 'you' },
    metadata: {},
    overrides,
    isValid,
    createdMs: 0,
    updatedMs: 0,
    origin: 'app',
  };
}

const shape = (...all: readonly Assessment[]): unknown =>
  entriesOf(all).map(({ assessment, earlier }) => [assessment.id, earlier.map(({ id }) => id)]);

it('has what holds, with what it stands in place of', () => {
  expect(shape(made('a', null, false), made('b', 'a', false), made('x'), made('c', 'b'))).toEqual([
    ['x', []],
    ['c', ['b', 'a']],
  ]);
});

it('loses none that was set invalid, and ends where the one before is gone or leads back', () => {
  expect(shape(made('a', null, false))).toEqual([['a', []]]);
  expect(shape(made('b', 'gone'))).toEqual([['b', []]]);
  expect(shape(made('a', 'b'), made('b', 'a'))).toEqual([
    ['a', ['b']],
    ['b', ['a']],
  ]);
});

it('knows what each is about', () => {
  expect(scopeOf(made('a'))).toBe('trace');
  expect(scopeOf({ ...made('a'), metadata: { [SESSION_METADATA]: 's' } })).toBe('session');
  expect(scopeOf({ ...made('a'), spanId: '00f067aa0ba902b7' as never })).toBe('span');
});
