/**
 * Zstandard for runtimes without it (Node before 22.15). The decoder is JavaScript and runs
 * on this thread, so it is fed one block at a time (at most 128 KiB of output) with a turn
 * of the event loop between, and only frames whose window is small enough to move around.
 * Format: RFC 8878 section 3.
 */
import { Decompress } from 'fzstd';

/** 8 MiB: what RFC 8878 asks every decoder to take, and no encoder exceeds below level 20. */
export const MAX_ZSTD_WINDOW_LOG = 23;

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const MAX_BLOCK_BYTES = 128 * 1024;

/**
 * Inflates all frames of a body. `onOutput` gets the output in order and stops the work by
 * returning false; what it throws is passed on. Rejects where the body is damaged.
 */
export async function inflateZstd(
  body: Uint8Array,
  onOutput: (output: Uint8Array) => boolean,
): Promise<void> {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let at = 0;
  while (at < body.byteLength) {
    need(view, at, 8);
    const magic = view.getUint32(at, true);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      const length = 8 + view.getUint32(at + 4, true);
      need(view, at, length);
      at += length;
      continue;
    }
    if (magic !== FRAME_MAGIC) throw new Error('no frame begins where one should');
    const header = readFrameHeader(view, at);
    let goOn = true;
    const decoder = new Decompress((output) => {
      if (goOn && output.byteLength > 0) goOn = onOutput(output);
    });
    let from = at;
    let isLast = false;
    at += header.length;
    while (!isLast) {
      need(view, at, 3);
      const block = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      isLast = (block & 1) === 1;
      const isRunLength = ((block >> 1) & 3) === 1;
      const size = block >> 3;
      if (size > MAX_BLOCK_BYTES) throw new Error('a block is too large');
      at += 3 + (isRunLength ? 1 : size);
      if (isLast && header.hasChecksum) at += 4;
      need(view, from, at - from);
      decoder.push(body.subarray(from, at), isLast);
      if (!goOn) return;
      from = at;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

interface FrameHeader {
  readonly length: number;
  readonly hasChecksum: boolean;
}

function readFrameHeader(view: DataView, at: number): FrameHeader {
  need(view, at, 6);
  const descriptor = view.getUint8(at + 4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 2 ** sizeFlag;
  const sizeAt = at + 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  need(view, at, sizeAt - at + sizeBytes);
  let windowBytes: number;
  if (isSingleSegment) {
    windowBytes = readSize(view, sizeAt, sizeBytes);
  } else {
    const window = view.getUint8(at + 5);
    windowBytes = 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
  }
  if (windowBytes > 2 ** MAX_ZSTD_WINDOW_LOG) {
    throw new Error('it needs a window of more than 8 MiB');
  }
  return { length: sizeAt - at + sizeBytes, hasChecksum: (descriptor & 4) !== 0 };
}

function readSize(view: DataView, at: number, bytes: number): number {
  switch (bytes) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}

function need(view: DataView, at: number, bytes: number): void {
  if (at + bytes > view.byteLength) throw new Error('unexpected end of file');
}
