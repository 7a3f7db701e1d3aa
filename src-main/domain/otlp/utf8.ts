/**
 * UTF-8 as OTLP strings carry it. Senders put bytes into string fields that are no UTF-8;
 * those read as U+FFFD and never lose the batch (reference B6).
 */

/** `ignoreBOM` keeps a leading U+FEFF: it is part of the text here. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Above this length the native decoder's fixed cost is paid back. */
const SHORT = 32;

/** Decodes `bytes[start, end)`; invalid sequences become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= SHORT) {
    let text = '';
    let at = start;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte >= 0x80) break;
      text += String.fromCharCode(byte);
    }
    if (at === end) return text;
  }
  return decoder.decode(bytes.subarray(start, end));
}

/** Encodes text; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * Encodes into `target` from `offset` on and returns the number of bytes written. The
 * caller provides room for `3 * text.length` bytes.
 */
export function encodeUtf8Into(text: string, target: Uint8Array, offset: number): number {
  if (text.length <= SHORT) {
    let at = 0;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= 0x80) break;
      target[offset + at] = code;
    }
    if (at === text.length) return at;
  }
  return encoder.encodeInto(text, target.subarray(offset)).written;
}
