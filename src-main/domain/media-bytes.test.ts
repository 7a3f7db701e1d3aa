import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isCutShort, mayBeCalled, typeOfBytes } from './media-bytes';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const wav = (size: number, samples: number): Uint8Array =>
  bytes(`RIFF${String.fromCharCode(size, 0, 0, 0)}WAVE${'\x80'.repeat(samples)}`);
const png = '\x89PNG\r\n\x1a\n....IEND\xaeB`\x82';

describe('typeOfBytes', () => {
  it.each([
    ['image/png', png],
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['image/gif', 'GIF89a'],
    ['image/webp', 'RIFF\x04\0\0\0WEBP'],
    ['audio/wav', 'RIFF\x04\0\0\0WAVE'],
    ['audio/mpeg', 'ID3\x04'],
    ['audio/mpeg', '\xff\xfb\x90'],
    ['video/mp4', '\0\0\0\x18ftypisom'],
    ['audio/mp4', '\0\0\0\x18ftypM4A '],
    ['application/pdf', '%PDF-1.7'],
  ])('knows %s', (type, text) => {
    expect(typeOfBytes(bytes(text))).toBe(type);
  });

  it('tells nothing of other bytes, however few', () => {
    for (const text of ['', 'R', 'RIFF', 'RIFF\x04\0\0\0AVI ', 'hello', 'BM says hello']) {
      expect(typeOfBytes(bytes(text))).toBeNull();
    }
    fc.assert(
      fc.property(fc.uint8Array(), (any) => {
        const type = typeOfBytes(any);
        if (type !== null) isCutShort(any, type);
      }),
    );
  });
});

describe('mayBeCalled', () => {
  it('takes a container by any of its names', () => {
    expect(mayBeCalled('video/mp4', 'audio/mp4')).toBe(true);
    expect(mayBeCalled('application/zip', 'application/vnd.ms-excel')).toBe(true);
    expect(mayBeCalled('image/png', 'image/png')).toBe(true);
    expect(mayBeCalled('image/png', 'image/jpeg')).toBe(false);
    expect(mayBeCalled('video/mp4', 'image/png')).toBe(false);
  });
});

describe('isCutShort', () => {
  it('finds a missing end', () => {
    expect(isCutShort(bytes(png), 'image/png')).toBe(false);
    expect(isCutShort(bytes(png).subarray(0, 12), 'image/png')).toBe(true);
    expect(isCutShort(wav(24, 20), 'audio/wav')).toBe(false);
    expect(isCutShort(wav(24, 19), 'audio/wav')).toBe(true);
    expect(isCutShort(bytes('%PDF-1.4 %%EOF\n'), 'application/pdf')).toBe(false);
    expect(isCutShort(bytes('%PDF-1.4 1 0 obj'), 'application/pdf')).toBe(true);
  });

  it('finds none where the end cannot be told', () => {
    expect(isCutShort(wav(0, 19), 'audio/wav')).toBe(false);
    expect(isCutShort(bytes('RIFF\xff\xff\xff\xffWAVE'), 'audio/wav')).toBe(false);
    expect(isCutShort(bytes('ID3'), 'audio/mpeg')).toBe(false);
  });
});
