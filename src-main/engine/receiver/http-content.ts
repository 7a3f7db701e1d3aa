/** What a request says about its body: media type and coding. */

export type BodyEncoding = 'protobuf' | 'json';
export type ContentCoding = 'identity' | 'gzip' | 'deflate' | 'zstd';

/** For the `Accept-Encoding` of a 415 (reference H12). */
export const acceptedCodings = 'gzip, deflate, zstd, identity';

const mediaTypes: Readonly<Record<BodyEncoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** The media type a body is answered in: the request's own (H8). */
export function mediaTypeOf(encoding: BodyEncoding): string {
  return mediaTypes[encoding];
}

/**
 * Reads a `Content-Type`. Only the two media types of the specification are taken, in any
 * case and with any parameters (H5); a missing or other one is null and never guessed, since
 * a browser may send those to us without asking first (H6, S2).
 */
export function encodingOf(contentType: string | undefined): BodyEncoding | null {
  const [mediaType = ''] = (contentType ?? '').split(';', 1);
  switch (mediaType.trim().toLowerCase()) {
    case mediaTypes.protobuf:
      return 'protobuf';
    case mediaTypes.json:
      return 'json';
    default:
      return null;
  }
}

/** Reads a `Content-Encoding`; null where the coding is unknown (H9–H12). */
export function codingOf(contentEncoding: string | undefined): ContentCoding | null {
  const codings = (contentEncoding ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (codings.length === 0) return 'identity';
  if (codings.length > 1) return null;
  switch (codings[0]) {
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
      return 'deflate';
    case 'zstd':
      return 'zstd';
    default:
      return null;
  }
}
