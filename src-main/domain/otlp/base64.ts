/** Base64 as protobuf's JSON mapping has it: standard out; standard or URL-safe, padded or not, in (J9). */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const INVALID = 0xff;
const sextets = new Uint8Array(128).fill(INVALID);
for (let value = 0; value < alphabet.length; value++) sextets[alphabet.charCodeAt(value)] = value;
sextets['-'.charCodeAt(0)] = 62;
sextets['_'.charCodeAt(0)] = 63;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group =
      ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    text += left > 1 ? alphabet.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? alphabet.charAt(group & 63) : '=';
  }
  return text;
}

/** The bytes of base64 text, or null where it is none. */
export function fromBase64(text: string): Uint8Array | null {
  let length = text.length;
  while (length > 0 && text.length - length < 2 && text[length - 1] === '=') length--;
  if (length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let buffered = 0;
  let bits = 0;
  let written = 0;
  for (let at = 0; at < length; at++) {
    const value = sextets[text.charCodeAt(at)] ?? INVALID;
    if (value === INVALID) return null;
    buffered = ((buffered << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[written++] = (buffered >> bits) & 0xff;
    }
  }
  return bytes;
}
