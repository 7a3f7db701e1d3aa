import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { estimateJsonTokens, estimateMessageTokens, estimateTokens } from './estimate-tokens';

const prose = 'Two writer connections flush at once, so the second one must wait. ';

describe('estimateTokens', () => {
  it('is near what tokenizers count', () => {
    expect(estimateTokens('')).toBe(0);
    // 13 in cl100k and o200k.
    expect(estimateTokens(prose)).toBeGreaterThan(9);
    expect(estimateTokens(prose)).toBeLessThan(19);
  });

  it('counts a long text as its pieces', () => {
    const one = estimateTokens(prose.repeat(100));
    const many = estimateTokens(prose.repeat(10_000));
    expect(many / one / 100).toBeGreaterThan(0.9);
    expect(many / one / 100).toBeLessThan(1.1);
  });

  it('takes any text and any JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, value) => {
        expect(estimateTokens(text)).toBeGreaterThanOrEqual(0);
        expect(estimateJsonTokens(value as JsonValue)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('does not follow values that nest without end', () => {
    let nested: JsonValue = 'x';
    for (let level = 0; level < 100_000; level += 1) nested = [nested];
    expect(estimateJsonTokens(nested)).toBeLessThan(1000);
  });
});

describe('estimateMessageTokens', () => {
  it('counts all parts but media, and of these what was said', () => {
    const text = { type: 'text', text: prose } as const;
    const picture = {
      type: 'media',
      name: null,
      isLeftOut: false,
      modality: 'image',
      mime: 'image/png',
      base64: 'A'.repeat(100_000),
      uri: null,
      fileId: null,
      byteLength: null,
      transcript: null,
    } as const;
    const message = {
      role: 'user',
      roleRaw: 'user',
      name: null,
      choiceIndex: null,
      finishReason: null,
    } as const;
    const one = estimateMessageTokens({ ...message, parts: [text] });
    expect(estimateMessageTokens({ ...message, parts: [text, text] })).toBeGreaterThan(1.5 * one);
    // What media take is known to nobody but the provider.
    expect(estimateMessageTokens({ ...message, parts: [text, picture] })).toBe(one);
    const said = { ...picture, modality: 'audio', transcript: prose } as const;
    expect(estimateMessageTokens({ ...message, parts: [said] })).toBe(one);
  });
});
