/**
 * Zstandard decompression of a stream of any length and number of frames. The JavaScript
 * decoder serves on every runtime: Node has its own only from 22.15 on, and that one stops
 * after the first frame without a word. It is fed block by block, so that no more than 128
 * KiB come out between two reads.
 */
import { Decompress } from 'fzstd';
import {
  isSkippableFrame,
  MAX_ZSTD_HEADER_BYTES,
  readBlockHeader,
  readFrameHeader,
  ZSTD_FRAME_MAGIC,
  ZstdWindowError,
} from '../zstd-frame-header';
import type { ByteSource } from './byte-source';

/** 128 MiB: the most that `zstd --long` packs with and `zstd -d` unpacks without being told to. */
const MAX_WINDOW_LOG = 27;
const SKIPPABLE_HEADER_BYTES = 8;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;

/** Yields the unpacked bytes; throws where the data is damaged or ends early. */
export async function* unzstd(packed: ByteSource): AsyncGenerator<Uint8Array, void> {
  try {
    while (await packed.fill(1)) {
      const head = viewOf(await packed.peek(MAX_ZSTD_HEADER_BYTES));
      if (isSkippableFrame(head, 0)) {
        const length = SKIPPABLE_HEADER_BYTES + head.getUint32(4, true);
        if (!(await packed.skip(length))) throw new RangeError('unexpected end of file');
      } else if (head.getUint32(0, true) === ZSTD_FRAME_MAGIC) {
        yield* unpackFrame(packed, head);
      } else {
        throw new Error('no frame begins where one should');
      }
    }
  } catch (error) {
    throw packed.failure ?? new ZstdError(error);
  }
  if (packed.failure !== null) throw packed.failure;
}

async function* unpackFrame(packed: ByteSource, head: DataView): AsyncGenerator<Uint8Array, void> {
  const header = readFrameHeader(head, 0, MAX_WINDOW_LOG);
  let out: Uint8Array[] = [];
  const decoder = new Decompress((bytes) => {
    if (bytes.byteLength > 0) out.push(bytes);
  });
  let start = await take(packed, header.length);
  let isLast = false;
  while (!isLast) {
    const blockHeader = await take(packed, BLOCK_HEADER_BYTES);
    const block = readBlockHeader(viewOf(blockHeader), 0);
    isLast = block.isLast;
    const checksumBytes = isLast && header.hasChecksum ? CHECKSUM_BYTES : 0;
    const body = await take(packed, block.length + checksumBytes);
    decoder.push(Buffer.concat([start, blockHeader, body]), isLast);
    start = Buffer.alloc(0);
    const ready = out;
    out = [];
    yield* ready;
  }
}

async function take(packed: ByteSource, size: number): Promise<Buffer> {
  const bytes = await packed.read(size);
  if (bytes === null) throw new RangeError('unexpected end of file');
  return bytes;
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

class ZstdError extends Error {
  constructor(cause: unknown) {
    const message =
      cause instanceof ZstdWindowError
        ? 'The zstd data was packed with a window of more than 128 MB. Unpack it with `zstd -d --long=31`, then drop the result.'
        : 'The zstd data is damaged or ends early. What came before was kept.';
    super(message, { cause });
  }
}
