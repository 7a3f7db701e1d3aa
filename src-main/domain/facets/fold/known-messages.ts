import type { FacetRow } from '../facet-row';

export interface KnownMessages {
  readonly count: number;
  /** Index of the latest call whose whole input this one's begins with; -1 for none. */
  readonly continues: number;
}

/**
 * Of each model call, how many messages at the beginning of its input an earlier call has seen.
 * Every beginning of a conversation is one hash, so the work is linear in the messages.
 * @param requests spans by request, in order of start; those of one request do not know each other
 */
export function findKnownMessages(
  requests: Iterable<readonly number[]>,
  facetsOf: (index: number) => FacetRow,
): ReadonlyMap<number, KnownMessages> {
  const found = new Map<number, KnownMessages>();
  const seen = new Set<number>();
  /** By hash of a conversation: the latest call that had it as its whole input, or beyond. */
  const latest = new Map<number, number>();
  for (const request of requests) {
    const conversations = request.map((index) => chainOf(index, facetsOf(index)));
    for (const { index, input } of conversations) {
      let count = 0;
      while (count < input.length && seen.has(input[count] ?? 0)) count++;
      let continues = -1;
      for (let at = count - 1; at >= 0 && continues === -1; at--) {
        continues = latest.get(input[at] ?? 0) ?? -1;
      }
      found.set(index, { count, continues });
    }
    for (const { index, input, output } of conversations) {
      for (const beginning of input) seen.add(beginning);
      if (input.length === 0) continue;
      for (const beginning of [input.at(-1) ?? 0, ...output]) {
        seen.add(beginning);
        latest.set(beginning, index);
      }
    }
  }
  return found;
}

/** Hashes of all beginnings of a call's conversation. */
function chainOf(
  index: number,
  { inputHashes = [], outputHashes = [] }: FacetRow,
): { index: number; input: readonly number[]; output: readonly number[] } {
  const chain = new Chain();
  const input = inputHashes.map((hash) => chain.add(hash));
  const output = outputHashes.map((hash) => chain.add(hash));
  return { index, input, output };
}

/** 53 bits of two chains, so that a million beginnings hardly ever meet by chance. */
class Chain {
  #low = 0x811c9dc5;
  #high = 0x9747b28c;

  add(hash: number): number {
    this.#low = mix(Math.imul(this.#low, 31) ^ hash);
    this.#high = mix(Math.imul(this.#high, 37) + hash);
    return (this.#low >>> 0) * 0x200000 + (this.#high & 0x1fffff);
  }
}

function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return once ^ (once >>> 15);
}
