/** One attribute of a stored span, without decoding the others. */
import { readKeyValue } from './decode-values';
import type { AnyValue } from './model';
import { decodeUtf8 } from './utf8';
import { AttributeBounds, walkAttribute } from './walk-attribute';
import { WireReader } from './wire-reader';

const ATTRIBUTES = 0x4a;

/**
 * The value of an attribute of a span; of several with the key the last one counts.
 * @throws OtlpDecodeError where the payload is no span, which ingest does not let through
 */
export function findAttribute(payload: Uint8Array, key: string): AnyValue | undefined {
  const reader = new WireReader(payload);
  const bounds = new AttributeBounds();
  let found = -1;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    if (tag !== ATTRIBUTES) {
      reader.skip(tag);
      continue;
    }
    const at = reader.pos;
    walkAttribute(reader, bounds);
    const { keyStart, keyEnd } = bounds;
    // A character is three bytes at most for each of its code units.
    const length = keyEnd - keyStart;
    const mayBe = length >= key.length && length <= key.length * 3;
    if (mayBe && decodeUtf8(payload, keyStart, keyEnd) === key) found = at;
  }
  if (found === -1) return undefined;
  reader.pos = found;
  return readKeyValue(reader).value;
}
