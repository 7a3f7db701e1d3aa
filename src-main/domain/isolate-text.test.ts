import { describe, expect, it } from 'vitest';

import { isolateText } from './isolate-text';

describe('isolateText', () => {
  it('leaves text alone that runs from left to right', () => {
    for (const text of ['', 'research-assistant', 'Größe — 大きさ 🙂']) {
      expect(isolateText(text)).toBe(text);
    }
  });

  it('sets text apart that runs from right to left', () => {
    expect(isolateText('שלום')).toBe('\u2068שלום\u2069');
    expect(isolateText('خدمة 1')).toBe('\u2068خدمة 1\u2069');
  });

  it('takes away the marks that would reach beyond it', () => {
    expect(isolateText('a\u202eb')).toBe('\u2068ab\u2069');
    expect(isolateText('a\u2069\u202eb\u2066c')).toBe('\u2068abc\u2069');
  });
});
