import { constants, zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ByteSource } from './byte-source';
import { unzstd } from './unzstd';

async function unpack(packed: Buffer, chunkBytes = packed.length): Promise<string> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < packed.length; at += chunkBytes) {
      yield await Promise.resolve(packed.subarray(at, at + chunkBytes));
    }
  }
  const parts: Uint8Array[] = [];
  for await (const part of unzstd(new ByteSource(chunks()))) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}

const text = Array.from({ length: 40_000 }, (_, i) => `${(i * 7919) % 1000} `).join('');
const skippable = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

it('F4 unpacks frames, checksums, skippable and empty frames, however they are cut', async () => {
  const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
  const packed = Buffer.concat([
    zstdCompressSync(text),
    skippable,
    zstdCompressSync(''),
    zstdCompressSync(text, checked),
  ]);
  for (const chunkBytes of [1, 17, 1000, packed.length]) {
    expect(await unpack(packed, chunkBytes)).toBe(text + text);
  }
});

it('takes the windows of zstd --long, and no larger one', async () => {
  const long = { params: { [constants.ZSTD_c_windowLog]: 27 } };
  expect(await unpack(zstdCompressSync(text, long))).toBe(text);
  // A window of 2 ** 28 bytes.
  const hostile = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x90, 0x01, 0x00, 0x00]);
  await expect(unpack(hostile)).rejects.toThrow('a window of more than 128 MB');
});

it('says where the data ends early or makes no sense', async () => {
  const packed = zstdCompressSync(text);
  for (const damaged of [packed.subarray(0, 9), packed.subarray(0, -1), Buffer.from('not zstd')]) {
    await expect(unpack(damaged)).rejects.toThrow('damaged or ends early');
  }
});
