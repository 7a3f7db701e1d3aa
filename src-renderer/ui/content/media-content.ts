/** What recorded media are by their bytes, how they can be shown, and what is wrong with them. */
import { endsInTruncationMark, isRedactionMark } from '@domain/conventions/read/truncation';
import { formatBytes } from '@domain/format';
import { isCutShort, mayBeCalled, typeOfBytes } from '@domain/media-bytes';
import type { MediaPart } from '@domain/messages';

import {
  decodeBase64,
  isTextType,
  plainType,
  shownBy,
  usualType,
  type MediaSource,
} from './media-source';

export interface MediaContent {
  /** Null where nothing of it can be shown. */
  readonly show:
    | { readonly as: 'image' | 'audio' | 'video'; readonly blob: Blob }
    | { readonly as: 'text'; readonly text: string }
    | null;
  /** False where no bytes can be read of it: there is nothing to save. */
  readonly isReadable: boolean;
  /** The type that it is shown and saved as. */
  readonly type: string | null;
  /** Sentences on what is wrong. */
  readonly notes: readonly string[];
}

/** Reads recorded bytes. Takes as long as they are. */
export function readMediaContent(part: MediaPart, source: MediaSource): MediaContent {
  const sent = plainType(source.mime);
  const decoded = decodeBase64(source.base64);
  if (decoded === null) {
    return { show: null, isReadable: false, type: sent, notes: [brokenNote(source.base64)] };
  }
  const { bytes } = decoded;
  const told = typeOfBytes(bytes);
  const isVague = sent === null || isVagueType(sent);
  const isOther = told !== null && !isVague && !mayBeCalled(told, sent);
  const type = isOther ? told : isVague ? (typeOf(part.modality, told) ?? sent) : sent;
  const notes: string[] = [];
  if (isOther) notes.push(`Sent as ${sent}, but its bytes are ${told}.`);
  if (part.byteLength !== null && part.byteLength > bytes.length + MAX_PADDING) {
    const sizes = `${formatBytes(bytes.length)} of ${formatBytes(part.byteLength)}`;
    notes.push(`Cut before it got here: ${sizes} are left.`);
  } else if (!decoded.isWhole || (told !== null && isCutShort(bytes, told))) {
    notes.push('Cut before it got here: its end is missing.');
  }
  return { show: type === null ? null : shown(bytes, type), isReadable: true, type, notes };
}

/** A size may have been counted from padded Base64. */
const MAX_PADDING = 2;

/** Types that say little, and so contradict nothing. */
function isVagueType(type: string): boolean {
  return type === 'application/octet-stream' || type.endsWith('/*');
}

/** Where none was sent that says much: what the bytes tell, else the most usual. */
function typeOf(modality: MediaPart['modality'], told: string | null): string | null {
  if (told === 'video/mp4' && modality === 'audio') return 'audio/mp4';
  return told ?? usualType(modality);
}

function shown(bytes: Uint8Array, type: string): MediaContent['show'] {
  const as = shownBy(type);
  if (as !== null) return { as, blob: new Blob([bytes as BlobPart], { type }) };
  if (!isTextType(type)) return null;
  const text = new TextDecoder().decode(bytes);
  return text.includes('\0') ? null : { as: 'text', text };
}

function brokenNote(text: string): string {
  if (isRedactionMark(text)) return 'The sender took its content out and left a mark in its place.';
  if (endsInTruncationMark(text)) return 'Cut before it got here: what is left cannot be shown.';
  return 'Its content is not valid Base64, so it cannot be shown.';
}
