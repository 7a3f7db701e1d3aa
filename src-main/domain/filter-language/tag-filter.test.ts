import fc from 'fast-check';
import { expect, it } from 'vitest';

import { readListQuery } from './list-query';
import { narrowedTo, tagFilter } from './tag-filter';

it('makes a filter of a tag', () => {
  expect(tagFilter({ key: 'env', value: "it's" })).toBe("tag.env = 'it''s'");
  expect(tagFilter({ key: 'v14', value: '' })).toBe('tag.v14 IS NOT NULL');
  expect(tagFilter({ key: 'pr-482 `x`', value: '' })).toBe('tag.`pr-482 ``x``` IS NOT NULL');
});

it('is read as the tag that it was made of, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (key, value) => {
      expect(readListQuery(tagFilter({ key, value }))).toMatchObject({
        kind: 'filter',
        tree: { kind: 'comparison', field: { of: 'tag', key } },
      });
    }),
  );
});

it.each([
  ['', "tag.env = 'dev'"],
  ['some words', "tag.env = 'dev'"],
  ["status = 'ERROR'", "status = 'ERROR' AND tag.env = 'dev'"],
  ['status = ok OR status = error ', "(status = ok OR status = error) AND tag.env = 'dev'"],
  ["status = error AND tag.env = 'dev'", "status = error AND tag.env = 'dev'"],
])('narrows %j to a tag', (text, narrowed) => {
  expect(narrowedTo(text, tagFilter({ key: 'env', value: 'dev' }))).toBe(narrowed);
});
