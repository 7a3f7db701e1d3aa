import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Comparison, Dialect, FilterNode, Operator } from './ast';
import { operatorsOf, resolveField } from './fields';
import { matchesLike, parseLike, toGlob, toSqlLike } from './like-pattern';
import { readListQuery } from './list-query';
import { parseFilter } from './parse';
import { printField, printFilter } from './print';
import { recordedFilters } from './test-support/recorded-searches';
import { tokenize } from './tokens';

const pieces = fc.constantFrom(
  'status',
  'name',
  'tag.env',
  'span.name',
  'span.attributes.`a b`',
  'feedback.x',
  'text',
  '=',
  '!=',
  '<>',
  '>',
  'LIKE',
  'ILIKE',
  'RLIKE',
  'IN',
  'NOT',
  'IS',
  'NULL',
  'AND',
  'OR',
  '(',
  ')',
  ',',
  "'OK'",
  '"a"',
  "'",
  '`',
  '"',
  '.',
  '1',
  '-2.5',
  'x',
  '%',
  ';',
  '\n',
  '😀',
  'ä',
);
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(pieces, { maxLength: 15 }).map((each) => each.join(' ')),
  fc.array(pieces, { maxLength: 15 }).map((each) => each.join('')),
  fc.constantFrom(...recordedFilters.map(([filter]) => filter)),
);
const dialects = fc.constantFrom<Dialect>('app', 'mlflow');

describe('any text', () => {
  it('is cut into tokens that cover it in order', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        for (const { from, to, source } of tokenize(text)) {
          expect(text.slice(at, from).trim()).toBe('');
          expect(text.slice(from, to)).toBe(source);
          at = to;
        }
        expect(at).toBe(text.length);
      }),
    );
  });

  it('is read, or told what is wrong at places that it has', () => {
    fc.assert(
      fc.property(texts, dialects, (text, dialect) => {
        const parsed = parseFilter(text, dialect);
        if (parsed.isValid) return;
        expect(parsed.errors.length).toBeGreaterThan(0);
        for (const { from, to, message } of parsed.errors) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is all, words, a filter or a mistake in the box of the list', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const query = readListQuery(text);
        expect(query.kind === 'all').toBe(text.trim() === '');
        if (query.kind === 'filter') expect(printFilter(query.tree)).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});

const keys = fc.oneof(fc.stringMatching(/^\w{1,5}(\.\w{1,5}){0,2}$/), fc.string({ minLength: 1 }));
const names = fc.oneof(
  fc.constantFrom('status', 'name', 'timestamp_ms', 'tokens', 'model', 'trace_id', 'prompt'),
  fc.constantFrom('text', 'issue.id', 'span.name', 'span.type', 'span.status', 'span.content'),
  fc
    .tuple(fc.constantFrom('tag', 'metadata', 'feedback', 'expectation', 'span.attributes'), keys)
    .map(([entity, key]) => `${entity}.\`${key.replaceAll('`', '``')}\``),
);
const values = fc.oneof(fc.string(), fc.constantFrom('OK', 'LLM', 'a/1', "it's", '"q"'));
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);

/** Any comparison that the field takes and whose value the app takes as it is. */
const comparisons = fc
  .tuple(names, fc.nat(), values, fc.array(values, { minLength: 1, maxLength: 3 }), numbers)
  .chain(([name, pick, text, list, number]) => {
    const [token] = tokenize(name);
    const resolved = token?.kind === 'name' ? resolveField(token.parts, 'app') : null;
    if (resolved === null || 'unknown' in resolved) throw new Error(`${name} is no field`);
    const operators = operatorsOf(resolved.type, 'app');
    const operator = operators[pick % operators.length] as Operator;
    const test = testOf(operator, resolved.type, text, list, number);
    return fc.constant({ kind: 'comparison', field: resolved.field, test } as Comparison);
  })
  .filter((comparison) => parseFilter(printFilter(comparison), 'app').isValid);

function testOf(
  operator: Operator,
  type: string,
  text: string,
  list: readonly string[],
  number: number,
): object {
  if (operator.startsWith('IS')) return { operator };
  if (operator === 'IN' || operator === 'NOT IN') return { operator, texts: list };
  const isOrder = operator.startsWith('<') || operator.startsWith('>');
  return type === 'number' || isOrder ? { operator, number } : { operator, text };
}

const { tree } = fc.letrec<{ tree: FilterNode }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    comparisons,
    tie('tree').map((node): FilterNode => ({ kind: 'not', node })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, nodes]): FilterNode => ({ kind, nodes })),
  ),
}));

describe('any tree', () => {
  it('is written so that it reads back the same', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const printed = printFilter(node);
        const first = parseFilter(printed, 'app');
        expect(first.isValid).toBe(true);
        const read = first.isValid ? first.tree : null;
        // States and ids are read in one form, after which they stay.
        expect(read === null ? '' : printFilter(read).toLowerCase()).toBe(printed.toLowerCase());
        const again = read === null ? null : parseFilter(printFilter(read), 'app');
        expect(again?.isValid === true ? again.tree : null).toEqual(read);
      }),
    );
  });

  it('has names of fields that read back the same', () => {
    fc.assert(
      fc.property(comparisons, ({ field }) => {
        const [token] = tokenize(printField(field));
        expect(token?.kind === 'name' && resolveField(token.parts, 'app')).toMatchObject({ field });
      }),
    );
  });
});

describe('patterns', () => {
  const units = fc.constantFrom('a', 'b', '%', '_', '\\', '*', '?', '[', ']', '😀', 'é');
  const patterns = fc.array(units, { maxLength: 8 }).map((each) => each.join(''));

  /** The same by a regular expression. */
  function asRegex(pattern: string): RegExp {
    const source = parseLike(pattern).map((part) => {
      if (part === '%') return '[^]*';
      return part === '_' ? '[^]' : part.text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    });
    return new RegExp(`^${source.join('')}$`, 'u');
  }

  it('match as the regular expression of the same meaning', () => {
    fc.assert(
      fc.property(patterns, patterns, (pattern, text) => {
        expect(matchesLike(parseLike(pattern), text)).toBe(asRegex(pattern).test(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('take a backslash away only before what it is for', () => {
    expect(parseLike('100\\%_\\\\%C:\\x')).toEqual([
      { text: '100%' },
      '_',
      { text: '\\' },
      '%',
      { text: 'C:\\x' },
    ]);
  });

  it('are written for SQLite', () => {
    const parts = parseLike('a*[b]?%\\%_');
    expect(toGlob(parts)).toBe('a[*][[]b][?]*%?');
    expect(toSqlLike(parts)).toBe('a*[b]?%\\%_');
  });

  it('take no longer for texts that almost match', () => {
    expect(matchesLike(parseLike('%a%a%a%a%a%a%a%a%b'), 'a'.repeat(20_000))).toBe(false);
  });
});
