/** Images, audio, video and files of all dialects as media parts. */
import type { JsonValue, MediaPart } from '../../messages';
import { toBase64 } from '../../otlp/base64';
import {
  isArray,
  isObject,
  member,
  numberMember,
  textMember,
  type JsonObject,
} from '../json-value';

type Modality = MediaPart['modality'];

/** What is known of a piece of media before it is clear where its content is. */
interface MediaHints {
  readonly modality: Modality;
  readonly mime?: string | null;
  readonly name?: string | null;
  readonly transcript?: string | null;
}

const dataUrl = /^data:([^;,]{0,100})?((?:;[^,]{0,100})?),/;

/** A media part whose content is a data URL, another URL, or else Base64. */
export function mediaFromText(text: string, hints: MediaHints): MediaPart {
  const mime = hints.mime ?? null;
  const match = text.startsWith('data:') ? dataUrl.exec(text) : null;
  if (match !== null) {
    const [head, told, options = ''] = match;
    const content = text.slice(head.length);
    return media(
      { ...hints, mime: mime ?? told ?? null },
      { base64: /;base64$/i.test(options) ? content : base64OfUrlText(content) },
    );
  }
  return isUri(text) ? media(hints, { uri: text }) : media(hints, { base64: text });
}

/** A media part made of what is known; at most one place of content. */
function media(
  hints: MediaHints,
  content: { base64?: string; uri?: string; fileId?: string; byteLength?: number | null },
): MediaPart {
  const mime = hints.mime ?? null;
  const modality = hints.modality === 'file' ? (modalityOfMime(mime) ?? 'file') : hints.modality;
  const base64 = content.base64 ?? null;
  return {
    type: 'media',
    modality,
    mime,
    name: hints.name ?? null,
    base64,
    uri: content.uri ?? null,
    fileId: content.fileId ?? null,
    byteLength: content.byteLength ?? (base64 === null ? null : base64ByteLength(base64)),
    transcript: hints.transcript ?? null,
    isLeftOut: false,
  };
}

/**
 * Media out of an object of any dialect that holds it: `url`, `data`, `bytes`, `source`,
 * `image_url`, `file_id`, … Null where there is no content to point at.
 */
export function mediaFromObject(
  object: JsonObject,
  modality: Modality,
  depth = 0,
): MediaPart | null {
  const mime = mimeOf(object, modality);
  const name = textMember(object, ...nameKeys);
  const hints = { modality, mime, name, transcript: textMember(object, 'transcript') };
  const byteLength = numberMember(object, 'byte_size', 'byteLength', 'bytes_size');
  for (const key of contentKeys) {
    const value = member(object, key);
    if (typeof value === 'string' && value !== '') {
      const part = isFileReference(key)
        ? media(hints, { fileId: value })
        : mediaFromText(value, hints);
      return byteLength === null ? part : { ...part, byteLength };
    }
    if (isByteList(value)) {
      return media(hints, { base64: base64OfBytes(value) });
    }
    if (isObject(value) && depth < 4) {
      const inner = mediaFromObject(value, modality, depth + 1);
      if (inner !== null) return { ...inner, mime: inner.mime ?? mime, name: inner.name ?? name };
    }
  }
  if (byteLength !== null || hints.transcript !== null) return media(hints, { byteLength });
  return null;
}

const nameKeys = ['filename', 'fileName', 'file_name', 'title', 'displayName', 'display_name'];

const contentKeys = [
  'content',
  'url',
  'uri',
  'fileUri',
  'file_uri',
  'data',
  'image_url',
  'image',
  'audio_url',
  'audio',
  'input_audio',
  'video',
  'video_url',
  'file_data',
  'fileData',
  'file_url',
  'inlineData',
  'inline_data',
  'bytes',
  'base64',
  'source',
  'file',
  'document',
  'binary_content',
  'path',
  's3Location',
  'file_id',
  'fileId',
  'id',
];

function isFileReference(key: string): boolean {
  return key === 'file_id' || key === 'fileId' || key === 'id';
}

function mimeOf(object: JsonObject, modality: Modality): string | null {
  const mime = textMember(
    object,
    'mime_type',
    'mimeType',
    'media_type',
    'mediaType',
    'contentType',
    'image_mimetype',
    'audio_mimetype',
    'document_mimetype',
    'mimetype',
  );
  if (mime !== null) return mime;
  const format = textMember(object, 'format');
  if (format === null || format.length > 20) return null;
  if (format.includes('/')) return format;
  return modality === 'file' ? null : `${modality}/${format === 'jpg' ? 'jpeg' : format}`;
}

/** The modality a MIME type or a sender's word tells. */
export function modalityOf(word: string | null): Modality {
  if (word === 'image' || word === 'audio' || word === 'video') return word;
  return modalityOfMime(word) ?? 'file';
}

function modalityOfMime(mime: string | null): Modality | null {
  if (mime === null) return null;
  if (mime.startsWith('image/')) return 'image';
  if (mime.startsWith('audio/')) return 'audio';
  return mime.startsWith('video/') ? 'video' : null;
}

function isUri(text: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(text) ||
    /^(attachment|cid|mlflow-attachment|file|blob):/i.test(text)
  );
}

function base64ByteLength(text: string): number {
  const base64 = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}

/** Bytes as some serialise them: a list of numbers, or an object of them by index. */
function isByteList(value: JsonValue | undefined): value is readonly number[] {
  return (
    isArray(value) &&
    value.length > 0 &&
    value.every((byte) => typeof byte === 'number' && byte >= 0 && byte < 256)
  );
}

/** What a data URL holds as text, `%` escapes and all. */
function base64OfUrlText(text: string): string {
  const escaped = text.replace(/[^\x21-\x7e]+/g, escape);
  const bytes = Array.from(escaped.matchAll(/%([\da-f]{2})|[^]/gi), ([char, code]) =>
    code === undefined ? char.charCodeAt(0) : Number.parseInt(code, 16),
  );
  return base64OfBytes(bytes);
}

/** UTF-8 in `%` escapes; a lone half of a surrogate pair becomes the sign for what is no text. */
function escape(text: string): string {
  return encodeURIComponent(Array.from(text, (char) => (isLone(char) ? '\ufffd' : char)).join(''));
}

function isLone(char: string): boolean {
  return char.length === 1 && char >= '\ud800' && char <= '\udfff';
}

function base64OfBytes(bytes: readonly number[]): string {
  return toBase64(Uint8Array.from(bytes));
}
