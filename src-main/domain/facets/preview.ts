/**
 * One-line previews of what went in and came out. Source: MLflow's request and response previews
 * (`mlflow/tracing/utils/truncation.py`): the last user or assistant message where the content
 * is chat-shaped, else its JSON text; at most 1,000 characters.
 */
import type { JsonValue, Message } from '../messages';
import { chatMessagesIn, framedText } from './chat-shape';
import { PREVIEW_LENGTH } from './facet-row';
import { jsonPrefix } from './json-prefix';

export type PreviewRole = 'user' | 'assistant';

/** The text as one line of at most `PREVIEW_LENGTH` characters, or null where nothing is left. */
export function oneLine(text: string): string | null {
  // White space may shrink: look at more than is needed, but not at all of a huge text.
  const head = text.trimStart().slice(0, 4 * PREVIEW_LENGTH);
  const line = head.replace(/\s+/g, ' ').trim();
  if (line === '') return null;
  if (line.length <= PREVIEW_LENGTH && head.length < 4 * PREVIEW_LENGTH) return line;
  let end = Math.min(line.length, PREVIEW_LENGTH - 3);
  if (isHighSurrogate(line.charCodeAt(end - 1))) end--;
  return `${line.slice(0, end)}...`;
}

/**
 * Of chat messages: the last one of the role that has words of its own, else the last of the role,
 * else the last one.
 */
export function previewOfMessages(messages: readonly Message[], role: PreviewRole): string | null {
  const message =
    lastWhere(messages, (each) => each.role === role && !isContextOnly(each)) ??
    lastWhere(messages, (each) => each.role === role) ??
    messages.at(-1);
  return message === undefined ? null : previewOfMessage(message);
}

function previewOfMessage(message: Message): string | null {
  const isShown = isContextOnly(message) ? () => true : (text: string) => !isContext(text);
  const texts = message.parts.flatMap((part) =>
    part.type === 'text' && isShown(part.text) ? [part.text] : [],
  );
  const text = oneLine(texts.map((each) => each.slice(0, 4 * PREVIEW_LENGTH)).join('\n'));
  if (text !== null) return text;
  return oneLine(message.parts.map(wordsFor).join(' '));
}

function isContextOnly({ parts }: Message): boolean {
  return parts.length > 0 && parts.every((part) => part.type === 'text' && isContext(part.text));
}

/** What coding agents put before the user's words: Gemini CLI, Codex, Claude Code. */
const contextTags = ['session_context', 'environment_context', 'system-reminder'];

/** Whether the text is but context between the tags of a coding agent. */
function isContext(text: string): boolean {
  const trimmed = text.trim();
  return contextTags.some((tag) => trimmed.startsWith(`<${tag}>`) && trimmed.endsWith(`</${tag}>`));
}

/** What stands for a part that is not text, where a message has no text at all. */
function wordsFor(part: Message['parts'][number]): string {
  switch (part.type) {
    case 'toolCall':
      return `${part.name}(${textOf(part.args)})`;
    case 'toolResult':
      return textOf(part.result);
    case 'media':
      return part.transcript ?? `[${part.modality}]`;
    case 'document':
      return part.content.slice(0, PREVIEW_LENGTH);
    case 'compaction':
      return part.summary.slice(0, PREVIEW_LENGTH);
    case 'unknown':
      return textOf(part.value);
    case 'text':
    case 'reasoning':
      return '';
  }
}

/**
 * Of any value: the message to show where it is chat-shaped, the text where it is but the frame of
 * one (`{"question": "…"}`), else its JSON text.
 */
export function previewOfValue(value: JsonValue, role: PreviewRole): string | null {
  const messages = chatMessagesIn(value) ?? [];
  const message = lastWhere(messages, (each) => each.role === role) ?? messages.at(-1);
  return oneLine(message?.text ?? framedText(value, role) ?? '') ?? previewOfJson(value);
}

/** Of any value: its JSON text, of a text itself. */
export function previewOfJson(value: JsonValue): string | null {
  const text = oneLine(textOf(value));
  return text === null || emptyTexts.has(text) ? null : text;
}

const emptyTexts: ReadonlySet<string> = new Set(['null', '{}', '[]', '""']);

function textOf(value: JsonValue): string {
  return typeof value === 'string'
    ? value.slice(0, 8 * PREVIEW_LENGTH)
    : jsonPrefix(value, 4 * PREVIEW_LENGTH);
}

function lastWhere<T>(items: readonly T[], is: (item: T) => boolean): T | undefined {
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    if (item !== undefined && is(item)) return item;
  }
  return undefined;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
