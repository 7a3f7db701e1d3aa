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

const playable: Readonly<Record<MediaPart['modality'], readonly string[]>> = {
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
  file: [],
};

const otherNames: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
};

/** The type to show media as; null for what the page does not show. Without a type, the most usual. */
export function playableMime(modality: MediaPart['modality'], mime: string | null): string | null {
  const known = playable[modality];
  if (mime === null || mime === '') return known[0] ?? null;
  const [plain = ''] = mime.toLowerCase().split(';');
  const name = Object.hasOwn(otherNames, plain.trim()) ? otherNames[plain.trim()] : plain.trim();
  return known.find((candidate) => candidate === name) ?? null;
}

/** The bytes as a blob; null where the text is no base64. */
export function blobOf(base64: string, mime: string): Blob | null {
  try {
    const binary = atob(base64.replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
    return new Blob([bytes], { type: mime });
  } catch {
    return null;
  }
}

/** The ending of a file's name, with its dot; '' where it is not known. */
export function extensionOf(mime: string | null): string {
  const found = /^\w+\/(?:x-)?([a-z0-9]{2,5})(?:[+;]|$)/i.exec(mime ?? '');
  return found?.[1] === undefined ? '' : `.${found[1].toLowerCase().replace('jpeg', 'jpg')}`;
}
