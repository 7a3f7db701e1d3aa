/** How many tokens a text may be. Every model counts differently; this is right within a fifth or so. */
import { estimateTokenCount } from 'tokenx';

import type { JsonValue, Message, MessagePart } from './messages';

/** Of longer texts, pieces are counted and the rest is taken to be like them. */
const WHOLE_CHARS = 40_000;
const PIECES = 8;
const PIECE_CHARS = 4000;
/** Role and marks that stand around every message. */
const MESSAGE_TOKENS = 4;
/** A picture of about a megapixel, as most providers count one. */
const IMAGE_TOKENS = 1000;
/** Of nested values, what is deeper counts nothing. */
const MAX_DEPTH = 64;

/** Estimated tokens of a text; a text of any length costs the same from 40,000 characters on. */
export function estimateTokens(text: string): number {
  if (text.length <= WHOLE_CHARS) return estimateTokenCount(text);
  const step = (text.length - PIECE_CHARS) / (PIECES - 1);
  let tokens = 0;
  for (let piece = 0; piece < PIECES; piece += 1) {
    const from = Math.floor(piece * step);
    tokens += estimateTokenCount(text.slice(from, from + PIECE_CHARS));
  }
  return Math.round((tokens / (PIECES * PIECE_CHARS)) * text.length);
}

/** Estimated tokens of a message with all its parts. */
export function estimateMessageTokens({ parts }: Pick<Message, 'parts'>): number {
  let tokens = MESSAGE_TOKENS;
  for (const part of parts) tokens += estimatePartTokens(part);
  return tokens;
}

/** Estimated tokens of a part of a message. */
export function estimatePartTokens(part: MessagePart): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return estimateTokens(part.text);
    case 'toolCall':
      return estimateTokens(part.name) + estimateJsonTokens(part.args);
    case 'toolResult':
      return estimateJsonTokens(part.result);
    case 'media':
      if (part.transcript !== null) return estimateTokens(part.transcript);
      return part.modality === 'image' ? IMAGE_TOKENS : 0;
    case 'document':
      return estimateTokens(part.content);
    case 'compaction':
      return estimateTokens(part.summary);
    case 'unknown':
      return estimateJsonTokens(part.value);
  }
}

/** Estimated tokens of a value written as JSON, without writing it. */
export function estimateJsonTokens(value: JsonValue): number {
  return countJson(value, 0);
}

function countJson(value: JsonValue, depth: number): number {
  if (typeof value === 'string') return estimateTokens(value);
  if (value === null || typeof value !== 'object') return 1;
  if (depth === MAX_DEPTH) return 0;
  let tokens = 2;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) tokens += 1 + countJson(item, depth + 1);
    return tokens;
  }
  for (const [key, member] of Object.entries(value)) {
    tokens += 2 + estimateTokens(key) + countJson(member, depth + 1);
  }
  return tokens;
}
