import { expect, it } from 'vitest';

import type { MediaPart, Message, MessagePart } from '@domain/messages';

import { tokenEstimateOf, tokenEstimateText } from './token-estimate';

const picture: MediaPart = {
  type: 'media',
  name: null,
  isLeftOut: false,
  modality: 'image',
  mime: 'image/png',
  base64: 'A'.repeat(1000),
  uri: null,
  fileId: null,
  byteLength: null,
  transcript: null,
};
const words: MessagePart = { type: 'text', text: 'Hello there' };
const message = (...parts: MessagePart[]): Message => ({
  role: 'user',
  roleRaw: 'user',
  name: null,
  choiceIndex: null,
  finishReason: null,
  parts,
});
const textOf = (...messages: Message[]): string => tokenEstimateText(tokenEstimateOf(messages));

it('leaves media out of the number and says so', () => {
  const plain = textOf(message(words));
  expect(plain).toMatch(/^\d tok$/);
  expect(textOf(message(words, picture))).toBe(`${plain} + media`);
  expect(textOf(message(words), message(picture))).toMatch(/^\d+ tok \+ media$/);
});
