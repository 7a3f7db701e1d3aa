/** Which of the lines taken out and put in at one place are one line that was changed. */

type Pair = readonly [a: number, b: number];

/** Longer stretches are paired in order, where both are as long. */
const MAX_TABLE = 2500;
/** Of the words of both lines, how many must be in both. */
const MIN_SHARED = 0.4;
/** Characters of a line that tell what it is like. */
const MAX_CHARS = 2000;

/** Pairs in order. One line in the place of one other is that line, whatever it says. */
export function pairLines(a: readonly string[], b: readonly string[]): Pair[] {
  if (a.length === 1 && b.length === 1) return [[0, 0]];
  if (a.length * b.length > MAX_TABLE)
    return a.length === b.length ? a.map((_, at) => [at, at]) : [];
  const [wordsA, wordsB] = [a.map(wordsOf), b.map(wordsOf)];
  const width = b.length + 1;
  const best = new Float64Array((a.length + 1) * width);
  const shared = new Float64Array(a.length * b.length);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const likeness = likenessOf(wordsA[i] ?? noWords, wordsB[j] ?? noWords);
      shared[i * b.length + j] = likeness;
      const skip = Math.max(best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
      const both = likeness < MIN_SHARED ? 0 : likeness + (best[(i + 1) * width + j + 1] ?? 0);
      best[i * width + j] = Math.max(skip, both);
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const likeness = shared[i * b.length + j] ?? 0;
    const here = best[i * width + j] ?? 0;
    const isPair =
      likeness >= MIN_SHARED && here === likeness + (best[(i + 1) * width + j + 1] ?? 0);
    if (isPair) pairs.push([i++, j++]);
    else if ((best[(i + 1) * width + j] ?? 0) >= (best[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
}

/** How much of two lines is the same words: from 0 to 1. */
export function likenessOfLines(a: string, b: string): number {
  return likenessOf(wordsOf(a), wordsOf(b));
}

const noWords: ReadonlySet<string> = new Set();

function wordsOf(line: string): ReadonlySet<string> {
  return new Set(line.slice(0, MAX_CHARS).match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu));
}

function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return (2 * shared) / (a.size + b.size);
}
