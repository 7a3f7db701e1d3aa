/**
 * Pull-style reading over a stream of chunks: formats with lengths read what they need,
 * scanners take chunks as they come. Holds no more than one chunk and what was asked for.
 * Where the stream fails, all that came before can still be read.
 */
export class ByteSource {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #chunks: Buffer[] = [];
  #buffered = 0;
  #hasEnded = false;
  #failure: unknown = null;
  #offset = 0;

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#iterator = stream[Symbol.asyncIterator]();
  }

  /** Offset of the next byte. */
  get offset(): number {
    return this.#offset;
  }

  /** What made the stream end early; null where nothing did so far. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Buffers at least `size` bytes; false where the stream ends before. */
  async fill(size: number): Promise<boolean> {
    while (this.#buffered < size && !this.#hasEnded) {
      try {
        const next = await this.#iterator.next();
        if (next.done === true) this.#hasEnded = true;
        else this.#push(next.value);
      } catch (error) {
        this.#hasEnded = true;
        this.#failure = error;
      }
    }
    return this.#buffered >= size;
  }

  /** The next bytes without taking them: `size` of them, or fewer at the end. */
  async peek(size: number): Promise<Buffer> {
    await this.fill(size);
    return this.#joined().subarray(0, size);
  }

  /** Takes exactly `size` bytes; null where the stream ends before, leaving the rest. */
  async read(size: number): Promise<Buffer | null> {
    if (!(await this.fill(size))) return null;
    const all = this.#joined();
    this.#chunks = size < all.byteLength ? [all.subarray(size)] : [];
    this.#buffered -= size;
    this.#offset += size;
    return all.subarray(0, size);
  }

  /** Passes over `size` bytes without holding them; false where the stream ends before. */
  async skip(size: number): Promise<boolean> {
    let left = size;
    while (left > 0) {
      const chunk = await this.next().catch(() => null);
      if (chunk === null) return false;
      if (chunk.byteLength > left) this.unread(chunk.subarray(left));
      left -= Math.min(left, chunk.byteLength);
    }
    return true;
  }

  /**
   * Takes whatever is buffered, else the next chunk; null at the end.
   * @throws what made the stream fail, after all that came before
   */
  async next(): Promise<Buffer | null> {
    if (this.#buffered === 0 && !(await this.fill(1))) {
      if (this.#failure !== null) throw this.#failure;
      return null;
    }
    const all = this.#joined();
    this.#chunks = [];
    this.#buffered = 0;
    this.#offset += all.byteLength;
    return all;
  }

  /** Puts back the end of what was taken last. */
  unread(bytes: Buffer): void {
    this.#chunks.unshift(bytes);
    this.#buffered += bytes.byteLength;
    this.#offset -= bytes.byteLength;
  }

  /** The bytes that are left, as a stream for a decompressor. */
  async *rest(): AsyncGenerator<Buffer, void> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }

  #push({ buffer, byteOffset, byteLength }: Uint8Array): void {
    if (byteLength === 0) return;
    this.#chunks.push(Buffer.from(buffer, byteOffset, byteLength));
    this.#buffered += byteLength;
  }

  #joined(): Buffer {
    const [only] = this.#chunks;
    if (this.#chunks.length === 1 && only !== undefined) return only;
    const all = Buffer.concat(this.#chunks, this.#buffered);
    this.#chunks = [all];
    return all;
  }
}
