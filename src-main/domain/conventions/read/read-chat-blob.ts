/**
 * Chat out of a vendor's blob: bodies of requests and answers, states of graphs, a bare text.
 * Unlike `readMessages` it is strict: what does not look like chat is none.
 */
import type { JsonValue, Message, ToolDefinition } from '../../messages';
import { firstMember, isArray, isObject, member, textMember, type JsonObject } from '../json-value';
import { readMessages } from './read-messages';
import { isPydanticModelMessage } from './read-pydantic-messages';
import { readToolDefinitions } from './read-tool-definitions';
import { roleOf } from './role';

export interface ChatBlob {
  readonly system: readonly Message[];
  readonly messages: readonly Message[];
  readonly toolDefinitions: readonly ToolDefinition[];
}

const noMessages: readonly Message[] = [];

/** Reads chat out of a blob that went in or came out; null where it is something else. */
export function readChatBlob(value: JsonValue, direction: 'input' | 'output'): ChatBlob | null {
  const role = direction === 'input' ? 'user' : 'assistant';
  if (isArray(value)) {
    const list = value.length === 1 && isArray(value[0]) ? value[0] : value;
    return list.length > 0 && list.every(isMessageLike) ? chat(readMessages(list, role)) : null;
  }
  if (!isObject(value)) return null;
  // OpenInference and LangChain wrap arguments of calls: `{args, kwargs}`, `{input: {…}}`.
  const list = findList(value, direction === 'input' ? inputKeys : outputKeys, 0);
  if (list !== null) {
    const system = systemOf(value);
    const definitions = firstMember(value, [
      'tools',
      'functions',
      'toolConfig',
      'tool_definitions',
    ]);
    return {
      system: system === null ? noMessages : readMessages(system, 'system'),
      messages: readMessages(list, role),
      toolDefinitions: definitions === undefined ? [] : readToolDefinitions(definitions),
    };
  }
  const text = direction === 'input' ? requestText(value) : null;
  if (text !== null) {
    const system = systemOf(value);
    return {
      system: system === null ? noMessages : readMessages(system, 'system'),
      messages: readMessages(text, 'user'),
      toolDefinitions: readToolDefinitions(firstMember(value, ['tools', 'functions'])),
    };
  }
  return isMessageLike(value) ? chat(readMessages(value, role)) : null;
}

function chat(messages: readonly Message[]): ChatBlob {
  return { system: noMessages, messages, toolDefinitions: [] };
}

const inputKeys = [
  'messages',
  'contents',
  'input',
  'prompt',
  'prompts',
  'input_messages',
  'chat_history',
  'history',
  'new_message',
];
const outputKeys = [
  'choices',
  'candidates',
  'generations',
  'messages',
  'output',
  'message',
  'output_messages',
  'response',
  'content',
];

function findList(value: JsonObject, keys: readonly string[], depth: number): JsonValue | null {
  for (const key of keys) {
    const inner = member(value, key);
    if (inner === undefined || inner === null) continue;
    if (isArray(inner)) {
      const list = inner.length === 1 && isArray(inner[0]) ? inner[0] : inner;
      if (list.length > 0 && list.every(isMessageLike)) return list;
    } else if (isObject(inner)) {
      if (isMessageLike(inner)) return inner;
      const nested = depth < 3 ? findList(inner, keys, depth + 1) : null;
      if (nested !== null) return nested;
    }
  }
  return null;
}

/** The one text of a request's body, e.g. OpenAI's `{model, input: 'Hello'}`. */
function requestText(value: JsonObject): string | null {
  if (typeof member(value, 'model') !== 'string') return null;
  return textMember(value, 'input', 'prompt');
}

function systemOf(value: JsonObject): JsonValue | null {
  const system = firstMember(value, [
    'system',
    'instructions',
    'system_instruction',
    'systemInstruction',
    'system_prompt',
  ]);
  if (system !== undefined) return isPartsObject(system) ?? system;
  const config = firstMember(value, ['config', 'generationConfig']);
  if (!isObject(config)) return null;
  const nested = firstMember(config, ['system_instruction', 'systemInstruction']);
  return nested === undefined ? null : (isPartsObject(nested) ?? nested);
}

/** Gemini's `{parts: […]}` without, or with any, role is the system's. */
function isPartsObject(value: JsonValue): JsonValue | null {
  const parts = isObject(value) ? member(value, 'parts') : undefined;
  return isArray(parts) ? parts : null;
}

const partTypes =
  /^(function_call|function_call_output|reasoning|message|tool_use|tool_result|text|output_text|input_text|thinking|custom_tool_call|custom_tool_call_output|\w+_call)$/;

function isMessageLike(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const role = member(value, 'role') ?? member(value, '_role');
  if (typeof role === 'string') return roleOf(role) !== null;
  const inner = firstMember(value, ['message', 'delta']);
  if (isObject(inner)) return isMessageLike(inner);
  const content = member(value, 'content');
  if (isObject(content) && isArray(member(content, 'parts'))) return true;
  const type = textMember(value, 'type');
  if (type !== null && (partTypes.test(type) || (roleOf(type) !== null && content !== undefined)))
    return true;
  if (isObject(member(value, 'kwargs')) && isArray(member(value, 'id'))) return true;
  return isPydanticModelMessage(value);
}
