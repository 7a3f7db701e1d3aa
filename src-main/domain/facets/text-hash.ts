const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** A running 32-bit hash (FNV-1a over UTF-16 code units). */
export interface HashState {
  value: number;
}

export function newHash(): HashState {
  return { value: FNV_OFFSET };
}

/** Adds text. Parts are not delimited: 'ab' then 'c' is the same as 'abc'. */
export function addText(hash: HashState, text: string): void {
  let value = hash.value;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), FNV_PRIME);
  }
  hash.value = value;
}

/** Adds a mark that no text can be mistaken for. */
export function addMark(hash: HashState, mark: number): void {
  hash.value = Math.imul(Math.imul(hash.value ^ 0x10000, FNV_PRIME) ^ mark, FNV_PRIME);
}

/** The hash so far as an unsigned 32-bit integer, its bits well mixed. */
export function finishHash(hash: HashState): number {
  return mixBits(hash.value);
}

/** An unsigned 32-bit integer of which each bit depends on all bits (murmur3). */
export function mixBits(hash: number): number {
  let value = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
