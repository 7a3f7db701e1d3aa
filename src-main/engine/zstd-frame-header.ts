/** The header of a Zstandard frame: RFC 8878 section 3.1.1. Tells the window before it is allocated. */

export const ZSTD_FRAME_MAGIC = 0xfd2fb528;
/** No header is longer. */
export const MAX_ZSTD_HEADER_BYTES = 18;
/** No block of a frame is larger, unpacked or not. */
const MAX_ZSTD_BLOCK_BYTES = 128 * 1024;

const SKIPPABLE_MAGIC = 0x184d2a50;
const MIB_LOG = 20;

export interface ZstdFrameHeader {
  readonly length: number;
  readonly hasChecksum: boolean;
}

export interface ZstdBlockHeader {
  readonly isLast: boolean;
  /** Bytes that follow the three of the header. */
  readonly length: number;
}

/** The frame needs more memory than it may have. */
export class ZstdWindowError extends Error {}

/** Whether the four bytes that begin at `at` begin a frame that decoders pass over. */
export function isSkippableFrame(view: DataView, at: number): boolean {
  return (view.getUint32(at, true) & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC;
}

/**
 * Reads the header of the frame that begins at `at`.
 * @throws RangeError where it is not all there, ZstdWindowError beyond `2 ** maxWindowLog` bytes
 */
export function readFrameHeader(view: DataView, at: number, maxWindowLog: number): ZstdFrameHeader {
  const descriptor = view.getUint8(at + 4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 2 ** sizeFlag;
  const sizeAt = at + 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  const windowBytes = isSingleSegment
    ? readSize(view, sizeAt, sizeBytes)
    : readWindow(view.getUint8(at + 5));
  const length = sizeAt - at + sizeBytes;
  if (at + length > view.byteLength) throw new RangeError('unexpected end of file');
  if (windowBytes > 2 ** maxWindowLog) {
    const maxMiB = 2 ** (maxWindowLog - MIB_LOG);
    throw new ZstdWindowError(`it needs a window of more than ${maxMiB} MiB`);
  }
  return { length, hasChecksum: (descriptor & 4) !== 0 };
}

/** Reads the three bytes before a block. @throws RangeError where they are not all there */
export function readBlockHeader(view: DataView, at: number): ZstdBlockHeader {
  const block = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  const isRunLength = ((block >> 1) & 3) === 1;
  const size = block >> 3;
  if (size > MAX_ZSTD_BLOCK_BYTES) throw new Error('a block is too large');
  return { isLast: (block & 1) === 1, length: isRunLength ? 1 : size };
}

function readWindow(descriptor: number): number {
  return 2 ** (10 + (descriptor >> 3)) * (1 + (descriptor & 7) / 8);
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
