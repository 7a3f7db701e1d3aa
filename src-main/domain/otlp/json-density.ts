/**
 * What a JSON body costs is not its bytes but its values: 60 MiB of `1,` would take 20 times
 * the memory and ten times the time of 60 MiB of spans, while every other sender waits (S9).
 * The densest OTLP that can be told anything by has about 9 bytes a separator, that of SDKs
 * 12 to 16.
 */
import { OtlpDecodeError } from './decoded';
import { endOfString } from './json-strings';

const MIN_BYTES_PER_SEPARATOR = 8;
/** Of any density, and done in a second. */
const FREE_SEPARATORS = 1_000_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACE = 0x7b;
/** The one bit in which `[` and `{` differ. */
const BRACE_BIT = 0x20;

/**
 * Refuses a body with absurdly many values for its size. The bytes are counted first, those in
 * strings too, which takes a few hundredths of the time of decoding; small bodies are not.
 * @param text the body, decoded
 * @throws OtlpDecodeError
 */
export function checkDensity(body: Uint8Array, text: string): void {
  if (body.byteLength <= FREE_SEPARATORS) return;
  const most = Math.max(FREE_SEPARATORS, body.byteLength / MIN_BYTES_PER_SEPARATOR);
  if (countSeparators(body) <= most) return;
  const separators = countSeparatorsOutsideStrings(text);
  if (separators <= most) return;
  throw new OtlpDecodeError(
    `The body has ${separators} commas and opening brackets in ${body.byteLength} bytes, more ` +
      `than one for every ${MIN_BYTES_PER_SEPARATOR} bytes. That is no telemetry and was not read.`,
    null,
  );
}

function isSeparator(code: number): boolean {
  return code === COMMA || (code | BRACE_BIT) === OPENING_BRACE;
}

function countSeparators(body: Uint8Array): number {
  let count = 0;
  // By index, since iterators cost ten times as much here.
  for (let at = 0; at < body.length; at++) {
    if (isSeparator(body[at] as number)) count++;
  }
  return count;
}

function countSeparatorsOutsideStrings(text: string): number {
  let count = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else {
      if (isSeparator(code)) count++;
      at++;
    }
  }
  return count;
}
