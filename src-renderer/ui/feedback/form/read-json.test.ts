import fc from 'fast-check';
import { expect, it } from 'vitest';

import { readJson } from './read-json';

it('takes what JSON is, and nothing else', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.nat(80), fc.constantFrom('', ',', '}', ' ', '"'), cut),
  );
  for (const text of ['{}', ' [ ] ', '{"a" : [1, -0.5e+3, "\\u00e4\\n", null]}', '"x"']) {
    expect(readJson(text)).toEqual({ value: JSON.parse(text) });
  }
});

function cut(json: string, at: number, sign: string): void {
  const text = `${json.slice(0, at)}${sign}${json.slice(at + 1)}`;
  const read = readJson(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    expect(read).toHaveProperty('problem');
    return;
  }
  if ('value' in read) expect(read.value).toEqual(value);
  else expect(read.problem).toMatch(/cannot be kept|too large|is there twice/);
}

it.each([
  ['[1 2]', 'A comma or ] is missing (line 1, column 4).'],
  ['[1,]', 'A value is expected before ] (line 1, column 4).'],
  ['{"a": ', 'A value is missing (line 1, column 7).'],
  ['[yes]', 'yes is no value; texts stand in double quotes (line 1, column 2).'],
  ['[01]', '01 is no value; texts stand in double quotes (line 1, column 2).'],
  ['["a\nb"]', 'This text is not closed, or has a sign that must be escaped (line 1, column 2).'],
  ['[]\n]', '] is too much here (line 2, column 1).'],
  ['['.repeat(200), 'It is nested too deeply (line 1, column 102).'],
])('says what is wrong with %j', (text, problem) => {
  expect(readJson(text)).toEqual({ problem });
});
