/** Our messages in the form of the truth files, and whether two messages say the same. */
import type { JsonValue, Message } from '@domain/messages';
import type { TruthMessage } from './truth-file';

type Told = { -readonly [Key in keyof TruthMessage]: TruthMessage[Key] };

/** One of our messages as a truth file would tell it. */
export function toldMessage(message: Message): TruthMessage {
  const told: Told = { role: roleOf(message) };
  const texts = message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const reasoning = message.parts.flatMap((part) =>
    part.type === 'reasoning' && part.text !== '' ? [part.text] : [],
  );
  const calls = message.parts.filter((part) => part.type === 'toolCall');
  const results = message.parts.filter((part) => part.type === 'toolResult');
  const media = message.parts.filter((part) => part.type === 'media');
  if (texts.join('') !== '') told.text = texts.join('\n');
  if (reasoning.length > 0) told.reasoning = reasoning.join('\n');
  if (calls.length > 0) {
    told.toolCalls = calls.map(({ id, name, args }) => ({ id, name, arguments: args }));
  }
  if (results.length > 0) told.toolResults = results.map(({ id, result }) => ({ id, result }));
  if (media.length > 0) told.media = media.map(({ modality, mime }) => ({ modality, mime }));
  return told;
}

function roleOf({ role, parts }: Message): string {
  if (parts.length > 0 && parts.every((part) => part.type === 'toolResult')) return 'tool';
  return role === 'developer' ? 'system' : role;
}

/**
 * Messages in which consecutive ones of a model or of tools are one: where a turn is divided is
 * the API's or the library's affair.
 */
export function joinTurns(messages: readonly TruthMessage[]): TruthMessage[] {
  const turns: Told[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    const joins = message.role === 'tool' || message.role === 'assistant';
    if (last === undefined || !joins || last.role !== message.role) turns.push({ ...message });
    else Object.assign(last, joined(last, message));
  }
  return turns;
}

function joined(a: TruthMessage, b: TruthMessage): Partial<Told> {
  const both = <T>(left: readonly T[] = [], right: readonly T[] = []): readonly T[] | undefined =>
    left.length + right.length === 0 ? undefined : [...left, ...right];
  const text = (left: string | undefined, right: string | undefined): string | undefined =>
    [left, right].filter(Boolean).join('\n') || undefined;
  const members = {
    text: text(a.text, b.text),
    reasoning: text(a.reasoning, b.reasoning),
    toolCalls: both(a.toolCalls, b.toolCalls),
    toolResults: both(a.toolResults, b.toolResults),
    media: both(a.media, b.media),
  };
  const told = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(told);
}

/**
 * Parts that a capture does not tell are left out of both (`notEmitted`), and messages of which
 * nothing is left then.
 * @param parts e.g. `reasoning`, `toolCalls.id`
 */
export function without(
  messages: readonly TruthMessage[],
  parts: readonly string[],
): readonly TruthMessage[] {
  if (parts.length === 0) return messages;
  return messages.flatMap((message) => {
    const kept = Object.entries(message).filter(([member]) => !parts.includes(member));
    if (kept.length === 1 && Object.keys(message).length > 1) return [];
    const left = Object.fromEntries(kept) as unknown as Told;
    // An id that is not told may be any.
    if (parts.includes('toolCalls.id') && left.toolCalls !== undefined) {
      left.toolCalls = left.toolCalls.map((call) => ({ ...call, id: null }));
    }
    return [left];
  });
}

export function isSameMessage(expected: TruthMessage, got: TruthMessage | undefined): boolean {
  if (got === undefined || expected.role !== got.role) return false;
  return (
    isSameText(expected.text, got.text) &&
    isSameText(expected.reasoning, got.reasoning) &&
    isSameList(
      expected.toolCalls,
      got.toolCalls,
      (a, b) => isSameId(a.id, b.id) && a.name === b.name && isSameJson(a.arguments, b.arguments),
    ) &&
    isSameList(
      expected.toolResults,
      got.toolResults,
      (a, b) => isSameId(a.id, b.id) && isSameJson(a.result, b.result),
    ) &&
    isSameList(
      expected.media,
      got.media,
      (a, b) => a.modality === b.modality && (a.mime === null || a.mime === b.mime),
    )
  );
}

function isSameText(expected: string | undefined, got: string | undefined): boolean {
  return (expected ?? '').trim() === (got ?? '').trim();
}

/** An API without ids leaves them to the library. */
function isSameId(expected: string | null, got: string | null): boolean {
  return expected === null || expected === got;
}

function isSameList<T>(
  expected: readonly T[] = [],
  got: readonly T[] = [],
  isSame: (a: T, b: T) => boolean,
): boolean {
  return (
    expected.length === got.length &&
    expected.every((each, index) => {
      const other = got[index];
      return other !== undefined && isSame(each, other);
    })
  );
}

/** Whether two values say the same, JSON text for JSON and a list of texts for a text. */
export function isSameJson(expected: JsonValue, got: JsonValue): boolean {
  return canonical(expected) === canonical(got);
}

function canonical(value: JsonValue): string {
  return JSON.stringify(sorted(plain(value)));
}

function plain(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    try {
      return JSON.parse(value) as JsonValue;
    } catch {
      return value.trim();
    }
  }
  if (!Array.isArray(value) || value.length === 0) return value;
  const texts = (value as readonly JsonValue[]).map((block) => {
    if (block === null || typeof block !== 'object' || Array.isArray(block)) return null;
    const { text } = block as { readonly [key: string]: JsonValue };
    return typeof text === 'string' ? text : null;
  });
  return texts.some((text) => text === null) ? value : plain(texts.join(''));
}

function sorted(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(sorted);
  const members = value as { readonly [key: string]: JsonValue };
  return Object.fromEntries(
    Object.keys(members)
      .sort()
      .map((key) => [key, sorted(members[key] ?? null)]),
  );
}
