/**
 * Conditions "contains this text, whatever its case" and "begins with this id". SQLite's LIKE
 * folds the case of ASCII letters only, so other texts go through a function of ours.
 */
import { foldCase } from './fold-case';

/** Shorter texts are words far more often than the beginning of an id. */
const MIN_ID_DIGITS = 4;

/** The values that the conditions below refer to, by name. */
export interface TextValues {
  readonly text: string;
  readonly jsonText: string;
  readonly idFrom: Uint8Array;
  readonly idTo: Uint8Array;
}

export interface TextMatch {
  readonly values: TextValues;
  /** SQL that is true where the column contains the text. */
  contains(column: string): string;
  /** The same for a column that holds a JSON array of strings. */
  someContains(column: string): string;
  /** SQL that is true where the id begins with the text; never where the text is no such hex. */
  idBegins(column: string): string;
}

/** @param idBytes length of the ids that the text may be the beginning of */
export function textMatch(text: string, idBytes: number): TextMatch {
  // LIKE will do for ASCII and for characters without case; its pattern would end at a NUL.
  const isFoldedByLike = /^[\0-\x7f]*$/.test(text) || text.toLowerCase() === text.toUpperCase();
  const isLike = isFoldedByLike && !text.includes('\0');
  const contains = (column: string): string =>
    isLike ? `${column} LIKE :text ESCAPE '\\'` : `contains_folded(${column}, :text)`;
  const isId = text.length >= MIN_ID_DIGITS && text.length <= idBytes * 2 && isHex(text);
  const idText = isId ? text : '';
  return {
    values: {
      text: isLike ? likePattern(text) : foldCase(text),
      jsonText: likePattern(JSON.stringify(text).slice(1, -1)),
      idFrom: Buffer.from(idText.padEnd(idBytes * 2, '0'), 'hex'),
      idTo: Buffer.from(idText.padEnd(idBytes * 2, 'f'), 'hex'),
    },
    contains,
    someContains: (column) => {
      const some = `EXISTS (SELECT 1 FROM json_each(${column}) WHERE ${contains('value')})`;
      // Looking through the JSON as it stands spares most rows the parsing.
      return isLike ? `(${column} LIKE :jsonText ESCAPE '\\' AND ${some})` : some;
    },
    idBegins: (column) => (isId ? `${column} BETWEEN :idFrom AND :idTo` : 'FALSE'),
  };
}

function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function isHex(text: string): boolean {
  return /^[0-9a-f]+$/i.test(text);
}
