/** Notes on content that was cut or taken out. */
import type { FacetNote, Payload } from '../../facets/span-facets';
import type { JsonValue, Message, MessagePart } from '../../messages';
import { contentMarks } from '../read/truncation';

export function noteMarks(payload: Payload, field: string, notes: FacetNote[]): void {
  if (payload.isTruncated) notes.push(truncatedNote(field));
  if (payload.isRedacted) notes.push(redactedNote(field));
}

export function noteMessageMarks(
  messages: readonly Message[],
  field: string,
  notes: FacetNote[],
): void {
  let isTruncated = false;
  let isRedacted = false;
  for (const { parts } of messages) {
    for (const part of parts) {
      const marks = contentMarks(contentOf(part));
      isTruncated ||= marks.isTruncated;
      isRedacted ||= marks.isRedacted;
    }
  }
  if (isTruncated) notes.push(truncatedNote(field));
  if (isRedacted) notes.push(redactedNote(field));
}

/** What of a part a sender may have cut or taken out. */
function contentOf(part: MessagePart): JsonValue {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'toolCall':
      return part.args;
    case 'toolResult':
      return part.result;
    case 'document':
      return part.content;
    case 'compaction':
      return part.summary;
    case 'unknown':
      return part.value;
    case 'media':
      // An image in its place: a mark is no URL and no Base64.
      return part.base64 !== null && part.base64.length < 140 ? part.base64 : null;
  }
}

function truncatedNote(field: string): FacetNote {
  return {
    code: 'contentTruncated',
    field,
    message: 'The sender cut this content before it was sent.',
  };
}

function redactedNote(field: string): FacetNote {
  return {
    code: 'contentRedacted',
    field,
    message: 'The sender took content out and left a mark in its place.',
  };
}
