/** Undoes a content coding piece by piece, with the output counted as it appears. */
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

import { BodyError, BodySink } from './body-sink';
import type { ByteLease } from './byte-ledger';
import type { ContentCoding } from './http-content';
import { inflateZstd, MAX_ZSTD_WINDOW_LOG } from './zstd-fallback';

export interface ContentDecoder {
  /** Null where more may be written at once, else a promise of when. May throw `BodyError`. */
  write(chunk: Uint8Array): Promise<void> | null;
  /** Resolves when all output is in the sink. May reject with `BodyError`. */
  end(): Promise<void>;
  /** Stops. Pending promises may then never settle. */
  destroy(): void;
}

export interface DecoderOptions {
  /** Takes the output; what it throws ends the decoding. */
  readonly sink: BodySink;
  readonly maxBytes: number;
  readonly lease: ByteLease;
  /** Called with a `BodyError` that is found between calls. */
  readonly onFailure: (error: unknown) => void;
}

const CHUNK_BYTES = 64 * 1024;

/** A decoder of one coding (reference H9–H12, S7). */
export function createContentDecoder(
  coding: ContentCoding,
  options: DecoderOptions,
): ContentDecoder {
  switch (coding) {
    case 'identity':
      return identityDecoder(options);
    case 'gzip':
      return streamDecoder(zlib.createGunzip({ chunkSize: CHUNK_BYTES }), coding, options);
    case 'deflate':
      return deflateDecoder(options);
    case 'zstd': {
      const stream = createNativeZstd();
      return stream === null ? zstdFallback(options) : streamDecoder(stream, coding, options);
    }
  }
}

function identityDecoder({ sink }: DecoderOptions): ContentDecoder {
  return {
    write: (chunk) => {
      sink.add(chunk);
      return null;
    },
    end: () => Promise.resolve(),
    destroy: () => undefined,
  };
}

/** A zlib stream, which works on libuv's threads. */
function streamDecoder(
  stream: Transform,
  coding: ContentCoding,
  { sink, onFailure }: DecoderOptions,
): ContentDecoder {
  stream.on('data', (output: Uint8Array) => {
    try {
      sink.add(output);
    } catch (error) {
      stream.destroy();
      onFailure(error);
    }
  });
  stream.on('error', (error) => onFailure(corrupt(coding, error.message)));
  return {
    write: (chunk) =>
      stream.write(chunk) ? null : new Promise((resolve) => stream.once('drain', resolve)),
    end: () =>
      new Promise((resolve) => {
        stream.once('end', resolve);
        stream.end();
      }),
    destroy: () => stream.destroy(),
  };
}

/**
 * `deflate` is the zlib format, but some clients send raw deflate: told apart by zlib's
 * header, whose first byte no raw deflate encoder produces (a stored block with padding set).
 */
function deflateDecoder(options: DecoderOptions): ContentDecoder {
  let head: Uint8Array = new Uint8Array(0);
  let decoder: ContentDecoder | null = null;
  return {
    write: (chunk) => {
      if (decoder !== null) return decoder.write(chunk);
      head = Buffer.concat([head, chunk]);
      const [cmf, flg] = head;
      if (cmf === undefined || flg === undefined) return null;
      const isZlib = (cmf & 0x0f) === 8 && (cmf * 256 + flg) % 31 === 0;
      const create = isZlib ? zlib.createInflate : zlib.createInflateRaw;
      decoder = streamDecoder(create({ chunkSize: CHUNK_BYTES }), 'deflate', options);
      return decoder.write(head);
    },
    end: async () => {
      if (decoder !== null) return decoder.end();
      if (head.byteLength > 0) throw corrupt('deflate', 'unexpected end of file');
    },
    destroy: () => decoder?.destroy(),
  };
}

/** Zstandard without Node's help: the whole body first, then block by block. */
function zstdFallback({ sink, maxBytes, lease }: DecoderOptions): ContentDecoder {
  const compressed = new BodySink(maxBytes, lease);
  let isStopped = false;
  return {
    write: (chunk) => {
      compressed.add(chunk);
      return null;
    },
    end: async () => {
      try {
        await inflateZstd(compressed.finish(), (output) => {
          sink.add(output);
          return !isStopped;
        });
      } catch (error) {
        throw error instanceof BodyError ? error : corrupt('zstd', messageOf(error));
      }
    },
    destroy: () => {
      isStopped = true;
    },
  };
}

/** Null before Node 22.15, which has no zstd. */
function createNativeZstd(): Transform | null {
  if (typeof zlib.createZstdDecompress !== 'function') return null;
  return zlib.createZstdDecompress({
    chunkSize: CHUNK_BYTES,
    params: { [zlib.constants.ZSTD_d_windowLogMax]: MAX_ZSTD_WINDOW_LOG },
  });
}

function corrupt(coding: ContentCoding, reason: string): BodyError {
  return new BodyError('corrupt', `The body is not valid ${coding}: ${reason}.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
