/** Tool calls and tool results of all dialects. */
import type { JsonValue, ToolCallPart, ToolResultPart } from '../../messages';
import {
  firstMember,
  isArray,
  isObject,
  member,
  parseJson,
  parsedOnce,
  textMember,
  type JsonObject,
} from '../json-value';

/** OpenAI's Responses give an item an id of its own beside that of the call. */
const callIdKeys = [
  'call_id',
  'callId',
  'toolCallId',
  'tool_call_id',
  'tool_use_id',
  'toolUseId',
  'id',
  'tool_id',
  'ref',
];
const resultIdKeys = [
  'tool_use_id',
  'toolUseId',
  'tool_call_id',
  'toolCallId',
  'call_id',
  'callId',
  'ref',
  'id',
];
const nameKeys = ['name', 'tool_name', 'toolName', 'function_name'];
const argumentKeys = [
  'arguments',
  'args',
  'tool_kwargs',
  'input',
  'parameters',
  'tool_input',
  'action',
  'params',
];
const resultKeys = [
  'response',
  'result',
  'output',
  'content',
  'value',
  'outputs',
  'tools',
  'results',
  'data',
];

/**
 * A tool call out of an object that is one: OpenAI's `{id, function: {name, arguments}}`,
 * Anthropic's `tool_use`, semconv's `tool_call`, the Vercel AI SDK's `tool-call`, LangChain's
 * `{name, args, id}`, Gemini's `functionCall`, Bedrock's `toolUse`, …
 */
export function readToolCall(value: JsonObject, isServerSide = false): ToolCallPart {
  const inner = firstMember(value, ['function', 'server_tool_call', 'tool_call', 'custom']);
  const body = isObject(inner) ? inner : value;
  const name = textMember(body, ...nameKeys) ?? textMember(value, ...nameKeys);
  return {
    type: 'toolCall',
    id:
      textMember(value, ...callIdKeys) ?? (body === value ? null : textMember(body, ...callIdKeys)),
    name: name ?? textMember(body, 'type') ?? textMember(value, 'type') ?? '',
    args: readArguments(firstMember(body, argumentKeys) ?? remainder(body)),
    isServerSide,
  };
}

/** Arguments as sent: text is parsed where it is JSON. */
function readArguments(value: JsonValue | undefined): JsonValue {
  if (value === undefined) return null;
  return typeof value === 'string' ? (parseJson(value) ?? value) : value;
}

/** Members of a provider's own call that are not its identity, e.g. `queries` of a file search. */
function remainder(value: JsonObject): JsonValue {
  const entries = Object.entries(value).filter(
    ([key]) => !identityKeys.has(key) && !callIdKeys.includes(key) && !nameKeys.includes(key),
  );
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

const identityKeys = new Set(['type', 'part_kind', 'status', 'index', 'cache_control']);

/**
 * A tool result out of an object that is one: Anthropic's `tool_result`, semconv's
 * `tool_call_response`, OpenAI's `function_call_output`, the Vercel AI SDK's `tool-result`,
 * Gemini's `functionResponse`, Bedrock's `toolResult`, …
 */
export function readToolResult(value: JsonObject, isServerSide = false): ToolResultPart {
  const inner = member(value, 'server_tool_call_response');
  const body = isObject(inner) ? { ...value, ...inner } : value;
  const raw = firstMember(body, resultKeys);
  const result = readResult(raw);
  return {
    type: 'toolResult',
    id: textMember(value, ...resultIdKeys),
    name: textMember(value, ...nameKeys),
    result: result.value,
    isError: result.isError || isErrorFlagged(body),
    isServerSide,
  };
}

function isErrorFlagged(value: JsonObject): boolean {
  const flag = firstMember(value, ['is_error', 'isError', 'error']);
  if (flag !== undefined) return flag !== false && flag !== '' && flag !== 'false' && flag !== 0;
  const status = member(value, 'status');
  return status === 'error' || status === 'failed';
}

/** The result of a tool as plain JSON: text parts joined, JSON text parsed. */
export function readResult(raw: JsonValue | undefined): { value: JsonValue; isError: boolean } {
  if (raw === undefined) return { value: null, isError: false };
  if (typeof raw === 'string') return { value: parsedOnce(raw), isError: false };
  if (isArray(raw)) return { value: joinedParts(raw), isError: false };
  if (isObject(raw)) return unwrapOutput(raw);
  return { value: raw, isError: false };
}

/** The AI SDK wraps outputs: `{type: 'json' | 'text' | 'error-text' | …, value}`. */
function unwrapOutput(output: JsonObject): { value: JsonValue; isError: boolean } {
  const type = member(output, 'type');
  const value = member(output, 'value');
  if (typeof type !== 'string' || value === undefined) {
    const keys = Object.keys(output);
    const only = keys.length === 1 ? member(output, keys[0] ?? '') : undefined;
    // Gemini and Pydantic AI wrap plain results of functions.
    if (only !== undefined && (keys[0] === 'result' || keys[0] === 'return_value')) {
      return { value: parsedOnce(only), isError: false };
    }
    return { value: output, isError: false };
  }
  if (!/^(error-)?(text|json|content)$|^execution-denied$/.test(type)) {
    return { value: output, isError: false };
  }
  return {
    value: isArray(value) ? joinedParts(value) : parsedOnce(value),
    isError: type.startsWith('error'),
  };
}

/** Text of `[{type: 'text', text}]` and Bedrock's `[{text}, {json}]`; other lists as they are. */
function joinedParts(parts: readonly JsonValue[]): JsonValue {
  if (parts.length === 0) return [];
  const texts: string[] = [];
  for (const part of parts) {
    if (!isObject(part)) return parts;
    const json = member(part, 'json');
    if (parts.length === 1 && json !== undefined) return json;
    const text =
      member(part, 'text') ??
      (member(part, 'type') === 'text' ? member(part, 'content') : undefined);
    if (typeof text !== 'string') return parts;
    texts.push(text);
  }
  return parsedOnce(texts.join('\n'));
}
