/** Tests of one value as SQL. A value that is missing passes none of them but IS NULL. */
import type {
  FilterTest,
  ListTest,
  NullTest,
  NumberTest,
  TextTest,
} from '@domain/filter-language/ast';
import { parseLike, toGlob, toSqlLike } from '@domain/filter-language/like-pattern';
import { foldCase } from '../fold-case';
import type { Binder } from './binder';

/** SQL that is true where a column that holds one value, or null, passes. */
export function valueTest(column: string, test: FilterTest, binder: Binder): string {
  if ('number' in test) return numberTest(column, test, binder);
  if ('text' in test) return textTest(column, test, binder);
  if ('texts' in test) return listTest(column, test, binder);
  return nullTest(column, test);
}

/**
 * The same for values of which a trace may have several: `values` is what follows FROM, `column`
 * one of them. Those with NOT ask that there are some and none is like that.
 */
export function someValueTest(
  values: string,
  column: string,
  test: FilterTest,
  binder: Binder,
): string {
  const some = `EXISTS (SELECT 1 FROM ${values})`;
  if (test.operator === 'IS NOT NULL') return some;
  if (test.operator === 'IS NULL') return `NOT ${some}`;
  const positive = withoutNot(test);
  const found = `EXISTS (SELECT 1 FROM ${values} WHERE ${valueTest(column, positive ?? test, binder)})`;
  return positive === null ? found : `(${some} AND NOT ${found})`;
}

/** What the test denies; null where it denies nothing. */
function withoutNot(test: FilterTest): FilterTest | null {
  if (test.operator === '!=') return { ...test, operator: '=' };
  return test.operator === 'NOT IN' ? { ...test, operator: 'IN' } : null;
}

function numberTest(column: string, { operator, number }: NumberTest, binder: Binder): string {
  return `coalesce(${column} ${operator} ${binder.add(number)}, FALSE)`;
}

function nullTest(column: string, { operator }: NullTest): string {
  return `(${column} ${operator})`;
}

function listTest(column: string, { operator, texts }: ListTest, binder: Binder): string {
  const list = binder.add(JSON.stringify(texts));
  return `coalesce(${column} ${operator} (SELECT value FROM json_each(${list})), FALSE)`;
}

function textTest(column: string, { operator, text }: TextTest, binder: Binder): string {
  return `coalesce(${textMatches(column, { operator, text }, binder)}, FALSE)`;
}

function textMatches(column: string, { operator, text }: TextTest, binder: Binder): string {
  switch (operator) {
    case '=':
    case '!=':
      return `${column} ${operator} ${binder.add(text)}`;
    case 'RLIKE':
      return `matches_regex(${column}, ${binder.add(text)})`;
    case 'LIKE':
    case 'ILIKE':
      return patternMatches(column, text, operator === 'ILIKE', binder);
  }
}

/** SQLite's own where it will do: its patterns end at a NUL, and it folds ASCII letters only. */
function patternMatches(column: string, text: string, folds: boolean, binder: Binder): string {
  const parts = parseLike(text);
  if (!text.includes('\0')) {
    if (!folds) return `${column} GLOB ${binder.add(toGlob(parts))}`;
    const isFoldedByLike = /^[\0-\x7f]*$/.test(text) || foldCase(text) === text.toUpperCase();
    if (isFoldedByLike) return `${column} LIKE ${binder.add(toSqlLike(parts))} ESCAPE '\\'`;
  }
  return `matches_pattern(${column}, ${binder.add(text)}, ${folds ? 1 : 0})`;
}

/**
 * Texts that a text may stand for: itself and, where it is a JSON text, what that holds. MLflow
 * keeps some values with their quotes, so filters are written with them (mlflow.md §1).
 */
export function withJsonText(test: FilterTest): FilterTest {
  const isEquality = 'text' in test && (test.operator === '=' || test.operator === '!=');
  if (!isEquality || !test.text.startsWith('"')) return test;
  const inner = jsonText(test.text);
  if (inner === null) return test;
  return { operator: test.operator === '=' ? 'IN' : 'NOT IN', texts: [test.text, inner] };
}

/** The text that a JSON text holds; null for anything else. */
export function jsonText(json: string): string | null {
  if (!json.startsWith('"')) return null;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
