/**
 * Zstandard decompression of a stream of any length and number of frames. The JavaScript
 * decoder serves on every runtime: Node has its own only from 22.15 on, and that one stops
 * after the first frame without a word.
 */
import { Decompress } from 'fzstd';

/** Bounds what a hostile stream can unpack to between two reads. */
const SLICE_BYTES = 1024;

/** Yields the unpacked bytes; throws where the data is damaged or ends early. */
export async function* unzstd(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let out: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => {
    if (chunk.byteLength > 0) out.push(chunk);
  });
  function* drain(): Generator<Uint8Array, void> {
    const ready = out;
    out = [];
    yield* ready;
  }
  try {
    for await (const chunk of packed) {
      for (let at = 0; at < chunk.byteLength; at += SLICE_BYTES) {
        decoder.push(chunk.subarray(at, at + SLICE_BYTES));
        yield* drain();
      }
    }
    decoder.push(new Uint8Array(0), true);
    yield* drain();
  } catch (error) {
    throw new ZstdError(error);
  }
}

class ZstdError extends Error {
  constructor(cause: unknown) {
    super('The zstd data is damaged or ends early. What came before was kept.', { cause });
  }
}
