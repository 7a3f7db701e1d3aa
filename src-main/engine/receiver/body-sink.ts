import { freeBuffer } from '../free-buffer';
import type { ByteLease } from './byte-ledger';

export type BodyFault =
  /** Over the limit, before or after decompression: 413. */
  | 'too-large'
  /** The ledger has no room: 503. */
  | 'overloaded'
  /** The bytes are not what the coding says: 400. */
  | 'corrupt'
  /** The client went away. */
  | 'aborted';

export class BodyError extends Error {
  override readonly name = 'BodyError';
  constructor(
    readonly fault: BodyFault,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Collects output under a limit and a lease; one copy at the end makes it one buffer. Chunks
 * are given away: those with a buffer of their own are freed then.
 */
export class BodySink {
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly lease: ByteLease,
  ) {}

  /** Throws `BodyError`, and then what was collected is of no use. */
  add(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.maxBytes) throw tooLarge(this.maxBytes);
    if (!this.lease.take(chunk.byteLength)) throw overloaded();
    this.#chunks.push(chunk);
  }

  finish(): Uint8Array<ArrayBuffer> {
    // Never pooled, so it can be given away, and not zeroed first: every byte is written.
    const body = new Uint8Array(Buffer.allocUnsafeSlow(this.#bytes).buffer);
    let at = 0;
    for (const chunk of this.#chunks) {
      body.set(chunk, at);
      at += chunk.byteLength;
      if (chunk.byteLength === chunk.buffer.byteLength) freeBuffer(chunk.buffer);
    }
    this.#chunks = [];
    return body;
  }
}

export function tooLarge(maxBytes: number): BodyError {
  return tooLargeFor(maxBytes, 'Send smaller batches or raise the limit in the settings.');
}

/** The same with what the sender can do about a limit that is not that of the settings. */
export function tooLargeFor(maxBytes: number, remedy: string): BodyError {
  return new BodyError(
    'too-large',
    `The body is larger than ${maxBytes} bytes, the limit before and after decompression. ${remedy}`,
  );
}

export function overloaded(): BodyError {
  return new BodyError('overloaded', 'Too much is waiting to be stored. Send it again later.');
}
