/**
 * Zstandard decompression as a stream. Node has it from 22.15 on; the JavaScript decoder
 * stands in where it has not.
 */
import { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';

const native = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress;

/** A transform from zstd bytes (one frame or many) to plain ones. */
export function createZstdDecompressStream(): Transform {
  if (native !== undefined) return native();
  let out: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => out.push(chunk));
  const drain = (stream: Transform): void => {
    const chunks = out;
    out = [];
    for (const chunk of chunks) if (chunk.byteLength > 0) stream.push(chunk);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        decoder.push(chunk);
        drain(this);
        done();
      } catch (error) {
        done(asError(error));
      }
    },
    flush(done) {
      try {
        decoder.push(new Uint8Array(0), true);
        drain(this);
        done();
      } catch (error) {
        done(asError(error));
      }
    },
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
