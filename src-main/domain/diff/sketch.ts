import { mixBits } from '../facets/text-hash';

/**
 * A 64-bit sketch of a text by which texts are told to be alike without being read again: minima of
 * the hashes of its words in 16 buckets, 4 bits of each (one-permutation min-hash, densified).
 */
export interface Sketch {
  readonly high: number;
  readonly low: number;
}

const BUCKETS = 16;
/** Words from the beginning and from the end: what is between hardly tells texts apart. */
const MAX_WORDS_EACH_END = 128;
const MAX_CHARS_EACH_END = 2048;

/** Null for a text without words. */
export function sketchOf(text: string): Sketch | null {
  const minima = new Uint32Array(BUCKETS).fill(0xffffffff);
  let words = 0;
  let previous = 0;
  for (const word of wordsOf(text)) {
    const hash = hashWord(word);
    // Pairs tell the order of words, words alone what it is about.
    put(minima, hash);
    put(minima, mixBits(Math.imul(previous, 31) ^ hash));
    previous = hash;
    words++;
  }
  if (words === 0) return null;
  let high = 0;
  let low = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const bits = filled(minima, bucket) & 15;
    if (bucket < 8) high |= bits << (bucket * 4);
    else low |= bits << ((bucket - 8) * 4);
  }
  return { high: high >>> 0, low: low >>> 0 };
}

/** From 0, nothing in common, to 1: an estimate of the share of words and pairs in common. */
export function likeness(a: Sketch, b: Sketch): number {
  const equal = equalNibbles(a.high ^ b.high) + equalNibbles(a.low ^ b.low);
  // One in sixteen is equal by chance.
  return Math.max(0, (equal / BUCKETS - 1 / 16) / (1 - 1 / 16));
}

function equalNibbles(difference: number): number {
  let equal = 0;
  for (let shift = 0; shift < 32; shift += 4) if (((difference >>> shift) & 15) === 0) equal++;
  return equal;
}

function* wordsOf(text: string): Generator<string> {
  const isShort = text.length <= 2 * MAX_CHARS_EACH_END;
  const ends = isShort
    ? [text]
    : [text.slice(0, MAX_CHARS_EACH_END), text.slice(-MAX_CHARS_EACH_END)];
  for (const end of ends) {
    let count = 0;
    for (const [word] of end.matchAll(/[\p{L}\p{N}]+/gu)) {
      if (++count > MAX_WORDS_EACH_END * (isShort ? 2 : 1)) break;
      yield word;
    }
  }
}

function hashWord(word: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) {
    // Case does not count for ASCII, which is where it changes most.
    const code = word.charCodeAt(at);
    value = Math.imul(value ^ (code >= 65 && code <= 90 ? code + 32 : code), 0x01000193);
  }
  return mixBits(value);
}

function put(minima: Uint32Array, hash: number): void {
  const bucket = hash >>> 28;
  const rest = (hash & 0x0fffffff) >>> 0;
  if (rest < (minima[bucket] ?? 0)) minima[bucket] = rest;
}

/** Of an empty bucket, the next one that is not, mixed with how far that is. */
function filled(minima: Uint32Array, bucket: number): number {
  for (let step = 0; step < BUCKETS; step++) {
    const value = minima[(bucket + step) % BUCKETS] ?? 0xffffffff;
    if (value !== 0xffffffff) return step === 0 ? value : mixBits(value + step);
  }
  return 0;
}
