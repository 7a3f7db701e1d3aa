/** What words were most likely meant as, where they look like a filter and are none. */
import { fieldNames, resolveField } from './fields';
import { readListQuery } from './list-query';
import { tokenize, wordOf, type Token } from './tokens';
import { nearestOf } from './wording';

export interface WordsHint {
  /** What stands where a field would; null where a field's value alone was typed. */
  readonly name: string | null;
  /** The filter that was most likely meant; null where none is near. */
  readonly filter: string | null;
  /** The field that is near the name; null where none is. */
  readonly field: string | null;
}

const symbols: ReadonlySet<string> = new Set(['=', '==', '!=', '<>', '<', '<=', '>', '>=']);
const joints: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT']);

/** Null where the text is a filter, or words that look like nothing else. */
export function wordsHint(text: string): WordsHint | null {
  const trimmed = text.trim();
  if (readListQuery(trimmed).kind !== 'text') return null;
  if (/^(?:errors?|failed|failures?)$/i.test(trimmed)) {
    return { name: null, filter: 'status = error', field: 'status' };
  }
  const tokens = tokenize(trimmed);
  const at = tokens.findIndex((_, index) => isComparison(tokens, index));
  const token = tokens[at];
  if (token?.kind !== 'name' || !('unknown' in resolveField(token.parts, 'app'))) return null;
  const field = nearestOf(token.source, fieldNames);
  const meant =
    field === null ? '' : trimmed.slice(0, token.from) + field + trimmed.slice(token.to);
  const isFilter = readListQuery(meant).kind === 'filter';
  return { name: token.source, filter: isFilter ? meant : null, field };
}

/** Whether a name stands before an operator and a value, at the beginning or after AND and so on. */
function isComparison(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const [token, operator, value] = tokens.slice(at, at + 3);
  const mayBegin = before === undefined || before.source === '(' || joints.has(wordOf(before));
  return (
    mayBegin &&
    token?.kind === 'name' &&
    operator !== undefined &&
    symbols.has(operator.source) &&
    value !== undefined &&
    value.kind !== 'end'
  );
}
