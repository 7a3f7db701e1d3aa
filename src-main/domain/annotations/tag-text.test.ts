import { describe, expect, it } from 'vitest';

import { isolatedTag, readTag, tagText } from './tag-text';

describe('a tag that is typed', () => {
  it.each([
    ['v14', 'v14', ''],
    ['  two words ', 'two words', ''],
    ['env=prod', 'env', 'prod'],
    ['env = prod', 'env', 'prod'],
    ['env: prod', 'env', 'prod'],
    ['env:  two words', 'env', 'two words'],
    ['query=a=b', 'query', 'a=b'],
    ['url: a=b', 'url', 'a=b'],
    ['ns:label', 'ns:label', ''],
    ['https://example.org/a', 'https://example.org/a', ''],
    ['=odd', '=odd', ''],
    [': odd', ': odd', ''],
    ['env=', 'env', ''],
    ['מפתח=ערך', 'מפתח', 'ערך'],
  ])('reads %j', (text, key, value) => {
    expect(readTag(text)).toEqual({ tag: { key, value } });
  });

  it('says why it is none', () => {
    expect(readTag('  ')).toEqual({ tag: null, problem: '' });
    expect(readTag('mlflow.user=me').problem).toContain('mlflow.');
    expect(readTag('k'.repeat(251)).problem).toContain('250');
    expect(readTag(`k=${'v'.repeat(4097)}`).problem).toContain('4096');
  });
});

it('shows a label alone, and a key with its value', () => {
  expect(tagText({ key: 'v14', value: '' })).toBe('v14');
  expect(tagText({ key: 'env', value: 'prod' })).toBe('env=prod');
  expect(isolatedTag({ key: 'שלום', value: 'x' })).toBe('\u2068שלום\u2069=x');
});
