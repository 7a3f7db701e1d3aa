import type { JsonValue, MediaPart, Message, MessagePart, MessageRole } from '../messages';
import { addJson, addMark, addText, finishHash, newHash, type HashState } from './text-hash';

const roleMarks: Record<MessageRole, number> = {
  system: 1,
  // The same prompt by another name.
  developer: 1,
  user: 2,
  assistant: 3,
  tool: 4,
};

/** Characters of a media part that are hashed, beside its length. */
const MEDIA_SAMPLE = 512;

/**
 * A 32-bit hash of role and content, the same when a message comes back in the history of a later
 * call: names, ids, reasoning and the way JSON is written do not count, as providers and
 * frameworks drop or rewrite them.
 */
export function hashMessage(message: Message): number {
  const hash = newHash();
  addMark(hash, roleMarks[roleOf(message)]);
  for (const part of message.parts) addPart(hash, part);
  return finishHash(hash);
}

/** Some senders give tool results the role `user`. */
function roleOf(message: Message): MessageRole {
  const isToolResult =
    message.parts.length > 0 && message.parts.every((part) => part.type === 'toolResult');
  return isToolResult ? 'tool' : message.role;
}

function addPart(hash: HashState, part: MessagePart): void {
  switch (part.type) {
    case 'text':
      return addText(hash, part.text.trim());
    case 'reasoning':
      return;
    case 'toolCall':
      addMark(hash, 10);
      addText(hash, part.name);
      addMark(hash, 11);
      return addJson(hash, part.args);
    case 'toolResult':
      addMark(hash, 12);
      return addJson(hash, plainResult(part.result));
    case 'media':
      addMark(hash, 13);
      return addMedia(hash, part);
    case 'document':
      addMark(hash, 14);
      return addText(hash, part.content.trim());
    case 'compaction':
      addMark(hash, 15);
      return addText(hash, part.summary.trim());
    case 'unknown':
      addMark(hash, 16);
      return addJson(hash, part.value);
  }
}

function addMedia(hash: HashState, part: MediaPart): void {
  const content = part.base64 ?? part.uri ?? part.fileId ?? '';
  const data = content.startsWith('data:') ? content.slice(content.indexOf(',') + 1) : content;
  addText(hash, String(data.length));
  addText(hash, data.slice(0, MEDIA_SAMPLE));
}

/** A list of text blocks is the text, as the other providers send it. */
function plainResult(result: JsonValue): JsonValue {
  if (typeof result === 'string') return result.trim();
  if (!Array.isArray(result) || result.length === 0) return result;
  const texts: string[] = [];
  for (const block of result as readonly JsonValue[]) {
    if (block === null || typeof block !== 'object' || Array.isArray(block)) return result;
    const { type, text } = block as { readonly [key: string]: JsonValue };
    if (type !== 'text' || typeof text !== 'string') return result;
    texts.push(text);
  }
  return texts.join('').trim();
}
