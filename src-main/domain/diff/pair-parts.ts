/** Which parts of two lists of messages are the same thing said: texts, calls of tools, results. */
import { scrubbingOf } from '../facets/message-hash';
import { newHash, addText, finishHash } from '../facets/text-hash';
import type { JsonValue, MediaPart, Message, MessagePart, MessageRole } from '../messages';
import { commonItems } from './common-items';
import { hashValue } from './content-hash';

/** What a part is, to be named by. */
export interface PartLabel {
  readonly role: MessageRole;
  readonly type: MessagePart['type'];
  /** Of the tool, where it is a call or a result; null where it is not told. */
  readonly name: string | null;
}

export interface PartPair {
  /** Of B where it is there, else of A. */
  readonly label: PartLabel;
  /** A text to be read word by word, or JSON; null where the side has no such part. */
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/**
 * Every part of both is in exactly one pair; pairs are in the order of both sides, but for what both
 * say in another order, which comes last.
 */
export function pairParts(a: readonly Message[], b: readonly Message[]): PartPair[] {
  const { partsA, partsB, crossing } = withoutCrossing(partsOf(a), partsOf(b));
  const pairs: PartPair[] = [];
  let atA = 0;
  let atB = 0;
  const upTo = (endA: number, endB: number): void => {
    const named = pairByName(partsA.slice(atA, endA), partsB.slice(atB, endB));
    for (const pair of named) pairs.push(pair);
    [atA, atB] = [endA, endB];
  };
  for (const [x, y] of commonItems(partsA.map(hashPart), partsB.map(hashPart))) {
    upTo(x, y);
    pairs.push(pairOf(partsA[atA++] ?? null, partsB[atB++] ?? null));
  }
  upTo(partsA.length, partsB.length);
  for (const pair of crossing) pairs.push(pair);
  return pairs;
}

/** Takes out what both say, but not in the order that most else is in. */
function withoutCrossing(
  partsA: readonly Part[],
  partsB: readonly Part[],
): { readonly partsA: Part[]; readonly partsB: Part[]; readonly crossing: PartPair[] } {
  const [hashesA, hashesB] = [partsA.map(hashPart), partsB.map(hashPart)];
  const inOrder = commonItems(hashesA, hashesB);
  const [takenA, takenB] = [new Set(inOrder.map(([x]) => x)), new Set(inOrder.map(([, y]) => y))];
  const left = new Map<number, number[]>();
  hashesB.forEach((hash, at) => {
    if (!takenB.has(at)) left.set(hash, [...(left.get(hash) ?? []), at]);
  });
  const [goneA, goneB] = [new Set<number>(), new Set<number>()];
  const crossing: PartPair[] = [];
  hashesA.forEach((hash, at) => {
    const other = takenA.has(at) ? undefined : left.get(hash)?.shift();
    if (other === undefined) return;
    goneA.add(at);
    goneB.add(other);
    crossing.push(pairOf(partsA[at] ?? null, partsB[other] ?? null));
  });
  return {
    partsA: partsA.filter((_, at) => !goneA.has(at)),
    partsB: partsB.filter((_, at) => !goneB.has(at)),
    crossing,
  };
}

interface Part {
  readonly label: PartLabel;
  readonly value: JsonValue;
}

function partsOf(messages: readonly Message[]): Part[] {
  return messages.flatMap(({ role, parts }) =>
    parts.flatMap((part): Part[] => {
      const value = valueOfPart(part);
      if (value === '') return [];
      const isToolCall = part.type === 'toolCall' || part.type === 'toolResult';
      const name = isToolCall ? part.name : null;
      return [{ label: { role: roleOf(role, part), type: part.type, name }, value }];
    }),
  );
}

/** One prompt by two names; and some senders give tool results the role `user`. */
function roleOf(role: MessageRole, { type }: MessagePart): MessageRole {
  if (type === 'toolResult') return 'tool';
  return role === 'developer' ? 'system' : role;
}

function valueOfPart(part: MessagePart): JsonValue {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'toolCall':
      return part.args ?? {};
    case 'toolResult':
      return part.result ?? '';
    case 'document':
      return part.content;
    case 'compaction':
      return part.summary;
    case 'media':
      return mediaValue(part);
    case 'unknown':
      return part.value ?? '';
  }
}

/** What is not text is told by what it is, and by a checksum of it. */
function mediaValue({ modality, mime, base64, uri, fileId, transcript }: MediaPart): JsonValue {
  const told = { modality, mime, uri, fileId, transcript, checksum: checksumOf(base64) };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null));
}

function checksumOf(base64: string | null): string | null {
  if (base64 === null) return null;
  const hash = newHash();
  addText(hash, base64);
  return `${(finishHash(hash) >>> 0).toString(16)}, ${base64.length} characters`;
}

function hashPart({ label, value }: Part): number {
  const { role, type, name } = label;
  const content = hashValue(value, scrubbingOf(role, type));
  return hashValue([role, type, name ?? '', content], 'exact');
}

/** Parts that say different things: in order, first those of one name, then those of one kind. */
function pairByName(a: readonly Part[], b: readonly Part[]): PartPair[] {
  const pairs: PartPair[] = [];
  let atB = 0;
  a.forEach((part, at) => {
    const rest = b.slice(atB);
    const byName = rest.findIndex(
      ({ label }) => isOneKind(label, part.label) && label.name === part.label.name,
    );
    const later = a.slice(at + 1);
    // One of another name is it only where no later part of A has that name.
    const byKind = rest.findIndex(
      ({ label }) =>
        isOneKind(label, part.label) &&
        !later.some((other) => isOneKind(other.label, label) && other.label.name === label.name),
    );
    const found = byName === -1 ? byKind : byName;
    if (found === -1) {
      pairs.push(pairOf(part, null));
      return;
    }
    for (const added of rest.slice(0, found)) pairs.push(pairOf(null, added));
    pairs.push(pairOf(part, rest[found] ?? null));
    atB += found + 1;
  });
  for (const added of b.slice(atB)) pairs.push(pairOf(null, added));
  return pairs;
}

function isOneKind(a: PartLabel, b: PartLabel): boolean {
  return a.role === b.role && a.type === b.type;
}

function pairOf(a: Part | null, b: Part | null): PartPair {
  const label = b?.label ?? a?.label ?? { role: 'user', type: 'unknown', name: null };
  const isRenamed = a !== null && b !== null && a.label.name !== b.label.name;
  const valueOf = (part: Part | null): JsonValue => {
    if (part === null) return null;
    return isRenamed ? { name: part.label.name, arguments: part.value } : part.value;
  };
  return { label, before: valueOf(a), after: valueOf(b) };
}
