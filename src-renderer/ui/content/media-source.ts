/** Bytes of recorded media, and which of them may be given to the page. */
import type { MediaPart } from '@domain/messages';

export interface MediaSource {
  readonly base64: string;
  readonly mime: string | null;
}

const DATA_ADDRESS = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w.=+-]+)*;base64,/i;

/** The recorded bytes: of the part itself, or of its `data:` address; null where there are none. */
export function mediaSource({ base64, uri, mime }: MediaPart): MediaSource | null {
  if (base64 !== null && base64 !== '') {
    // Some senders put the whole address where the bytes should be.
    return ofDataAddress(base64) ?? { base64, mime };
  }
  return uri === null ? null : ofDataAddress(uri);
}

function ofDataAddress(text: string): MediaSource | null {
  const found = DATA_ADDRESS.exec(text.slice(0, 300));
  if (found === null) return null;
  return { base64: text.slice(found[0].length), mime: found[1]?.toLowerCase() ?? null };
}

/** How many bytes there are, as said or as counted. */
export function mediaBytes({ byteLength }: MediaPart, source: MediaSource | null): number | null {
  if (byteLength !== null) return byteLength;
  return source === null ? null : Math.floor((source.base64.length * 3) / 4);
}

export interface DecodedBytes {
  readonly bytes: Uint8Array;
  /** False where the text ends within a byte. */
  readonly isWhole: boolean;
}

/** The bytes of Base64 text, padded or not, standard or URL-safe; null where it is none. */
export function decodeBase64(text: string): DecodedBytes | null {
  const plain = text
    .replace(/\s+/g, '')
    .replace(/-/g, '+')
    .replace(/_/g, '/')
    .replace(/={1,2}$/, '');
  const isWhole = plain.length % 4 !== 1;
  try {
    const binary = atob(isWhole ? plain : plain.slice(0, -1));
    if (binary === '') return null;
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
    return { bytes, isWhole };
  } catch {
    return null;
  }
}

type Shown = Exclude<MediaPart['modality'], 'file'>;

const playable: Readonly<Record<Shown, readonly string[]>> = {
  image: [
    'image/png',
    'image/jpeg',
    'image/gif',
    'image/webp',
    'image/avif',
    'image/bmp',
    // In an `img` it can neither run scripts nor fetch anything.
    'image/svg+xml',
  ],
  audio: [
    'audio/mpeg',
    'audio/mp4',
    'audio/wav',
    'audio/ogg',
    'audio/webm',
    'audio/flac',
    'audio/aac',
  ],
  video: ['video/mp4', 'video/webm', 'video/ogg'],
};

const otherNames: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'application/x-pdf': 'application/pdf',
};

/** A media type without its parameters, by its usual name; null for none. */
export function plainType(mime: string | null): string | null {
  const plain = mime?.toLowerCase().split(';')[0]?.trim() ?? '';
  if (plain === '') return null;
  return Object.hasOwn(otherNames, plain) ? (otherNames[plain] ?? plain) : plain;
}

/** What shows media of a plain type; null for what the page does not show. */
export function shownBy(type: string): Shown | null {
  for (const modality of ['image', 'audio', 'video'] as const) {
    if (playable[modality].includes(type)) return modality;
  }
  return null;
}

/** The most usual type of a modality; null for files. */
export function usualType(modality: MediaPart['modality']): string | null {
  return modality === 'file' ? null : (playable[modality][0] ?? null);
}

const textTypes =
  /^text\/|^application\/(json|xml|yaml|x-yaml|javascript|x-ndjson|sql)$|\+(json|xml)$/;

/** Whether a plain type is that of text. */
export function isTextType(type: string): boolean {
  return type !== 'image/svg+xml' && textTypes.test(type);
}

/** The ending of a file's name, with its dot; '' where it is not known. */
export function extensionOf(mime: string | null): string {
  const found = /^\w+\/(?:x-)?([a-z0-9]{2,5})(?:[+;]|$)/i.exec(mime ?? '');
  return found?.[1] === undefined ? '' : `.${found[1].toLowerCase().replace('jpeg', 'jpg')}`;
}
