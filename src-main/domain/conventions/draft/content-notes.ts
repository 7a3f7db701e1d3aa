/** Notes on content that was cut or taken out. */
import type { FacetNote, Payload } from '../../facets/span-facets';
import type { Message } from '../../messages';
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
      if (part.type === 'text') {
        const marks = contentMarks(part.text);
        isTruncated ||= marks.isTruncated;
        isRedacted ||= marks.isRedacted;
      } else if (part.type === 'toolResult' && typeof part.result === 'string') {
        const marks = contentMarks(part.result);
        isTruncated ||= marks.isTruncated;
        isRedacted ||= marks.isRedacted;
      }
    }
  }
  if (isTruncated) notes.push(truncatedNote(field));
  if (isRedacted) notes.push(redactedNote(field));
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
