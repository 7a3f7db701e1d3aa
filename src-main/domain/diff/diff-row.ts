/** Two texts beside each other, line by line; JSON is written as lines first. */

export interface DiffPiece {
  readonly text: string;
  /** Differs from the line beside it. */
  readonly isMarked: boolean;
}

export interface DiffLine {
  /** From 1; 0 where lines have no number, as in JSON. */
  readonly number: number;
  readonly pieces: readonly DiffPiece[];
}

export interface DiffRow {
  /** `ignored`: differs in an id or a time. */
  readonly kind: 'same' | 'changed' | 'removed' | 'added' | 'ignored';
  /** Null where the other side alone has the line. */
  readonly a: DiffLine | null;
  readonly b: DiffLine | null;
}

/** A stretch without changes that is hidden at first. */
export interface DiffFold {
  readonly kind: 'fold';
  readonly linesA: readonly string[];
  /** Null where they are the same as those of A. */
  readonly linesB: readonly string[] | null;
  /** Number of the first line; 0 where lines have none. */
  readonly firstA: number;
  readonly firstB: number;
}

/** Texts of which no line could be paired in time: they stand beside each other as they are. */
export interface DiffApart {
  readonly kind: 'apart';
  readonly textA: string;
  readonly textB: string;
}

export type DiffBlock = DiffRow | DiffFold | DiffApart;

/** A line that is not compared word by word. */
export function plainLine(text: string, number = 0): DiffLine {
  return { number, pieces: [{ text, isMarked: false }] };
}

/** The text of a line. */
export function textOfLine(line: DiffLine | null): string {
  return line === null ? '' : line.pieces.map(({ text }) => text).join('');
}

/** Lines around a change that stay in sight. */
const CONTEXT = 3;
/** Fewer lines are not worth a click. */
const MIN_FOLDED = 4;

/**
 * Rows with long unchanged stretches folded.
 *
 * @param showsIgnored ids and times are a change like any other
 */
export function foldRows(rows: readonly DiffRow[], showsIgnored: boolean): (DiffRow | DiffFold)[] {
  const isQuiet = (at: number): boolean => {
    const kind = rows[at]?.kind;
    return kind === 'same' || (kind === 'ignored' && !showsIgnored);
  };
  const folded: (DiffRow | DiffFold)[] = [];
  for (let at = 0; at < rows.length;) {
    const from = at;
    while (at < rows.length && isQuiet(at)) at++;
    const foldFrom = from === 0 ? 0 : from + CONTEXT;
    const foldTo = at === rows.length ? at : at - CONTEXT;
    if (foldTo - foldFrom >= MIN_FOLDED) {
      folded.push(...rows.slice(from, foldFrom), foldOf(rows.slice(foldFrom, foldTo)));
      folded.push(...rows.slice(foldTo, at));
    } else folded.push(...rows.slice(from, at));
    for (; at < rows.length && !isQuiet(at); at++) folded.push(rows[at] as DiffRow);
  }
  return folded;
}

function foldOf(rows: readonly DiffRow[]): DiffFold {
  const linesA = rows.map(({ a }) => textOfLine(a));
  const isSame = rows.every(({ kind }) => kind === 'same');
  return {
    kind: 'fold',
    linesA,
    linesB: isSame ? null : rows.map(({ b }) => textOfLine(b)),
    firstA: rows[0]?.a?.number ?? 0,
    firstB: rows[0]?.b?.number ?? 0,
  };
}

/** The rows that a fold hides. */
export function unfold({ linesA, linesB, firstA, firstB }: DiffFold): DiffRow[] {
  return linesA.map((text, at) => {
    const other = linesB?.[at] ?? text;
    return {
      kind: other === text ? 'same' : 'ignored',
      a: plainLine(text, firstA === 0 ? 0 : firstA + at),
      b: plainLine(other, firstB === 0 ? 0 : firstB + at),
    };
  });
}
