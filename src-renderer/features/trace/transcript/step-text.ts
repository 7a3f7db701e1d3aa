/** What steps say in one line. */
import type { SpanView } from '@contract/facets';
import type { SpanError } from '@domain/facets/span-facets';
import type { JsonValue, Message } from '@domain/messages';

import { textOfBlocks } from '../../../ui/content/message-text';
import { isToldByTool } from './told-by-tools';

const INLINE_CHARS = 240;
/** Arguments up to this long are read at once in the head of a step. */
const SHORT_CHARS = 72;

/** Arguments of a call in one line: `path="bench/" k="insert"`; a lone text as it is. */
export function inlineArguments(args: JsonValue): string {
  if (args === null) return '';
  if (typeof args !== 'object') return oneLine(String(args));
  const entries = Array.isArray(args)
    ? args.map((value, at) => [String(at), value as JsonValue] as const)
    : Object.entries(args as Readonly<Record<string, JsonValue>>);
  const [only] = entries;
  if (entries.length === 1 && typeof only?.[1] === 'string') return oneLine(only[1]);
  return oneLine(entries.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(' '));
}

/** Whether the one line of the arguments says all of them. */
export function isShort(args: JsonValue): boolean {
  if (typeof args === 'string') return args.length <= SHORT_CHARS && !args.includes('\n');
  return args === null || JSON.stringify(args).length <= SHORT_CHARS;
}

/** The beginning of a result in one line. */
export function inlineResult(result: JsonValue): string {
  if (result === null) return '';
  return oneLine(textOfBlocks(result) ?? JSON.stringify(result));
}

/** Whether a result is the text of the error that stands beside it: many send it as both. */
export function isErrorText(result: JsonValue, { message, stack }: SpanError): boolean {
  const text = result === null ? null : textOfBlocks(result)?.trim();
  return text != null && text !== '' && [message, stack].some((each) => each?.trim() === text);
}

/** Text of messages in one line, without reasoning. */
export function inlineMessages(messages: readonly Message[]): string {
  const texts = messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])),
  );
  return oneLine(texts.join(' '));
}

/** All that can be searched for in a step: what it tells itself, and not what its tools tell. */
export function searchText(view: SpanView): string {
  const { facets } = view;
  const pieces: string[] = [facets.label];
  const read = (messages: readonly Message[]): void => {
    for (const { parts } of messages) {
      for (const part of parts) {
        if (isToldByTool(part, view)) continue;
        switch (part.type) {
          case 'text':
          case 'reasoning':
            pieces.push(part.text);
            break;
          case 'toolCall':
            pieces.push(part.name, JSON.stringify(part.args));
            break;
          case 'toolResult':
            pieces.push(JSON.stringify(part.result));
            break;
          case 'document':
            pieces.push(part.content);
            break;
          case 'compaction':
            pieces.push(part.summary);
            break;
          case 'media':
          case 'unknown':
            break;
        }
      }
    }
  };
  read(facets.model?.system ?? []);
  read(facets.model?.input ?? []);
  read(facets.model?.output ?? []);
  for (const payload of [
    facets.tool?.args,
    facets.tool?.result,
    ...facets.input,
    ...facets.output,
  ]) {
    if (payload === null || payload === undefined) continue;
    const { value } = payload;
    pieces.push(typeof value === 'string' ? value : JSON.stringify(value));
  }
  for (const { content } of facets.retrieval?.documents ?? []) pieces.push(content);
  if (facets.error?.message) pieces.push(facets.error.message);
  return pieces.join('\n').toLowerCase();
}

function oneLine(text: string): string {
  return text
    .slice(0, INLINE_CHARS * 2)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, INLINE_CHARS);
}

/** What the user, or whoever stands for one, asked of a step: the text of each such message. */
export function askedTexts(view: SpanView): readonly string[] {
  const { model } = view.facets;
  const texts = (model?.input ?? []).filter(({ role }) => role === 'user').map(messageKey);
  return [...texts, ...askedPlainly(view)].filter((text) => text !== '');
}

/** What an agent was asked where that is no chat message but a text of its own. */
export function askedPlainly({ facets }: SpanView): readonly string[] {
  const hasMessages = facets.model?.input.some(({ role }) => role === 'user') === true;
  if (facets.kind !== 'agent' || hasMessages) return [];
  const texts = facets.input.flatMap(({ value }) =>
    typeof value === 'string' ? [value.trim()] : [],
  );
  return [...new Set(texts)].filter((text) => text !== '');
}

/** The text by which two messages are told to be the same. */
export function messageKey({ parts }: Message): string {
  return parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n')
    .trim();
}
