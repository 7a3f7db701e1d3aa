/**
 * The lenient reader of chat messages in any dialect: OpenAI chat and responses, Anthropic, Gemini,
 * Bedrock, LangChain, semantic conventions, Pydantic AI, the Vercel AI SDK, LlamaIndex, Haystack,
 * Genkit, plain strings. Nothing is dropped: what is not understood becomes an unknown part.
 * Source: conventions reference §2 and §4.
 */
import type { JsonValue, Message, MessagePart, MessageRole, ToolResultPart } from '../../messages';
import {
  firstMember,
  isArray,
  isObject,
  member,
  numberMember,
  parseStructure,
  textMember,
  textOf,
  type JsonObject,
} from '../json-value';
import { canonicalFinishReason } from './finish-reason';
import { mediaFromObject } from './read-media';
import { readPart } from './read-part';
import { readResult, readToolCall } from './read-tool-parts';
import { roleOf } from './role';

const MAX_MESSAGES = 20_000;
const MAX_NESTING = 4;

/**
 * Reads messages out of what is known to be messages: a list, one message, or a text.
 * @param role of messages and parts that do not tell
 */
export function readMessages(value: JsonValue, role: MessageRole): Message[] {
  const messages: Message[] = [];
  collect(value, role, messages, 0);
  return mergeBareParts(messages);
}

/** A message of one text. */
export function textMessage(role: MessageRole, text: string): Message {
  return messageOf(role, role, [{ type: 'text', text }]);
}

/** A message of parts that were read elsewhere. */
export function messageOf(
  role: MessageRole,
  roleRaw: string,
  parts: readonly MessagePart[],
  more: Partial<Pick<Message, 'name' | 'choiceIndex' | 'finishReason'>> = {},
): Message {
  const { name = null, choiceIndex = null, finishReason = null } = more;
  return { role, roleRaw, name, parts, choiceIndex, finishReason };
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
  const wrapped = unwrap(value);
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

function roleWord(value: JsonObject): string | null {
  const role = member(value, 'role') ?? member(value, '_role');
  if (typeof role === 'string' && role !== '') return role;
  // Semantic Kernel: `{label: 'user'}`; Vertex and others may nest too.
  if (isObject(role)) return textMember(role, 'label', 'Label', 'value', 'name');
  const type = textMember(value, 'type', 'messageType', 'message_type', 'author_role', 'sender');
  return type !== null && roleOf(type) !== null ? type : null;
}

const bodyKeys = ['parts', 'content', 'contents', 'blocks', 'items', 'tool_calls', '_content'];

function hasMessageBody(value: JsonObject): boolean {
  if (member(value, 'type') !== undefined || member(value, 'block_type') !== undefined) {
    return textMember(value, 'type') === 'message' || isArray(member(value, 'parts'));
  }
  return bodyKeys.some((key) => member(value, key) !== undefined);
}

interface Wrapped {
  readonly inner: JsonObject;
  readonly role: MessageRole | null;
  finish(message: Message): Message;
}

/** A message inside of something: a choice, a candidate, a LangChain constructor. */
function unwrap(value: JsonObject): Wrapped | null {
  const inner = firstMember(value, ['message', 'delta']);
  if (isObject(inner) && roleWord(value) === null) {
    const choiceIndex = numberMember(value, 'index');
    const finish = finishWord(value);
    return {
      inner,
      role: finish === null && choiceIndex === null ? null : 'assistant',
      finish: (message) => ({
        ...message,
        choiceIndex: message.choiceIndex ?? choiceIndex,
        finishReason: message.finishReason ?? finish,
      }),
    };
  }
  const asIs = (message: Message): Message => message;
  const kwargs = member(value, 'kwargs');
  const id = member(value, 'id');
  if (isObject(kwargs) && isArray(id)) {
    const className = id.at(-1);
    const type = typeof className === 'string' ? className : '';
    return { inner: { type, ...kwargs }, role: roleOf(type), finish: asIs };
  }
  const data = member(value, 'data');
  if (isObject(data) && roleWord(value) !== null && member(value, 'content') === undefined) {
    return { inner: { ...data, type: roleWord(value) ?? '' }, role: null, finish: asIs };
  }
  const content = member(value, 'content');
  if (isObject(content) && isArray(member(content, 'parts'))) {
    // A candidate of Gemini.
    return {
      inner: content,
      role: 'assistant',
      finish: (message) => ({
        ...message,
        choiceIndex: message.choiceIndex ?? numberMember(value, 'index'),
        finishReason: message.finishReason ?? finishWord(value),
      }),
    };
  }
  return null;
}

function finishWord(value: JsonObject): string | null {
  const raw = textMember(value, 'finish_reason', 'finishReason', 'stop_reason', 'stopReason');
  return raw === null ? null : canonicalFinishReason(raw);
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

function readContent(content: JsonValue | undefined, into: MessagePart[]): void {
  if (content === undefined || content === '') return;
  if (!isArray(content)) {
    into.push(readPart(content));
    return;
  }
  for (const part of content.slice(0, MAX_MESSAGES)) into.push(readPart(part));
}

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

/** Pydantic AI's own messages: `{kind: 'request' | 'response', parts: [{part_kind}]}`. */
function isPydanticModelMessage(value: JsonObject): boolean {
  const kind = member(value, 'kind');
  return (kind === 'request' || kind === 'response') && isArray(member(value, 'parts'));
}

function readPydanticParts(value: JsonObject, into: Message[]): void {
  const parts = member(value, 'parts');
  if (!isArray(parts)) return;
  const isResponse = member(value, 'kind') === 'response';
  for (const part of parts.slice(0, MAX_MESSAGES)) {
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
    if (last?.role === role && role === 'assistant' && last.roleRaw === 'response') {
      into[into.length - 1] = { ...last, parts: [...last.parts, ...read] };
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

/**
 * Messages out of a value that may be text of JSON. Text that is none is one message.
 * @param role of messages that do not tell theirs
 */
export function readMessagesText(value: JsonValue, role: MessageRole): Message[] {
  return readMessages(typeof value === 'string' ? parseStructure(value) : value, role);
}

/** All text of messages, for comparing them and for previews. */
export function textOfMessages(messages: readonly Message[]): string {
  return messages.map((message) => message.parts.map(textOfPart).join('\n')).join('\n');
}

function textOfPart(part: MessagePart): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'toolCall':
      return `${part.name} ${textOf(part.args)}`;
    case 'toolResult':
      return textOf(part.result);
    case 'media':
      return part.transcript ?? '';
    case 'document':
      return part.content;
    case 'compaction':
      return part.summary;
    case 'unknown':
      return textOf(part.value);
  }
}
