import { expect, it } from 'vitest';

import { parseJsonBody } from './json-text';
import { encodeUtf8 } from './utf8';

const PIECE_BYTES = 512 * 1024;

/** A JSON string whose content goes on with `bytes` so many bytes before a piece ends. */
function textAcross(bytes: Uint8Array, before: number): Uint8Array {
  const body = new Uint8Array(PIECE_BYTES + 100).fill(0x78);
  body.set(bytes, PIECE_BYTES - before);
  body[0] = 0x22;
  body[body.length - 1] = 0x22;
  return body;
}

it.each([
  ['é', encodeUtf8('é')],
  ['€', encodeUtf8('€')],
  ['🙂', encodeUtf8('🙂')],
  ['a byte order mark', encodeUtf8('\u{feff}')],
  ['bytes that are no UTF-8', new Uint8Array([0xf0, 0x9f, 0x80, 0x80, 0x80, 0x80, 0x80, 0xc3])],
])('reads %s wherever a long text is parted', (_, bytes) => {
  for (let before = 0; before <= bytes.length; before++) {
    const body = textAcross(bytes, before);
    expect(parseJsonBody(body)).toBe(JSON.parse(new TextDecoder().decode(body)));
  }
});

it('strips the byte order mark that begins a long text', () => {
  const text = `"${'x'.repeat(3 * PIECE_BYTES)}"`;
  expect(parseJsonBody(encodeUtf8(`\u{feff}${text}`))).toBe(JSON.parse(text));
});
