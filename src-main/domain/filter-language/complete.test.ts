import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { completeFilter, nameOption } from './complete';
import { fieldNames } from './fields';
import { parseFilter } from './parse';
import { tokenize } from './tokens';

/** What is offered where the bar stands. */
function offered(marked: string) {
  const caret = marked.indexOf('|');
  return completeFilter(marked.replace('|', ''), caret);
}

describe('what may come next', () => {
  it.each<[string, readonly string[]]>([
    ['sta|', ['status']],
    ['NOT (dur|', ['duration']],
    ["status = 'OK' and span.st|", ['span.status']],
    ['status |', ['=', '!=', 'LIKE', 'ILIKE', 'RLIKE', 'IN', 'NOT IN', 'IS NULL', 'IS NOT NULL']],
    ['cost >| 5', ['>=']],
    ['status = |', ["'OK'", "'ERROR'", "'IN_PROGRESS'"]],
    ["status = 'e|", ["'ERROR'"]],
    ['status IN (ok, r|', []],
    ['status IN (ok, e|', ["'ERROR'"]],
    ['span.type = ch|', ["'CHAIN'", "'CHAT_MODEL'"]],
    ['tag.x IS |', ['NULL', 'NOT NULL']],
    ["status = 'OK' |", ['AND', 'OR']],
    ["status = 'OK' a|", ['AND']],
    ['zzz|', []],
    ['zzz = |', []],
  ])('%s', (marked, options) => {
    expect(offered(marked)?.options ?? []).toEqual(options);
  });

  it('is known by the store where names are', () => {
    expect(offered('tag.e|')).toMatchObject({ from: 0, to: 5, stored: { of: 'tag' } });
    expect(offered('cost > 1 OR feedback.|')).toMatchObject({ stored: { of: 'feedback' } });
    expect(offered('tag.env = d|')).toMatchObject({
      typed: 'd',
      stored: { of: 'tagValue', key: 'env' },
    });
  });

  it('says where plain words are as likely', () => {
    expect(offered('mod|')?.isStart).toBe(true);
    expect(offered('cost > 1 AND mod|')?.isStart).toBe(false);
  });

  it('has names that read back', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const parsed = parseFilter(`${nameOption('tag', name)} IS NULL`, 'app');
        expect(parsed).toMatchObject({ tree: { field: { of: 'tag', key: name } } });
      }),
    );
  });

  it('has fields that there are', () => {
    for (const name of fieldNames) {
      const whole = name.endsWith('.') ? `${name}x` : name;
      expect(tokenize(whole)).toHaveLength(2);
      const parsed = parseFilter(`${whole} = 'a/1'`, 'app');
      const errors = parsed.isValid ? [] : parsed.errors;
      expect(errors.filter(({ from }) => from === 0)).toEqual([]);
    }
  });

  it('is never past the caret, whatever there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, at) => {
        const caret = at % (text.length + 1);
        const completion = completeFilter(text, caret);
        if (completion === null) return;
        expect(completion.to).toBe(caret);
        expect(text.slice(completion.from, caret)).toBe(completion.typed);
      }),
    );
  });
});
