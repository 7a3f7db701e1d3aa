/**
 * One part of a message, in any dialect. Source: conventions reference §2 (part dialects) and §4.
 */
import type { JsonValue, MessagePart, ReasoningPart } from '../../messages';
import {
  firstMember,
  isArray,
  isObject,
  member,
  parsedOnce,
  textMember,
  textOf,
  type JsonObject,
} from '../json-value';
import { readDocument } from './read-documents';
import { mediaFromObject, mediaFromText, modalityOf } from './read-media';
import { readToolCall, readToolResult } from './read-tool-parts';

type PartReader = (part: JsonObject, type: string) => MessagePart | null;

/** Reads one part; what it does not know becomes an unknown part, so nothing is lost. */
export function readPart(value: JsonValue): MessagePart {
  if (typeof value === 'string') return { type: 'text', text: value };
  if (!isObject(value)) return unknownPart(value, '');
  const typeRaw = textMember(value, 'type', 'part_kind', 'block_type', 'kind') ?? '';
  const reader = readers.get(typeRaw.toLowerCase().replaceAll('-', '_'));
  const known =
    reader?.(value, typeRaw) ?? readUntyped(value, typeRaw) ?? readByName(value, typeRaw);
  return known ?? unknownPart(value, typeRaw);
}

/** Parts of a message's content: one text, one part, or a list. */
export function readContent(content: JsonValue | undefined, into: MessagePart[]): void {
  if (content === undefined || content === '') return;
  if (!isArray(content)) {
    into.push(readPart(content));
    return;
  }
  for (const part of content.slice(0, MAX_PARTS)) into.push(readPart(part));
}

const MAX_PARTS = 20_000;

function unknownPart(value: JsonValue, typeRaw: string): MessagePart {
  return { type: 'unknown', typeRaw, value };
}

const readText: PartReader = (part) => {
  const text = firstMember(part, ['text', 'content', 'value', 'refusal', 'data']);
  if (text === undefined) return { type: 'text', text: '' };
  if (typeof text === 'string') return { type: 'text', text };
  // OpenAI's assistants say `{text: {value, annotations}}`.
  const inner = isObject(text) ? textMember(text, 'value', 'text') : null;
  return { type: 'text', text: inner ?? textOf(text) };
};

const readReasoning: PartReader = (part, type) => {
  const text =
    textMember(part, 'text', 'thinking', 'content', 'reasoning', 'reasoning_content', 'thought') ??
    textMember(nested(part, 'reasoningText'), 'text') ??
    (joinedText(member(part, 'summary')) || joinedText(member(part, 'content')));
  // OpenLLMetry writes OpenAI's summaries as JSON text.
  const summary = text.startsWith('[{') ? joinedText(parsedOnce(text)) : '';
  return reasoning(summary || text, type.includes('redacted') || text === '');
};

function reasoning(text: string, isHidden: boolean): ReasoningPart {
  return { type: 'reasoning', text: isHidden ? '' : text, isHidden };
}

const emptyObject: JsonObject = {};

function nested(part: JsonObject, key: string): JsonObject {
  const value = member(part, key);
  return isObject(value) ? value : emptyObject;
}

/** Text of a list of `{text}` as OpenAI's reasoning summaries are. */
function joinedText(value: JsonValue | undefined): string {
  if (!isArray(value)) return '';
  const texts = value.map((item) =>
    typeof item === 'string'
      ? item
      : isObject(item)
        ? (textMember(item, 'text', 'content') ?? '')
        : '',
  );
  return texts.filter((text) => text !== '').join('\n\n');
}

const readCall: PartReader = (part) => readToolCall(part, member(part, 'builtin') === true);
const readServerCall: PartReader = (part) => readToolCall(part, true);
const readResultPart: PartReader = (part) => readToolResult(part, member(part, 'builtin') === true);
const readServerResult: PartReader = (part) => readToolResult(part, true);

const mediaReader =
  (modality: 'image' | 'audio' | 'video' | 'file'): PartReader =>
  (part) =>
    mediaFromObject(part, modality);

/** Semconv's `blob`, `uri` and `file` parts tell their modality apart from their type. */
const readSemconvMedia: PartReader = (part) => {
  const word = textMember(part, 'modality');
  const name = textMember(part, 'filename', 'fileName');
  const made = mediaFromObject(part, modalityOf(word ?? textMember(part, 'kind')));
  return made === null && name !== null
    ? mediaFromText(`file:${name}`, { modality: 'file', name })
    : made;
};

const readDocumentPart: PartReader = (part) => {
  const source = nested(part, 'source');
  if (
    member(source, 'type') === 'text' ||
    textMember(part, 'page_content', 'pageContent') !== null
  ) {
    const document = readDocument(source === emptyObject ? part : { ...part, ...source });
    const title = textMember(part, 'title');
    const metadata = document.metadata ?? (title === null ? null : { title });
    return { type: 'document', ...document, metadata };
  }
  return mediaFromObject(part, 'file');
};

const readCompaction: PartReader = (part) => ({
  type: 'compaction',
  summary: textMember(part, 'content', 'summary', 'text') ?? '',
});

const readers: ReadonlyMap<string, PartReader> = new Map<string, PartReader>([
  ['text', readText],
  ['input_text', readText],
  ['output_text', readText],
  ['summary_text', readText],
  ['refusal', readText],
  ['plain_text', readText],
  ['reasoning', readReasoning],
  ['thinking', readReasoning],
  ['redacted_thinking', readReasoning],
  ['redacted_reasoning', readReasoning],
  ['reasoning_content', readReasoning],
  ['reasoning_text', readReasoning],
  ['thought', readReasoning],
  ['tool_call', readCall],
  ['tool_use', readCall],
  ['function_call', readCall],
  ['custom_tool_call', readCall],
  ['mcp_approval_request', readServerCall],
  ['function', readCall],
  ['builtin_tool_call', readServerCall],
  ['server_tool_use', readServerCall],
  ['server_tool_call', readServerCall],
  ['mcp_tool_use', readServerCall],
  ['tool_result', readResultPart],
  ['tool_call_response', readResultPart],
  ['tool_response', readResultPart],
  ['tool_return', readResultPart],
  ['function_call_output', readResultPart],
  ['custom_tool_call_output', readResultPart],
  ['computer_call_output', readResultPart],
  ['local_shell_call_output', readResultPart],
  ['shell_call_output', readResultPart],
  ['tool_error', (part) => ({ ...readToolResult(part), isError: true })],
  ['builtin_tool_return', readServerResult],
  ['server_tool_call_response', readServerResult],
  ['image_url', mediaReader('image')],
  ['input_image', mediaReader('image')],
  ['image', mediaReader('image')],
  ['video', mediaReader('video')],
  ['video_url', mediaReader('video')],
  ['audio', mediaReader('audio')],
  ['audio_url', mediaReader('audio')],
  ['input_audio', mediaReader('audio')],
  ['output_audio', mediaReader('audio')],
  ['input_file', mediaReader('file')],
  ['document_url', mediaReader('file')],
  ['media', mediaReader('file')],
  ['file_data', readSemconvMedia],
  ['binary', readSemconvMedia],
  ['blob', readSemconvMedia],
  ['uri', readSemconvMedia],
  ['file', readSemconvMedia],
  ['document', readDocumentPart],
  ['compaction', readCompaction],
  ['compacted', readCompaction],
]);

/** Types of which there are more than can be listed, e.g. `web_search_call`. */
function readByName(part: JsonObject, type: string): MessagePart | null {
  if (type.endsWith('_tool_result')) return readToolResult(part, true);
  if (type.endsWith('_call_output')) return readToolResult(part);
  if (type.endsWith('_call'))
    return { ...readToolCall(part, true), name: type.slice(0, -'_call'.length) };
  return null;
}

/** Parts that tell by their member what they are: Gemini, Bedrock, Genkit, Haystack. */
function readUntyped(part: JsonObject, type: string): MessagePart | null {
  for (const key in part) {
    const reader = untypedReaders.get(key);
    if (reader === undefined || !Object.hasOwn(part, key)) continue;
    const value = member(part, key);
    if (value === null || value === undefined) continue;
    const read = reader(value, part, type);
    if (read !== null) return read;
  }
  return null;
}

type UntypedReader = (value: JsonValue, part: JsonObject, type: string) => MessagePart | null;

const callOf: UntypedReader = (value) => (isObject(value) ? readToolCall(value) : null);
const resultOf: UntypedReader = (value) => (isObject(value) ? readToolResult(value) : null);
const mediaOf =
  (modality: 'image' | 'audio' | 'video' | 'file'): UntypedReader =>
  (value) =>
    typeof value === 'string'
      ? mediaFromText(value, { modality })
      : isObject(value)
        ? mediaFromObject(value, modality)
        : null;

const textOfMember: UntypedReader = (value, part, type) => {
  if (typeof value !== 'string' || type !== '') return null;
  // Gemini marks thoughts on text parts.
  return member(part, 'thought') === true
    ? reasoning(value, value === '')
    : { type: 'text', text: value };
};

const untypedReaders: ReadonlyMap<string, UntypedReader> = new Map<string, UntypedReader>([
  ['text', textOfMember],
  ['functionCall', callOf],
  ['function_call', callOf],
  ['toolUse', callOf],
  ['toolRequest', callOf],
  ['tool_call', callOf],
  ['functionResponse', resultOf],
  ['function_response', resultOf],
  ['toolResult', resultOf],
  ['toolResponse', resultOf],
  [
    'tool_call_result',
    (value) => {
      if (!isObject(value)) return null;
      const origin = nested(value, 'origin');
      const result = readToolResult(value);
      return { ...result, id: textMember(origin, 'id'), name: textMember(origin, 'tool_name') };
    },
  ],
  ['inlineData', mediaOf('file')],
  ['inline_data', mediaOf('file')],
  ['fileData', mediaOf('file')],
  ['file_data', mediaOf('file')],
  ['media', mediaOf('file')],
  ['image', mediaOf('image')],
  ['image_url', mediaOf('image')],
  ['video', mediaOf('video')],
  ['audio', mediaOf('audio')],
  ['document', mediaOf('file')],
  [
    'reasoningContent',
    (value) => {
      if (!isObject(value)) return null;
      const text = textMember(nested(value, 'reasoningText'), 'text') ?? '';
      return reasoning(text, text === '');
    },
  ],
  [
    'reasoning',
    (value, _part, type) =>
      typeof value === 'string' && type === '' ? reasoning(value, false) : null,
  ],
  ['thinking', (value) => (typeof value === 'string' ? reasoning(value, value === '') : null)],
  [
    'executableCode',
    (value) =>
      isObject(value)
        ? { ...readToolCall(value, true), name: 'code_execution', args: value }
        : null,
  ],
  [
    'codeExecutionResult',
    (value) =>
      isObject(value)
        ? {
            ...readToolResult(value, true),
            name: 'code_execution',
            isError: /FAILED|DEADLINE/.test(textMember(value, 'outcome') ?? ''),
          }
        : null,
  ],
  ['page_content', (_value, part) => ({ type: 'document', ...readDocument(part) })],
]);
