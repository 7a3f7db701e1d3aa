/** Two lines word by word. */
import { diffArrays } from 'diff';

import type { DiffPiece } from './diff-row';

export interface WordDiff {
  readonly a: readonly DiffPiece[];
  readonly b: readonly DiffPiece[];
  /** Of the characters of both but spaces, how many are in both: from 0 to 1. */
  readonly likeness: number;
}

/**
 * Words, numbers, spaces and signs. Scripts that put no spaces between words go sign by sign.
 */
const token =
  /\d+(?:[.,]\d+)+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}_])+|\s+|\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|[\p{M}\p{Emoji_Modifier}])*|[^]/gu;

/** @returns null where more than `maxEdits` words would have to be taken out and put in */
export function diffWords(a: string, b: string, maxEdits: number): WordDiff | null {
  const changes = diffArrays(a.match(token) ?? [], b.match(token) ?? [], {
    maxEditLength: maxEdits,
  });
  if (changes === undefined) return null;
  const [piecesA, piecesB]: [DiffPiece[], DiffPiece[]] = [[], []];
  let commonLength = 0;
  changes.forEach(({ value, added, removed }, at) => {
    const text = value.join('');
    const isSame = !added && !removed;
    if (isSame) commonLength += lengthOf(text);
    // A space between two words that changed belongs to them.
    const isBetween = at > 0 && at < changes.length - 1 && text.trim() === '';
    if (!added) addPiece(piecesA, text, removed || (isSame && isBetween && marked(piecesA)));
    if (!removed) addPiece(piecesB, text, added || (isSame && isBetween && marked(piecesB)));
  });
  const length = lengthOf(a) + lengthOf(b);
  return {
    a: piecesA,
    b: piecesB,
    likeness: length === 0 ? 1 : (2 * commonLength) / length,
  };
}

function lengthOf(text: string): number {
  return text.replace(/\s+/g, '').length;
}

function marked(pieces: readonly DiffPiece[]): boolean {
  return pieces.at(-1)?.isMarked === true;
}

function addPiece(pieces: DiffPiece[], text: string, isMarked: boolean): void {
  const last = pieces.at(-1);
  if (last?.isMarked !== isMarked) pieces.push({ text, isMarked });
  else pieces[pieces.length - 1] = { text: last.text + text, isMarked };
}
