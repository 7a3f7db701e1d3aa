/**
 * Pull-style reading over a stream of chunks: formats with lengths read what they need,
 * scanners take chunks as they come. Holds no more than one chunk and what was asked for.
 */
export class ByteSource {
  private chunks: Buffer[] = [];
  private buffered = 0;
  private ended = false;
  /** Bytes handed out so far: the offset of the next byte. */
  offset = 0;

  constructor(private readonly iterator: AsyncIterator<Uint8Array>) {}

  /** Buffers at least `size` bytes; false where the stream ends before. */
  async fill(size: number): Promise<boolean> {
    while (this.buffered < size && !this.ended) {
      const next = await this.iterator.next();
      if (next.done === true) {
        this.ended = true;
      } else if (next.value.byteLength > 0) {
        const { buffer, byteOffset, byteLength } = next.value;
        this.chunks.push(Buffer.from(buffer, byteOffset, byteLength));
        this.buffered += byteLength;
      }
    }
    return this.buffered >= size;
  }

  /** The next bytes without taking them: `size` of them, or fewer at the end. */
  async peek(size: number): Promise<Buffer> {
    await this.fill(size);
    return this.joined().subarray(0, size);
  }

  /** Takes exactly `size` bytes; null where the stream ends before, leaving the rest. */
  async read(size: number): Promise<Buffer | null> {
    if (!(await this.fill(size))) return null;
    const all = this.joined();
    this.chunks = size < all.byteLength ? [all.subarray(size)] : [];
    this.buffered -= size;
    this.offset += size;
    return all.subarray(0, size);
  }

  /** Takes whatever is buffered, else the next chunk; null at the end. */
  async next(): Promise<Buffer | null> {
    if (this.buffered === 0 && !(await this.fill(1))) return null;
    const all = this.joined();
    this.chunks = [];
    this.buffered = 0;
    this.offset += all.byteLength;
    return all;
  }

  /** The bytes that are left, as a stream for a decompressor. */
  async *rest(): AsyncGenerator<Buffer, void> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }

  private joined(): Buffer {
    const [only] = this.chunks;
    if (this.chunks.length === 1 && only !== undefined) return only;
    const all = Buffer.concat(this.chunks, this.buffered);
    this.chunks = [all];
    return all;
  }
}
