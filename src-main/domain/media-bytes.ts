/** What the bytes of media tell by themselves: of which type they are, and whether all are there. */

interface Signature {
  readonly mime: string;
  /** Where the mark stands; 0 unless told. */
  readonly at?: number;
  readonly mark: string;
  /** A second mark, for containers. */
  readonly and?: readonly [at: number, mark: string];
}

const signatures: readonly Signature[] = [
  { mime: 'image/png', mark: '\x89PNG\r\n\x1a\n' },
  { mime: 'image/jpeg', mark: '\xff\xd8\xff' },
  { mime: 'image/gif', mark: 'GIF8' },
  { mime: 'image/webp', mark: 'RIFF', and: [8, 'WEBP'] },
  { mime: 'image/avif', at: 4, mark: 'ftypavif' },
  { mime: 'image/bmp', mark: 'BM', and: [6, '\0\0\0\0'] },
  { mime: 'audio/wav', mark: 'RIFF', and: [8, 'WAVE'] },
  { mime: 'audio/mpeg', mark: 'ID3' },
  { mime: 'audio/mpeg', mark: '\xff\xfb' },
  { mime: 'audio/mpeg', mark: '\xff\xf3' },
  { mime: 'audio/mpeg', mark: '\xff\xf2' },
  { mime: 'audio/flac', mark: 'fLaC' },
  { mime: 'audio/mp4', at: 4, mark: 'ftypM4A' },
  { mime: 'video/mp4', at: 4, mark: 'ftyp' },
  { mime: 'application/pdf', mark: '%PDF-' },
  { mime: 'application/zip', mark: 'PK\x03\x04' },
];

/** Types that are containers of either sound or film, or of documents. */
const containers: ReadonlyMap<string, RegExp> = new Map([
  ['video/mp4', /^(audio|video)\/(mp4|x-m4a|quicktime|3gpp)|^image\/hei[cf]/],
  ['audio/mp4', /^(audio|video)\/(mp4|x-m4a|aac)/],
  ['application/zip', /^application\//],
]);

/** The type that the first bytes tell; null where they tell none. */
export function typeOfBytes(bytes: Uint8Array): string | null {
  const has = (at: number, mark: string): boolean =>
    bytes.length >= at + mark.length &&
    Array.from(mark).every((char, index) => bytes[at + index] === char.charCodeAt(0));
  const found = signatures.find(
    ({ at = 0, mark, and }) => has(at, mark) && (and === undefined || has(and[0], and[1])),
  );
  return found?.mime ?? null;
}

/** Whether bytes of the type that they tell may have been sent under a type, which differs by name only. */
export function mayBeCalled(told: string, sent: string): boolean {
  return told === sent || containers.get(told)?.test(sent) === true;
}

/** Whether the end of media of a type is missing. Only of types whose end can be told. */
export function isCutShort(bytes: Uint8Array, type: string): boolean {
  switch (type) {
    case 'image/png':
      return !hasNearEnd(bytes, 'IEND', 64);
    case 'image/jpeg':
      return !hasNearEnd(bytes, '\xff\xd9', 64);
    case 'image/gif':
      return !hasNearEnd(bytes, ';', 8);
    case 'image/webp':
    case 'audio/wav':
      return bytes.length < 8 || isShorterThanTold(bytes);
    case 'application/pdf':
      return !hasNearEnd(bytes, '%%EOF', 1024);
    default:
      return false;
  }
}

/** Streams write no size, or the largest there is. */
function isShorterThanTold(bytes: Uint8Array): boolean {
  const told = new DataView(bytes.buffer, bytes.byteOffset, 8).getUint32(4, true);
  return told !== 0 && told < 0xffff_ff00 && bytes.length < told + 8;
}

function hasNearEnd(bytes: Uint8Array, mark: string, within: number): boolean {
  const end = bytes.subarray(Math.max(0, bytes.length - within));
  let text = '';
  for (const byte of end) text += String.fromCharCode(byte);
  return text.includes(mark);
}
