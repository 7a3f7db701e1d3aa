/** Two texts line by line, and lines that were changed word by word. */
import { commonOfLong } from './common-items';
import { plainLine, type DiffLine, type DiffRow } from './diff-row';
import { diffWords } from './diff-words';
import { likenessOfLines, pairLines } from './pair-lines';

/** How finely two texts could be compared in the work allowed for it. */
export type TextDiffLevel = 'words' | 'lines' | 'tooDifferent';

export interface TextDiff {
  /** Empty where they are too different. */
  readonly rows: readonly DiffRow[];
  readonly level: TextDiffLevel;
}

/**
 * The work allowed. It is counted and not timed, so that the same texts always give the same: the
 * time goes with the length of the texts and the square of these.
 */
export interface TextDiffBudget {
  /** Lines to take out and put in. */
  readonly lineEdits: number;
  /** Words to take out and put in, of one line. */
  readonly wordEdits: number;
  /** Lines that are compared word by word. */
  readonly wordLines: number;
}

export const textDiffBudget: TextDiffBudget = { lineEdits: 3000, wordEdits: 600, wordLines: 600 };

/** Line ends and which of them (`\n`, `\r\n`) make no difference. */
export function diffText(
  textA: string,
  textB: string,
  budget: TextDiffBudget = textDiffBudget,
): TextDiff {
  return diffLines(linesOfText(textA), linesOfText(textB), { first: 1, budget });
}

/** The lines of a text, without their ends. A line end at its very end begins no line. */
export function linesOfText(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(/\r?\n/);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
}

/** @param first number of the first line; 0 where lines have none */
export function diffLines(
  linesA: readonly string[],
  linesB: readonly string[],
  { first, budget }: { readonly first: number; readonly budget: TextDiffBudget },
): TextDiff {
  const common = commonLines(linesA, linesB, budget.lineEdits);
  if (common === null || isHopeless(linesA, linesB, common.length)) {
    return { rows: [], level: 'tooDifferent' };
  }
  const writer = new RowWriter(linesA, linesB, first, budget);
  for (const [a, b] of common) {
    writer.changedUpTo(a, b);
    writer.same();
  }
  writer.changedUpTo(linesA.length, linesB.length);
  return { rows: writer.rows, level: writer.isCoarse ? 'lines' : 'words' };
}

/** Shorter texts are shown line by line, whatever they say. */
const LONG_LINES = 200;
/** Of the lines of a long text, how many must be in both; else the few there are only mislead. */
const MIN_COMMON = 0.02;
const SAMPLES = 20;
const MIN_SAMPLED = 0.4;

/** Nearly no line is in both, nor is line by line nearly the same, as logs of two runs are. */
function isHopeless(
  linesA: readonly string[],
  linesB: readonly string[],
  commonCount: number,
): boolean {
  const count = Math.max(linesA.length, linesB.length);
  if (count < LONG_LINES || commonCount >= count * MIN_COMMON) return false;
  if (linesA.length !== linesB.length) return true;
  let likeness = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const at = Math.floor((sample * count) / SAMPLES);
    likeness += likenessOfLines(linesA[at] ?? '', linesB[at] ?? '');
  }
  return likeness / SAMPLES < MIN_SAMPLED;
}

/** Positions of lines that both have in order; null where that takes too much work. */
function commonLines(
  linesA: readonly string[],
  linesB: readonly string[],
  maxEdits: number,
): (readonly [a: number, b: number])[] | null {
  const ids = new Map<string, number>();
  const idOf = (line: string): number => {
    const id = ids.get(line) ?? ids.size;
    ids.set(line, id);
    return id;
  };
  return commonOfLong(linesA.map(idOf), linesB.map(idOf), maxEdits);
}

/** Two lines share less than that: marking single words would say nothing. */
const MIN_LIKENESS = 0.2;

class RowWriter {
  readonly rows: DiffRow[] = [];
  /** Some lines were not compared word by word. */
  isCoarse = false;
  #atA = 0;
  #atB = 0;
  #wordLines: number;

  constructor(
    private readonly linesA: readonly string[],
    private readonly linesB: readonly string[],
    private readonly first: number,
    private readonly budget: TextDiffBudget,
  ) {
    this.#wordLines = budget.wordLines;
  }

  same(): void {
    this.rows.push({ kind: 'same', a: this.#nextA(), b: this.#nextB() });
  }

  changedUpTo(endA: number, endB: number): void {
    const [startA, startB] = [this.#atA, this.#atB];
    const a = this.linesA.slice(startA, endA);
    const b = this.linesB.slice(startB, endB);
    for (const [x, y] of pairLines(a, b)) {
      this.#oneSided(startA + x, startB + y);
      this.#pair(a[x] ?? '', b[y] ?? '');
    }
    this.#oneSided(endA, endB);
  }

  #oneSided(toA: number, toB: number): void {
    while (this.#atA < toA) this.rows.push({ kind: 'removed', a: this.#nextA(), b: null });
    while (this.#atB < toB) this.rows.push({ kind: 'added', a: null, b: this.#nextB() });
  }

  #pair(textA: string, textB: string): void {
    const words = this.#wordLines > 0 ? diffWords(textA, textB, this.budget.wordEdits) : null;
    this.#wordLines--;
    if (words === null) this.isCoarse = true;
    const [a, b] = [this.#nextA(), this.#nextB()];
    if (words === null || words.likeness < MIN_LIKENESS) this.rows.push({ kind: 'changed', a, b });
    else {
      this.rows.push({
        kind: 'changed',
        a: { ...a, pieces: words.a },
        b: { ...b, pieces: words.b },
      });
    }
  }

  #nextA(): DiffLine {
    const at = this.#atA++;
    return plainLine(this.linesA[at] ?? '', this.first === 0 ? 0 : this.first + at);
  }

  #nextB(): DiffLine {
    const at = this.#atB++;
    return plainLine(this.linesB[at] ?? '', this.first === 0 ? 0 : this.first + at);
  }
}
