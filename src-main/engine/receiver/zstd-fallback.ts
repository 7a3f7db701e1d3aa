/**
 * Zstandard for runtimes without it (Node before 22.15). The decoder is JavaScript and runs
 * on this thread, so it is fed one block at a time (at most 128 KiB of output) with a turn
 * of the event loop between, and only frames whose window is small enough to move around.
 * Format: RFC 8878 section 3.
 */
import { Decompress } from 'fzstd';

import {
  isSkippableFrame,
  readBlockHeader,
  readFrameHeader,
  ZSTD_FRAME_MAGIC,
} from '../zstd-frame-header';

/** 8 MiB: what RFC 8878 asks every decoder to take, and no encoder exceeds below level 20. */
export const MAX_ZSTD_WINDOW_LOG = 23;

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
    if (isSkippableFrame(view, at)) {
      const length = 8 + view.getUint32(at + 4, true);
      need(view, at, length);
      at += length;
      continue;
    }
    if (view.getUint32(at, true) !== ZSTD_FRAME_MAGIC) {
      throw new Error('no frame begins where one should');
    }
    const header = readFrameHeader(view, at, MAX_ZSTD_WINDOW_LOG);
    let goOn = true;
    const decoder = new Decompress((output) => {
      if (goOn && output.byteLength > 0) goOn = onOutput(output);
    });
    let from = at;
    let isLast = false;
    at += header.length;
    while (!isLast) {
      need(view, at, 3);
      const block = readBlockHeader(view, at);
      isLast = block.isLast;
      at += 3 + block.length;
      if (isLast && header.hasChecksum) at += 4;
      need(view, from, at - from);
      decoder.push(body.subarray(from, at), isLast);
      if (!goOn) return;
      from = at;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function need(view: DataView, at: number, bytes: number): void {
  if (at + bytes > view.byteLength) throw new Error('unexpected end of file');
}
