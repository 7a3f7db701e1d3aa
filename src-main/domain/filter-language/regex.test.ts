import { describe, expect, it } from 'vitest';

import { compileRegex, regexDegree } from './regex';

describe('a regular expression', () => {
  it.each([
    ['^ag', 'agent', true],
    ['(?i)^AG', 'agent', true],
    ['(?s)a.b', 'a\nb', true],
    ['(?P<word>a+)b', 'aab', true],
    ['\\Aend\\Z', 'end', true],
    ['\\\\A', 'xA', false],
    ['\\_x', 'a_x', true],
    ['^.$', '😀', true],
  ])('%s on %j', (pattern, text, isFound) => {
    expect(compileRegex(pattern)?.test(text)).toBe(isFound);
  });

  it.each(['[', '(', 'a**', '(?i'])('is not %s', (pattern) => {
    expect(compileRegex(pattern)).toBeNull();
  });
});

describe('how long it may take', () => {
  it.each([
    ['abc', 1],
    ['^a.*b$', 2],
    ['a+[*+?]b+', 3],
    ['\\(a\\)\\+', 1],
    ['(?:a|b)c', 2],
    ['a?b?c{2}', 4],
  ])('%s is of the power %i', (pattern, degree) => {
    expect(regexDegree(pattern)).toBe(degree);
  });

  it.each(['(a+)+$', '(a|a)*b', '(a*)?b', '(.{1,100}){1,100}', '(a)\\1', '(?<x>a)\\k<x>'])(
    '%s may take forever',
    (pattern) => {
      expect(regexDegree(pattern)).toBe(Number.POSITIVE_INFINITY);
    },
  );
});
