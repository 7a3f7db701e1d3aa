import type { FacetRow } from '../facet-row';
import { ConversationTable } from './conversation-table';

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
  const table = new ConversationTable();
  for (const request of requests) {
    const chains = request.map((index) => chainOf(facetsOf(index)));
    request.forEach((index, at) => {
      const chain = chains[at];
      if (chain !== undefined) found.set(index, knownOf(chain, table));
    });
    request.forEach((index, at) => {
      const chain = chains[at];
      if (chain !== undefined) addChain(chain, index, table);
    });
  }
  return found;
}

/** Hashes of all beginnings of a call's conversation, those of the input first. */
interface Chain {
  readonly lows: Int32Array;
  readonly highs: Int32Array;
  readonly inputCount: number;
}

/** 64 bits of two chains, so that beginnings hardly ever meet by chance. */
function chainOf({ inputHashes = [], outputHashes = [] }: FacetRow): Chain {
  const count = inputHashes.length + outputHashes.length;
  const lows = new Int32Array(count);
  const highs = new Int32Array(count);
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < count; at += 1) {
    const hash =
      (at < inputHashes.length ? inputHashes[at] : outputHashes[at - inputHashes.length]) ?? 0;
    low = mix(Math.imul(low, 31) ^ hash);
    high = mix(Math.imul(high, 37) + hash);
    lows[at] = low;
    highs[at] = high;
  }
  return { lows, highs, inputCount: inputHashes.length };
}

function knownOf({ lows, highs, inputCount }: Chain, table: ConversationTable): KnownMessages {
  let count = 0;
  while (count < inputCount && table.has(lows[count] ?? 0, highs[count] ?? 0)) count += 1;
  let continues = -1;
  for (let at = count - 1; at >= 0 && continues === -1; at -= 1) {
    continues = table.lastCall(lows[at] ?? 0, highs[at] ?? 0);
  }
  return { count, continues };
}

/** The whole input, and what goes beyond it, are this call's. */
function addChain(
  { lows, highs, inputCount }: Chain,
  call: number,
  table: ConversationTable,
): void {
  for (let at = 0; at < inputCount - 1; at += 1) table.see(lows[at] ?? 0, highs[at] ?? 0);
  if (inputCount === 0) return;
  for (let at = inputCount - 1; at < lows.length; at += 1) {
    table.setLastCall(lows[at] ?? 0, highs[at] ?? 0, call);
  }
}

function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return once ^ (once >>> 15);
}
