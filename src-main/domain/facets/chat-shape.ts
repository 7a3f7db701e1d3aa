/** Finds chat messages, or the one text, in inputs and outputs of any shape. */
import type { JsonValue } from '../messages';

export interface ShapedMessage {
  readonly role: string;
  readonly text: string | null;
}

type JsonObject = { readonly [key: string]: JsonValue };

/** Frames of frames are looked into this far. */
const MAX_DEPTH = 4;
const MAX_MEMBERS = 16;

const messageLists = ['messages', 'input', 'output', 'replies', 'choices'] as const;

/**
 * The messages of a value that is a list of them, or holds one under the names that chat APIs and
 * frameworks use, also within frames of its own (`{"llm": {"messages": [...]}}`).
 */
export function chatMessagesIn(value: JsonValue, depth = 0): readonly ShapedMessage[] | null {
  if (depth > MAX_DEPTH || value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) return asMessages(value);
  const members = value as JsonObject;
  const single = asMessage(members['message'] ?? null);
  if (single !== null) return [single];
  for (const key of messageLists) {
    const messages = asMessages(members[key] ?? null);
    if (messages !== null) return messages;
  }
  for (const key of Object.keys(members).slice(0, MAX_MEMBERS)) {
    const member = members[key] ?? null;
    const messages = Array.isArray(member) ? null : chatMessagesIn(member, depth + 1);
    if (messages !== null) return messages;
  }
  return null;
}

/** Of items that are no messages (reasoning, calls of tools) those that are remain. */
function asMessages(value: JsonValue): readonly ShapedMessage[] | null {
  if (!Array.isArray(value)) return null;
  const messages = (value as readonly JsonValue[])
    .map((item) => asMessage(isObject(item) ? (item['message'] ?? item) : item))
    .filter((message) => message !== null);
  return messages.length === 0 ? null : messages;
}

/** LangChain names roles by type, and serialises messages as constructors. */
const langChainRoles: Readonly<Record<string, string>> = {
  human: 'user',
  ai: 'assistant',
  tool: 'tool',
  system: 'system',
};

function asMessage(value: JsonValue): ShapedMessage | null {
  if (!isObject(value)) return null;
  const inner = value['lc'] === 1 ? value['kwargs'] : (value['data'] ?? value);
  const {
    role,
    type,
    content = null,
    parts = null,
  } = isObject(inner ?? null) ? (inner as JsonObject) : value;
  const byType = typeof type === 'string' && Object.hasOwn(langChainRoles, type);
  const name = typeof role === 'string' ? role : byType ? langChainRoles[type] : undefined;
  if (name === undefined || (content === null && parts === null)) return null;
  return { role: name === 'model' ? 'assistant' : name, text: textOfContent(content ?? parts) };
}

function textOfContent(content: JsonValue): string | null {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  for (const block of content as readonly JsonValue[]) {
    if (!isObject(block)) continue;
    const text = block['text'] ?? block['content'];
    if (typeof text === 'string') return text;
  }
  return null;
}

const userKeys = [
  'question',
  'query',
  'task',
  'prompt',
  'user_msg',
  'user_input',
  'input',
  'inputs',
  'text',
  'message',
  'content',
  'args',
];
const assistantKeys = [
  'answer',
  'response',
  'output',
  'outputs',
  'raw',
  'result',
  'final_output',
  'reply',
  'text',
  'content',
];

/**
 * The text that a value is the frame of: an argument or a result under one of the usual names. Of
 * several frames they must agree.
 */
export function framedText(value: JsonValue, role: 'user' | 'assistant', depth = 0): string | null {
  if (typeof value === 'string') return depth === 0 ? null : value;
  if (depth > MAX_DEPTH || value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return items.length === 1 ? framedText(items[0] ?? null, role, depth + 1) : null;
  }
  const members = value as JsonObject;
  // Several texts are an object of fields, whose names matter.
  if (countTexts(members) > 1) return null;
  for (const key of role === 'user' ? userKeys : assistantKeys) {
    if (!Object.hasOwn(members, key)) continue;
    const text = framedText(members[key] ?? null, role, depth + 1);
    if (text !== null && text.trim() !== '') return text;
  }
  const texts = Object.keys(members)
    .slice(0, MAX_MEMBERS)
    .map((key) => members[key] ?? null)
    .map((member) => (isObject(member) ? framedText(member, role, depth + 1) : null))
    .filter((text) => text !== null);
  const [first] = texts;
  return first !== undefined && texts.every((text) => text === first) ? first : null;
}

function countTexts(members: JsonObject): number {
  let count = 0;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (typeof member === 'string' && member !== '') count++;
  }
  return count;
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
