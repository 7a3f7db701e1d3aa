import { ContentHash, type ContentHashes } from '../diff/content-hash';
import type { Scrubbing } from '../diff/scrub';
import type { JsonValue, MediaPart, Message, MessagePart, MessageRole } from '../messages';
import { isSystemRole } from './system-role';

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
 * Hashes of role and content. `plain` is the same when a message comes back in the history of a
 * later call, `compared` in two runs that did the same: names, ids, reasoning and the way JSON is
 * written do not count, as providers and frameworks drop or rewrite them.
 */
export function messageHashes(message: Message): ContentHashes {
  const hash = new ContentHash();
  hash.mark(roleMarks[roleOf(message)]);
  for (const part of message.parts) addPart(hash, part, scrubbingOf(message.role, part.type));
  return hash.finish();
}

/** Of one run: tells whether two messages are one. */
export function hashMessage(message: Message): number {
  return messageHashes(message).plain;
}

/** What of a part of a message is of one run alone. */
export function scrubbingOf(role: MessageRole, type: MessagePart['type']): Scrubbing {
  if (type === 'toolCall') return 'arguments';
  if (type === 'media') return 'exact';
  return isSystemRole(role) ? 'prompt' : 'content';
}

/** Some senders give tool results the role `user`. */
function roleOf(message: Message): MessageRole {
  const isToolResult =
    message.parts.length > 0 && message.parts.every((part) => part.type === 'toolResult');
  return isToolResult ? 'tool' : message.role;
}

function addPart(hash: ContentHash, part: MessagePart, scrubbing: Scrubbing): void {
  switch (part.type) {
    case 'text':
      return hash.text(part.text.trim(), scrubbing);
    case 'reasoning':
      return;
    case 'toolCall':
      hash.mark(10);
      hash.text(part.name, 'exact');
      hash.mark(11);
      return hash.json(part.args, scrubbing);
    case 'toolResult':
      hash.mark(12);
      return hash.json(plainResult(part.result), scrubbing);
    case 'media':
      hash.mark(13);
      return addMedia(hash, part);
    case 'document':
      hash.mark(14);
      return hash.text(part.content.trim(), scrubbing);
    case 'compaction':
      hash.mark(15);
      return hash.text(part.summary.trim(), scrubbing);
    case 'unknown':
      hash.mark(16);
      return hash.json(part.value, scrubbing);
  }
}

function addMedia(hash: ContentHash, part: MediaPart): void {
  const content = part.base64 ?? part.uri ?? part.fileId ?? '';
  const data = content.startsWith('data:') ? content.slice(content.indexOf(',') + 1) : content;
  hash.text(String(data.length), 'exact');
  hash.text(data.slice(0, MEDIA_SAMPLE), 'exact');
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
