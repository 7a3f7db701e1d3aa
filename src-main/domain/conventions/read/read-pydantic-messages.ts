import type { Message, MessagePart } from '../../messages';
import { isArray, isObject, member, textMember, type JsonObject } from '../json-value';
import { messageOf } from './message';
import { readContent, readPart } from './read-part';

const MAX_PARTS = 20_000;

/** Pydantic AI's own messages: `{kind: 'request' | 'response', parts: [{part_kind}]}`. */
export function isPydanticModelMessage(value: JsonObject): boolean {
  const kind = member(value, 'kind');
  return (kind === 'request' || kind === 'response') && isArray(member(value, 'parts'));
}

/** Each part has a role of its own; the parts of an answer are one message. */
export function readPydanticParts(value: JsonObject, into: Message[]): void {
  const parts = member(value, 'parts');
  if (!isArray(parts)) return;
  const isResponse = member(value, 'kind') === 'response';
  for (const part of parts.slice(0, MAX_PARTS)) {
    const kind = isObject(part) ? (textMember(part, 'part_kind') ?? '') : '';
    const role = isResponse
      ? 'assistant'
      : kind === 'system-prompt'
        ? 'system'
        : kind === 'tool-return' || kind === 'retry-prompt'
          ? 'tool'
          : 'user';
    const content = isObject(part) ? member(part, 'content') : part;
    const read: MessagePart[] = [];
    if (kind === 'system-prompt' || kind === 'user-prompt') readContent(content, read);
    else if (kind === 'retry-prompt' && isObject(part)) read.push(retryPrompt(part));
    else read.push(readPart(part));
    const last = into.at(-1);
    if (isResponse && last?.roleRaw === 'response') {
      // A list of its own: copying it for each part would take the square of their number.
      const answer = last.parts as MessagePart[];
      if (answer.length < MAX_PARTS) answer.push(...read);
    } else {
      into.push(messageOf(role, isResponse ? 'response' : kind, read));
    }
  }
}

function retryPrompt(part: JsonObject): MessagePart {
  return {
    type: 'toolResult',
    id: textMember(part, 'tool_call_id'),
    name: textMember(part, 'tool_name'),
    result: member(part, 'content') ?? null,
    isError: true,
    isServerSide: false,
  };
}
