import type { Readable } from 'node:stream';

import { BodyError, BodySink, tooLarge } from './body-sink';
import type { ByteLease } from './byte-ledger';
import { createContentDecoder } from './content-decoder';
import type { ContentCoding } from './http-content';

export interface BodyOptions {
  readonly coding: ContentCoding;
  /** Holds before and after decompression (reference H13, S7). */
  readonly maxBytes: number;
  /** Holds the bytes of the result; the caller releases it. */
  readonly lease: ByteLease;
}

/**
 * Reads a request body and undoes its coding while it arrives. Nothing is inflated on this
 * thread where Node can do it on another. The result is one buffer of its own, fit to be
 * transferred. Rejects with `BodyError`; the source is then left paused and undestroyed, for
 * the caller to answer on.
 */
export function readBody(
  source: Readable,
  { coding, maxBytes, lease }: BodyOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const sink = new BodySink(maxBytes, lease);
    let received = 0;

    const stopListening = (): void => {
      source.off('data', onData).off('end', onEnd).off('error', onAborted).off('close', onAborted);
    };
    const fail = (error: unknown): void => {
      stopListening();
      source.pause();
      decoder.destroy();
      reject(error);
    };
    const onAborted = (): void =>
      fail(
        new BodyError('aborted', 'The client closed the connection before the body was complete.'),
      );
    const onData = (chunk: Uint8Array): void => {
      received += chunk.byteLength;
      if (received > maxBytes) return fail(tooLarge(maxBytes));
      try {
        const ready = decoder.write(chunk);
        if (ready === null) return;
        source.pause();
        void ready.then(() => source.resume());
      } catch (error) {
        fail(error);
      }
    };
    const onEnd = (): void => {
      source.off('close', onAborted);
      decoder.end().then(() => {
        stopListening();
        resolve(sink.finish());
      }, fail);
    };

    const decoder = createContentDecoder(coding, { sink, maxBytes, lease, onFailure: fail });
    source.on('data', onData).on('end', onEnd).on('error', onAborted).on('close', onAborted);
  });
}
