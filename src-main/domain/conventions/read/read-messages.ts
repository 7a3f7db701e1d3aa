/**
 * The lenient reader of chat messages in any dialect: OpenAI chat and responses, Anthropic, Gemini,
 * Bedrock, LangChain, semantic conventions, Pydantic AI, the Vercel AI SDK, LlamaIndex, Haystack,
 * Genkit, plain strings. What is not understood becomes an unknown part, so that nothing is dropped.
 * Source: conventions reference §2 and §4.
 */
import type { JsonValue, Message, MessagePart, MessageRole, ToolResultPart } from '../../messages';
import {
  firstMember,
  isArray,
  isObject,
  member,
  numberMember,
  textMember,
  type JsonObject,
} from '../json-value';
import { mediaFromObject } from './read-media';
import { messageOf, textMessage } from './message';
import { readContent, readPart } from './read-part';
import { readResult, readToolCall } from './read-tool-parts';
import { restoreCallIds } from './restore-call-ids';
import { isPydanticModelMessage, readPydanticParts } from './read-pydantic-messages';
import { roleOf } from './role';
import { finishWord, roleWord, unwrapMessage } from './unwrap-message';

/** Further messages of a list are not read. */
export const MAX_MESSAGES = 20_000;
const MAX_NESTING = 4;

/**
 * Reads messages out of what is known to be messages: a list, one message, or a text.
 * @param role of messages and parts that do not tell
 */
export function readMessages(value: JsonValue, role: MessageRole): Message[] {
  const messages: Message[] = [];
  collect(value, role, messages, 0);
  const merged = mergeBareParts(messages);
  restoreCallIds(merged);
  return merged;
}

function collect(value: JsonValue, role: MessageRole, into: Message[], depth: number): void {
  if (into.length >= MAX_MESSAGES || value === null) return;
  if (isArray(value)) {
    // `['system', 'Be brief.']` is how LangChain writes a message.
    const [first, second] = value;
    if (value.length === 2 && typeof first === 'string' && typeof second === 'string') {
      const told = roleOf(first);
      if (told !== null) {
        into.push(textMessage(told, second));
        return;
      }
    }
    for (const item of value) {
      if (isArray(item) && depth >= MAX_NESTING) into.push(bare(readPart(item), role));
      else collect(item, role, into, depth + 1);
    }
    return;
  }
  if (!isObject(value)) {
    into.push(bare({ type: 'text', text: String(value) }, role));
    return;
  }
  if (isPydanticModelMessage(value)) {
    readPydanticParts(value, into);
    return;
  }
  into.push(readMessage(value, role));
}

/** Marks parts that stood alone, so that neighbours can be put into one message. */
const BARE = '';

function bare(part: MessagePart, role: MessageRole): Message {
  return messageOf(role, BARE, [part]);
}

/** Parts that stood alone are one message as long as they follow each other. */
function mergeBareParts(messages: Message[]): Message[] {
  if (!messages.some((message) => message.roleRaw === BARE)) return messages;
  const merged: Message[] = [];
  let open: MessagePart[] | null = null;
  for (const message of messages) {
    const [part] = message.parts;
    if (message.roleRaw !== BARE || part === undefined) {
      open = null;
      merged.push(message);
    } else if (open !== null && merged.at(-1)?.role === message.role) {
      open.push(part);
    } else {
      open = [part];
      merged.push(messageOf(message.role, message.role, open));
    }
  }
  return merged;
}

/** One message out of an object; `role` where it does not tell. */
function readMessage(value: JsonObject, role: MessageRole): Message {
  const wrapped = unwrapMessage(value);
  if (wrapped !== null) return wrapped.finish(readMessage(wrapped.inner, wrapped.role ?? role));
  const roleRaw = roleWord(value);
  const told = roleRaw === null ? null : roleOf(roleRaw);
  if (told === null && !hasMessageBody(value)) {
    const part = readPart(value);
    const owner = part.type === 'toolResult' ? 'tool' : isAssistants(part) ? 'assistant' : role;
    return bare(part, owner);
  }
  return readBody(value, told ?? role, roleRaw ?? role);
}

/** Parts that only an assistant sends. */
function isAssistants(part: MessagePart): boolean {
  return part.type === 'toolCall' || part.type === 'reasoning';
}

const bodyKeys = ['parts', 'content', 'contents', 'blocks', 'items', 'tool_calls', '_content'];

function hasMessageBody(value: JsonObject): boolean {
  if (member(value, 'type') !== undefined || member(value, 'block_type') !== undefined) {
    return textMember(value, 'type') === 'message' || isArray(member(value, 'parts'));
  }
  return bodyKeys.some((key) => member(value, key) !== undefined);
}

function readBody(value: JsonObject, role: MessageRole, roleRaw: string): Message {
  const parts: MessagePart[] = [];
  const reasoning = textMember(value, 'reasoning_content', 'reasoning', 'thinking');
  if (reasoning !== null && member(value, 'type') !== 'reasoning') {
    parts.push(readPart({ type: 'reasoning', text: reasoning }));
  }
  readContent(firstMember(value, bodyContentKeys), parts);
  const refusal = textMember(value, 'refusal');
  if (refusal !== null) parts.push({ type: 'text', text: refusal });
  const audio = member(value, 'audio');
  if (isObject(audio)) {
    const part = mediaFromObject(audio, 'audio');
    if (part !== null) parts.push(part);
  }
  readToolCalls(value, parts);
  const isResult = role === 'tool' && parts.every((part) => part.type !== 'toolResult');
  return messageOf(ownerOf(role, parts), roleRaw, isResult ? [asToolResult(value, parts)] : parts, {
    name: textMember(value, 'name', '_name', 'source', 'author'),
    finishReason: finishWord(value),
    choiceIndex: numberMember(value, 'choice_index'),
  });
}

const bodyContentKeys = [
  'parts',
  'content',
  '_content',
  'contents',
  'blocks',
  'items',
  'text',
  'textContent',
  'value',
];

function readToolCalls(value: JsonObject, into: MessagePart[]): void {
  let calls = firstMember(value, ['tool_calls', 'toolCalls']);
  const more = firstMember(value, ['additional_kwargs']);
  if (!isArray(calls) || calls.length === 0) {
    calls = isObject(more) ? firstMember(more, ['tool_calls', 'function_call']) : calls;
  }
  const single = member(value, 'function_call');
  const known = new Set<string>();
  for (const part of into) if (part.type === 'toolCall' && part.id !== null) known.add(part.id);
  const list = isArray(calls)
    ? calls
    : isObject(calls)
      ? [calls]
      : isObject(single)
        ? [single]
        : [];
  for (const call of list.slice(0, MAX_MESSAGES)) {
    if (!isObject(call)) continue;
    const part = readToolCall(call);
    // LangChain repeats Anthropic's `tool_use` blocks as `tool_calls`.
    if (part.id === null || !known.has(part.id)) into.push(part);
  }
}

/** Tool results come as the user's word with Anthropic, Gemini, Bedrock and Pydantic AI. */
function ownerOf(role: MessageRole, parts: readonly MessagePart[]): MessageRole {
  if (role !== 'user' || parts.length === 0) return role;
  return parts.every((part) => part.type === 'toolResult') ? 'tool' : role;
}

/** What a message of a tool says is the result of the call it names. */
function asToolResult(value: JsonObject, parts: readonly MessagePart[]): MessagePart {
  const raw = firstMember(value, [
    'content',
    'contents',
    '_content',
    'parts',
    'blocks',
    'text',
    'response',
    'result',
  ]);
  const read = readResult(raw ?? (parts[0]?.type === 'text' ? parts[0].text : undefined));
  const status = textMember(value, 'status');
  return {
    type: 'toolResult',
    id:
      textMember(value, 'tool_call_id', 'toolCallId', 'tool_use_id', 'call_id', 'id') ??
      // LlamaIndex
      (isObject(value['additional_kwargs'])
        ? textMember(value['additional_kwargs'], 'tool_call_id')
        : null),
    name: textMember(value, 'name', 'tool_name', 'toolName'),
    result: read.value,
    isError:
      read.isError ||
      status === 'error' ||
      member(value, 'is_error') === true ||
      member(value, 'isError') === true,
    isServerSide: false,
  };
}

/** The result in a value that is one message of a tool, in any dialect; null where it is none. */
export function readToolMessage(value: JsonValue): ToolResultPart | null {
  if (!isObject(value)) return null;
  const isMessage = isObject(member(value, 'kwargs')) || isObject(member(value, 'data'));
  if (!isMessage && member(value, 'role') !== 'tool') return null;
  const [message] = readMessages(value, 'user');
  const part = message?.role === 'tool' ? message.parts[0] : undefined;
  return part?.type === 'toolResult' ? part : null;
}
