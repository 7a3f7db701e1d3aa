/** Messages as plain text: to copy, to search, and the first words of folded ones. */
import type { JsonValue, Message, MessagePart, MessageRole } from '@domain/messages';

import { formatNode, nodeOfJson } from './json-node';

/** Of a folded message as much is shown, at the most. */
const PREVIEW_CHARS = 200;

/** What a value says as text: strings bare, all else as JSON. */
export function jsonText(value: JsonValue, indent = 2): string {
  return typeof value === 'string' ? value : formatNode(nodeOfJson(value), indent);
}

/** The text that a JSON string holds, quotes and all; null where the value is none. */
function quotedText(text: string): string | null {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/**
 * The text of a tool's result where it is nothing but text in blocks, as MCP and several
 * providers send it: `[{type: 'text', text}]`, or the same as `content`; or a text that was sent as
 * JSON. Null for all else.
 */
export function textOfBlocks(value: JsonValue): string | null {
  if (typeof value === 'string') return quotedText(value) ?? value;
  const blocks = Array.isArray(value) ? (value as readonly JsonValue[]) : contentOf(value);
  if (blocks === null || blocks.length === 0) return null;
  const texts: string[] = [];
  for (const block of blocks) {
    const text = memberOf(block, 'text');
    if (memberOf(block, 'type') !== 'text' || typeof text !== 'string') return null;
    texts.push(text);
  }
  return texts.join('\n');
}

function contentOf(value: JsonValue): readonly JsonValue[] | null {
  const content = memberOf(value, 'content');
  return Array.isArray(content) ? (content as readonly JsonValue[]) : null;
}

function memberOf(value: JsonValue, key: string): JsonValue | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, JsonValue>)[key] : undefined;
}

/** The whole message as one would paste it. */
export function messageText({ parts }: Pick<Message, 'parts'>): string {
  return parts.map(partText).join('\n\n');
}

/** A part as one would paste it; of media what they are. */
export function partText(part: MessagePart): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'toolCall':
      return `${part.name}(${jsonText(part.args, 0)})`;
    case 'toolResult':
      return textOfBlocks(part.result) ?? jsonText(part.result);
    case 'media':
      return part.transcript ?? part.uri ?? `[${part.modality} ${part.mime ?? ''}]`;
    case 'document':
      return part.content;
    case 'compaction':
      return part.summary;
    case 'unknown':
      return jsonText(part.value);
  }
}

/** The first words of a message on one line. What was thought gives way to what was said. */
export function messagePreview(message: Pick<Message, 'parts'>): string {
  const { parts } = message;
  const said = parts.find(({ type }) => type !== 'reasoning') ?? parts[0];
  return said === undefined ? '' : oneLine(partText(said));
}

/** The beginning of a text on one line. */
export function oneLine(text: string): string {
  const line = text
    .slice(0, PREVIEW_CHARS * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > PREVIEW_CHARS ? `${line.slice(0, PREVIEW_CHARS)}…` : line;
}

const roleLabels: Readonly<Record<MessageRole, string>> = {
  system: 'System',
  developer: 'Developer',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
};

export interface MessageHeading {
  readonly label: string;
  /** Whose edge it has: results that a user's message carries are a tool's all the same. */
  readonly role: MessageRole;
  readonly isError: boolean;
}

/** What stands at the head of a message. */
export function headingOf({ role, parts }: Pick<Message, 'role' | 'parts'>): MessageHeading {
  const isResult = parts.length > 0 && parts.every(({ type }) => type === 'toolResult');
  if (!isResult) return { label: roleLabels[role], role, isError: false };
  return {
    label: parts.length === 1 ? 'Tool result' : `${parts.length} tool results`,
    role: 'tool',
    isError: parts.some((part) => part.type === 'toolResult' && part.isError),
  };
}

/** The role of a message as one says it in a list, in lower case. */
export function roleWord(message: Pick<Message, 'role' | 'parts'>): string {
  return headingOf(message).role;
}
