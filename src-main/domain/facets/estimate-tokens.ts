import { estimateTokenCount } from 'tokenx';

import type { JsonValue, Message, MessagePart } from '../messages';
import { jsonPrefix } from './json-prefix';

/** Texts up to this length are estimated in full. */
const FULL_LENGTH = 1200;
const SAMPLES = 6;
/** What providers add around a message. */
const MESSAGE_TOKENS = 3;
const MAX_JSON_LENGTH = 1_000_000;

/**
 * Tokens of a text as models of today would roughly count them. Of a long text, evenly spread
 * samples stand for the rest, so it costs the same however long it is.
 */
export function estimateTokens(text: string): number {
  if (text.length <= FULL_LENGTH) return estimateTokenCount(text);
  const sampleLength = FULL_LENGTH / SAMPLES;
  const step = (text.length - sampleLength) / (SAMPLES - 1);
  let tokens = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const from = Math.floor(sample * step);
    tokens += estimateTokenCount(text.slice(from, from + sampleLength));
  }
  return Math.round((tokens * text.length) / FULL_LENGTH);
}

/**
 * Estimated tokens of a message as part of a model's input. Media are left out but for their
 * transcripts: providers count them by size and rules of their own, so any number would be made up.
 */
export function estimateMessageTokens(message: Message): number {
  return message.parts.reduce((sum, part) => sum + estimatePart(part), MESSAGE_TOKENS);
}

function estimatePart(part: MessagePart): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return estimateTokens(part.text);
    case 'toolCall':
      return estimateTokens(part.name) + estimateJsonTokens(part.args);
    case 'toolResult':
      return estimateJsonTokens(part.result);
    case 'media':
      return part.transcript === null ? 0 : estimateTokens(part.transcript);
    case 'document':
      return estimateTokens(part.content);
    case 'compaction':
      return estimateTokens(part.summary);
    case 'unknown':
      return estimateJsonTokens(part.value);
  }
}

/** Estimated tokens of a value written as JSON. */
export function estimateJsonTokens(value: JsonValue): number {
  return estimateTokens(typeof value === 'string' ? value : jsonPrefix(value, MAX_JSON_LENGTH));
}
