/** Content that is not known to be chat: reading it, and telling whether it says anything new. */
import type { FacetKind } from '../../facets/facet-kind';
import type { Payload, Provenance } from '../../facets/span-facets';
import type { JsonValue, Message } from '../../messages';
import { isArray, isObject, looksLikeJson, parseStructure } from '../json-value';
import { textMessage } from '../read/message';
import { readChatBlob, type ChatBlob } from '../read/read-chat-blob';
import { contentMarks, parseCutJson } from '../read/truncation';
import { unwrapRun } from '../read/unwrap-call';
import { Coverage } from './covers';

export interface MessageCandidate {
  readonly messages: readonly Message[];
  readonly rank: number;
  readonly from: Provenance;
}

export interface PayloadCandidate {
  readonly raw: JsonValue;
  readonly rank: number;
  readonly from: Provenance;
  readonly mime: string | null;
}

export function saysSomething({ parts, finishReason }: Message): boolean {
  return finishReason !== null || parts.some((part) => part.type !== 'text' || part.text !== '');
}

/** What comes out of a graph is all of its state: what went in need not be told again. */
export function withoutEcho(
  input: readonly Message[],
  output: readonly Message[],
): readonly Message[] {
  if (output.length <= input.length || input.length === 0) return output;
  const isEcho = input.every((message, at) => {
    const other = output[at];
    return other?.role === message.role && new Coverage([message]).hasMessages([other]);
  });
  return isEcho ? output.slice(input.length) : output;
}

/** Parses what is text of JSON; of what was cut, as much as there is. */
export function payloadOf({ raw, from, mime }: PayloadCandidate): Payload {
  let value = unwrapRun(typeof raw === 'string' ? parseStructure(raw) : raw);
  let wasCut = false;
  if (typeof value === 'string' && looksLikeJson(value) && mime !== 'text/plain') {
    const partial = parseCutJson(value);
    if (partial !== undefined) {
      value = partial;
      wasCut = true;
    }
  }
  const marks = contentMarks(value);
  return {
    value,
    mime,
    isTruncated: wasCut || marks.isTruncated,
    isRedacted: marks.isRedacted,
    from,
  };
}

export function chatOf(
  payload: Payload,
  direction: 'input' | 'output',
  kind: FacetKind,
): ChatBlob | null {
  const { value } = payload;
  if (typeof value !== 'string') {
    const chat = readChatBlob(value, direction);
    if (chat === null) return null;
    const messages = chat.messages.filter(saysSomething);
    return messages.length === 0 && kind !== 'llm' ? null : { ...chat, messages };
  }
  if (kind !== 'llm') return null;
  const messages = [textMessage(direction === 'input' ? 'user' : 'assistant', value)];
  return { system: [], messages, toolDefinitions: [] };
}

/** Whether what was picked says all of it. */
export function isCovered(payload: Payload, chat: ChatBlob | null, picked: Coverage): boolean {
  if (isPlaceholder(payload.value)) return true;
  if (typeof payload.value === 'string') return picked.hasText(payload.value);
  return chat !== null && picked.hasMessages(chat.messages);
}

/** Says nothing: some write `{}` where they were told to leave content out. */
export function isPlaceholder(value: JsonValue): boolean {
  if (isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** Payloads without those that say the same as one before. */
export function distinct(payloads: readonly Payload[]): Payload[] {
  if (payloads.length < 2) return [...payloads];
  const seen = new Set<string>();
  return payloads.filter(({ value }) => {
    const text = JSON.stringify(value);
    return !seen.has(text) && seen.add(text);
  });
}

export function messagesAsPayload({ messages, from }: MessageCandidate): Payload {
  const value = messages as unknown as JsonValue;
  return { value, mime: null, isTruncated: false, isRedacted: false, from };
}
