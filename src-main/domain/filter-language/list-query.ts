/** Tells a filter from words, in what is typed into the box of the list. */
import type { FilterError, FilterNode } from './ast';
import { isEntity, resolveField } from './fields';
import { parseFilter } from './parse';
import { tokenize, wordOf, type Token } from './tokens';

export type ListQuery =
  | { readonly kind: 'all' }
  /** Words to look for, as they are. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'filter'; readonly tree: FilterNode }
  /** Meant as a filter. Places are those of the text as it was given. */
  | { readonly kind: 'error'; readonly errors: readonly FilterError[] };

/**
 * Reads what was typed. It is a filter where a field that there is stands before an operator, at
 * the beginning or after AND, OR, NOT or a parenthesis. Words that look so by chance can be put
 * into double quotes.
 */
export function readListQuery(text: string): ListQuery {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'all' };
  if (!looksLikeFilter(tokenize(trimmed))) {
    return { kind: 'text', text: withoutQuotes(trimmed) };
  }
  const parsed = parseFilter(text, 'app');
  if (!parsed.isValid) return { kind: 'error', errors: parsed.errors };
  return parsed.tree === null ? { kind: 'all' } : { kind: 'filter', tree: parsed.tree };
}

/** Quotes that only keep words from being a filter do not belong to the words. */
function withoutQuotes(text: string): string {
  const inner = /^"(.+)"$/s.exec(text)?.[1];
  return inner !== undefined && looksLikeFilter(tokenize(inner)) ? inner : text;
}

function looksLikeFilter(tokens: readonly Token[]): boolean {
  return tokens.some((token, at) => {
    const before = tokens[at - 1];
    const mayBegin = before === undefined || before.source === '(' || joints.has(wordOf(before));
    return mayBegin && isClause(token, tokens.slice(at + 1, at + 4));
  });
}

const joints: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT']);
const symbols: ReadonlySet<string> = new Set(['=', '==', '!=', '<>', '<', '<=', '>', '>=']);
const patternWords: ReadonlySet<string> = new Set(['LIKE', 'ILIKE', 'RLIKE']);

/** Whether a field stands before an operator; what is also English has to look like SQL. */
function isClause(token: Token, [next, second, third]: readonly Token[]): boolean {
  if (token.kind !== 'name') return false;
  const isDotted = token.parts.length > 1 && isEntity(token.parts[0]?.text ?? '');
  const isField = token.parts.length === 1 && !('unknown' in resolveField(token.parts, 'app'));
  if (!isDotted && !isField) return false;
  if (next === undefined) return false;
  if (symbols.has(next.source)) return true;
  const word = wordOf(next);
  const isKeyword = patternWords.has(word) || ['IN', 'IS', 'NOT'].includes(word);
  if (isDotted || !isKeyword) return isDotted && isKeyword;
  if (word === 'IS') {
    return wordOf(second) === 'NULL' || (wordOf(second) === 'NOT' && wordOf(third) === 'NULL');
  }
  const [operator, operand] = word === 'NOT' ? [wordOf(second), third] : [word, second];
  if (operator === 'IN') return operand?.source === '(';
  return patternWords.has(operator) && (operand?.kind === 'string' || operand?.kind === 'unclosed');
}
