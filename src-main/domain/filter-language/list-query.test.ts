import { describe, expect, it } from 'vitest';

import { readListQuery } from './list-query';

describe('the box of the list', () => {
  it.each([
    'error',
    'gpt-4o',
    'status',
    'status ok',
    'name of x',
    'name is alice',
    'name like that',
    'status in progress',
    'model not found',
    'user not in list',
    'a = b',
    'foo.bar = 1',
    '"status"',
    "'status' = 1",
    'what is the cost > of this',
    'called with model=gpt-4o',
    'Tom and Jerry',
    'model:gpt',
    'https://host/path?a=b&c=d',
    '{"status": "ok"}',
    'f(x) = y',
    'span',
    'tag.env',
    '0af7651916cd43dd',
    'SELECT * FROM trace',
  ])('takes as words: %s', (text) => {
    expect(readListQuery(` ${text} `)).toEqual({ kind: 'text', text });
  });

  it.each([
    "tag.env = 'dev'",
    'status=error',
    'NOT (status = ok)',
    '((cost > 1))',
    'model = gpt-4o',
    "name LIKE 'a%'",
    "name not like 'a%'",
    'status IN (ok, error)',
    'session IS NULL',
    'user is not null',
    "span.attributes.x LIKE '%a%' OR errors > 0",
    'feedback.helpful = true',
  ])('takes as a filter: %s', (text) => {
    expect(readListQuery(` ${text} `)).toMatchObject({ kind: 'filter' });
  });

  it.each([
    'status =',
    "status = 'o",
    'tag.env LIKE',
    'span.nope = 1',
    "error AND status = 'OK'",
    '(cost > 1',
    'cost > much',
    "name LIKE 'a",
  ])('takes as a filter that is not right: %s', (text) => {
    expect(readListQuery(text)).toMatchObject({ kind: 'error' });
  });

  it('tells places in the text as it was given', () => {
    expect(readListQuery('  status = bad')).toMatchObject({ errors: [{ from: 11, to: 14 }] });
  });

  it('is empty', () => {
    expect(readListQuery(' \n')).toEqual({ kind: 'all' });
  });

  it('looks for words that look like a filter where they are in double quotes', () => {
    expect(readListQuery('"status = bad"')).toEqual({ kind: 'text', text: 'status = bad' });
    expect(readListQuery('"two words"')).toEqual({ kind: 'text', text: '"two words"' });
  });
});
