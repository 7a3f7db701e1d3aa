/** What a file is, told by its first bytes (reference §4, detection order). Pure. */
import { looksLikeRequest } from './protobuf-signal';

export type Detected =
  | { readonly kind: 'empty' }
  | { readonly kind: 'gzip' | 'zstd' }
  | { readonly kind: 'framed' }
  | { readonly kind: 'json' }
  | { readonly kind: 'protobuf' }
  /** Something else, named as a user would, with an article: `a PDF document`. */
  | { readonly kind: 'other'; readonly name: string };

const magics: readonly { readonly name: string; readonly bytes: readonly number[] }[] = [
  { name: 'a ZIP archive or an Office document', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'a Parquet file', bytes: ascii('PAR1') },
  { name: 'a PDF document', bytes: ascii('%PDF') },
  { name: 'a PNG picture', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a JPEG picture', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a SQLite database', bytes: ascii('SQLite format 3') },
  { name: 'an XZ archive', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: 'a bzip2 archive', bytes: ascii('BZh') },
  { name: 'an LZ4 file', bytes: [0x04, 0x22, 0x4d, 0x18] },
  { name: 'a 7-Zip archive', bytes: [0x37, 0x7a, 0xbc, 0xaf] },
  { name: 'a program', bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { name: 'an Arrow file', bytes: ascii('ARROW1') },
  { name: 'an Avro file', bytes: ascii('Obj\u0001') },
];

/**
 * @param head the first bytes, at least 64 KiB where the file has them
 * @param size bytes of the file, or Infinity where unknown (inside a compressed stream)
 */
export function detect(head: Buffer, size: number): Detected {
  if (head.length === 0) return { kind: 'empty' };
  if (head[0] === 0x1f && head[1] === 0x8b) return { kind: 'gzip' };
  if (isZstd(head, 0)) return { kind: 'zstd' };
  const magic = magics.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte));
  if (magic !== undefined) return { kind: 'other', name: magic.name };
  if (head.length > 262 && head.toString('latin1', 257, 262) === 'ustar') {
    return { kind: 'other', name: 'a tar archive' };
  }
  if (isFramed(head, size)) return { kind: 'framed' };
  const start = firstText(head);
  if (start === null) return { kind: 'empty' };
  const first = head[start];
  // `0a 7b` is both a line end before `{` and a protobuf field of 123 bytes.
  if (head[0] === 0x0a && looksLikeRequest(head)) return { kind: 'protobuf' };
  // Keys without quotes are `util.inspect` output, which is no JSON (reference F9).
  if (/^\{\s*[A-Za-z_$][\w$]*:/.test(head.toString('latin1', start, start + 200))) {
    return { kind: 'other', name: 'output of the JavaScript console exporter' };
  }
  if (first === 0x7b || first === 0x5b) return { kind: 'json' };
  if (head.includes(0)) return { kind: 'other', name: 'a binary file that Otelier does not know' };
  const text = head.toString('utf8', start, start + 4096);
  if (/^<(?:!doctype html|html)/i.test(text)) return { kind: 'other', name: 'an HTML page' };
  if (text.startsWith('<')) return { kind: 'other', name: 'an XML file' };
  // Loggers put a prefix before the object (reference F7).
  if (/\{\s*"(?:resource|scope)/.test(text)) return { kind: 'json' };
  return { kind: 'other', name: 'a text file' };
}

/** Larger than any exporter writes, smaller than four printable characters read as a length. */
export const MAX_FRAME_BYTES = 128 * 1024 * 1024;

/** Whether a zstd frame begins at `at`. */
export function isZstd(bytes: Buffer, at: number): boolean {
  return (
    bytes[at] === 0x28 && bytes[at + 1] === 0xb5 && bytes[at + 2] === 0x2f && bytes[at + 3] === 0xfd
  );
}

/** Big-endian length, then a request, a JSON object or a zstd frame (reference F2, F3). */
function isFramed(head: Buffer, size: number): boolean {
  if (head.length < 5) return false;
  const length = head.readUInt32BE(0);
  if (length === 0 || 4 + length > size || length > MAX_FRAME_BYTES) return false;
  if (head[4] === 0x7b) return true;
  if (isZstd(head, 4)) return true;
  return head[4] === 0x0a && looksLikeRequest(head.subarray(4, 4 + length));
}

/** Index of the first byte that is neither BOM nor white space; null where there is none. */
function firstText(head: Buffer): number | null {
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (at < head.length && [0x20, 0x09, 0x0a, 0x0d].includes(head[at] as number)) at++;
  return at < head.length ? at : null;
}

function ascii(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}
