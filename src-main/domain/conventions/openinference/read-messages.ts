/** OpenInference's flattened messages, completions and prompts. Source: conventions reference §4. */
import type { JsonValue, Message } from '../../messages';
import type { FacetDraft, SpanSource } from '../convention';
import { isArray, isObject, member, type JsonObject } from '../json-value';
import { provenanceOf } from '../provenance';
import { readMessages } from '../read/read-messages';
import { unflattenList } from '../read/unflatten';

const from = provenanceOf('openinference');

/** Proposes chat messages, else the texts of a completion. */
export function proposeOpenInferenceMessages({ attributes }: SpanSource, draft: FacetDraft): void {
  const directions = [
    ['input', 'llm.input_messages', 'llm.prompts', 'user'],
    ['output', 'llm.output_messages', 'llm.choices', 'assistant'],
  ] as const;
  for (const [direction, key, completionKey, role] of directions) {
    const list = unflattenList(attributes.withPrefix(`${key}.`), `${key}.`);
    if (list.length > 0) {
      const messages = mergeSplitAnswer(readMessages(list.map(messageIn), role), direction);
      draft.messages(direction, messages, 'openInferenceFlattened', from.attribute(key));
      continue;
    }
    const texts = unflattenList(attributes.withPrefix(`${completionKey}.`), `${completionKey}.`);
    if (texts.length > 0) {
      draft.messages(
        direction,
        readMessages(texts.map(completionIn), role),
        'openInferenceFlattened',
        from.attribute(completionKey),
      );
    }
  }
}

/** `{message: {role, contents: [{message_content}], tool_calls: [{tool_call}]}}` without wrappers. */
function messageIn(item: JsonValue): JsonValue {
  const message = isObject(item) ? member(item, 'message') : undefined;
  if (!isObject(message)) return item;
  const { contents, tool_calls: calls, content, ...rest } = message;
  const parts = isArray(contents) ? contents.map(contentIn) : [];
  const toolCalls = isArray(calls) ? calls.map(callIn) : [];
  return {
    ...rest,
    ...(parts.length > 0 ? { content: parts } : content === undefined ? {} : { content }),
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
    ...functionCall(message),
  };
}

/** The oldest way of a single call. */
function functionCall(message: JsonObject): JsonObject {
  const name = member(message, 'function_call_name');
  if (typeof name !== 'string') return {};
  const args = member(message, 'function_call_arguments_json') ?? null;
  return { function_call: { name, arguments: args } };
}

/** A call without arguments is written without any. */
function callIn(item: JsonValue): JsonValue {
  const call = unwrap(item, 'tool_call');
  if (!isObject(call)) return call;
  const { function: called, ...rest } = call;
  if (!isObject(called)) return call;
  return { ...rest, function: { arguments: {}, ...called } };
}

function contentIn(item: JsonValue): JsonValue {
  const content = unwrap(item, 'message_content');
  if (!isObject(content)) return content;
  const call = isObject(item) ? member(item, 'tool_call') : undefined;
  if (call !== undefined) return { type: 'tool_use', ...asObject(callIn(call)) };
  const image = member(content, 'image');
  const encrypted = member(content, 'encrypted_content');
  // `image.image.url`: the wrapper has the name of what it wraps.
  if (isObject(image)) return { ...content, image: unwrap(image, 'image') };
  if (encrypted !== undefined && member(content, 'text') === undefined) {
    return { type: 'redacted_thinking', data: encrypted };
  }
  return content;
}

function asObject(value: JsonValue): JsonObject {
  return isObject(value) ? value : {};
}

function unwrap(item: JsonValue, name: string): JsonValue {
  const inner = isObject(item) ? member(item, name) : undefined;
  return inner ?? item;
}

function completionIn(item: JsonValue): JsonValue {
  const inner = isObject(item) ? (member(item, 'prompt') ?? member(item, 'completion')) : undefined;
  const text = isObject(inner) ? member(inner, 'text') : undefined;
  return text ?? item;
}

/**
 * OpenAI's Responses give one answer as several items (thoughts, text, calls), each written as a
 * message of its own: they are one answer, unless the sender gave several choices.
 */
function mergeSplitAnswer(
  messages: readonly Message[],
  direction: 'input' | 'output',
): readonly Message[] {
  if (direction === 'input' || messages.length < 2) return messages;
  const [first] = messages;
  if (first === undefined || !isSplit(messages)) return messages;
  return [{ ...first, parts: messages.flatMap(({ parts }) => parts) }];
}

/** Several choices would have several texts. */
function isSplit(messages: readonly Message[]): boolean {
  if (messages.some(({ role }) => role !== 'assistant')) return false;
  return messages.filter(({ parts }) => parts.some(({ type }) => type === 'text')).length < 2;
}
