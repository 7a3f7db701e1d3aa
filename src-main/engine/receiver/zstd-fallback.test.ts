import * as zlib from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { inflateZstd } from './zstd-fallback';

async function inflate(body: Uint8Array, limit = Infinity): Promise<Buffer> {
  const output: Uint8Array[] = [];
  let bytes = 0;
  await inflateZstd(body, (chunk) => {
    // The decoder may reuse what it gives out.
    output.push(Uint8Array.from(chunk));
    bytes += chunk.byteLength;
    return bytes <= limit;
  });
  return Buffer.concat(output);
}

function compress(body: Uint8Array, params: Record<number, number> = {}): Buffer {
  return zlib.zstdCompressSync(body, { params });
}

const { ZSTD_c_checksumFlag, ZSTD_c_compressionLevel, ZSTD_c_windowLog, ZSTD_c_contentSizeFlag } =
  zlib.constants;

describe('inflateZstd', () => {
  it('inflates whatever zstd compressed, at any level, with or without checksum and size', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 5_000 }),
      fc
        .tuple(fc.string({ minLength: 1 }), fc.nat(20_000))
        .map(([text, times]) => Buffer.from(text.repeat(times))),
    );
    const params = fc.record({
      [ZSTD_c_checksumFlag]: fc.constantFrom(0, 1),
      [ZSTD_c_contentSizeFlag]: fc.constantFrom(0, 1),
      [ZSTD_c_compressionLevel]: fc.constantFrom(-5, 1, 3, 19),
    });
    await fc.assert(
      fc.asyncProperty(bytes, params, async (body, options) => {
        expect((await inflate(compress(body, options))).equals(body)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('inflates frames one after the other, and skips skippable ones', async () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const checked = { [ZSTD_c_checksumFlag]: 1 };
    const body = Buffer.concat([
      compress(Buffer.from('one '), checked),
      skippable,
      compress(Buffer.from('two')),
      skippable,
    ]);
    expect((await inflate(body)).toString()).toBe('one two');
  });

  it('inflates a streamed body of many blocks', async () => {
    const body = Buffer.from(
      Array.from({ length: 200_000 }, (_, i) => `line ${i % 977} `).join(''),
    );
    expect((await inflate(compress(body))).equals(body)).toBe(true);
  });

  it('stops when told to, long before the end of a bomb', async () => {
    const bomb = compress(Buffer.alloc(100 * 1024 * 1024));
    const output = await inflate(bomb, 1024 * 1024);
    expect(output.byteLength).toBeLessThan(2 * 1024 * 1024);
  });

  it('refuses a window that would take long to move', async () => {
    const body = compress(Buffer.alloc(1_000), {
      [ZSTD_c_windowLog]: 26,
      [ZSTD_c_contentSizeFlag]: 0,
    });
    const huge = Buffer.from(body);
    // Window descriptor of 2 GiB, in a frame that is not a single segment.
    huge.writeUInt8(0, 4);
    huge.writeUInt8(21 << 3, 5);
    await expect(inflate(huge)).rejects.toThrow('window');
  });

  it('rejects damaged bodies and never hangs', async () => {
    const whole = compress(Buffer.from('some text '.repeat(500)), { [ZSTD_c_checksumFlag]: 1 });
    for (let length = 1; length < whole.byteLength; length += 1) {
      await expect(inflate(whole.subarray(0, length))).rejects.toThrow(/unexpected|EOF/);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(whole.byteLength - 1),
        async (noise, at) => {
          const damaged = Buffer.from(whole);
          damaged.set(noise.subarray(0, whole.byteLength - at), at);
          // Either an error or some output: what counts is that it ends.
          await inflate(damaged, 10_000_000).catch((error: unknown) =>
            expect(error).toBeInstanceOf(Error),
          );
        },
      ),
    );
  });
});
