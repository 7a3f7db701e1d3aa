import { expect, it } from 'vitest';

import { wordsHint } from './words-hint';

it('tells which field was meant', () => {
  expect(wordsHint('statsu = error')).toEqual({
    name: 'statsu',
    field: 'status',
    filter: 'status = error',
  });
  expect(wordsHint('NOT (durtion > 2s)')?.filter).toBe('NOT (duration > 2s)');
});

it('says of a name that is near none that it is no field', () => {
  expect(wordsHint('bogus = 1')).toEqual({ name: 'bogus', field: null, filter: null });
});

it('offers what only is a filter', () => {
  expect(wordsHint('statsu > 3')).toEqual({ name: 'statsu', field: 'status', filter: null });
});

it('knows what is looked for by a word', () => {
  expect(wordsHint(' Error ')?.filter).toBe('status = error');
});

it.each(['', 'status = error', 'status =', 'connection refused', 'how is a = b', 'bogus =', 'a'])(
  'has nothing to say of %j',
  (text) => expect(wordsHint(text)).toBeNull(),
);
