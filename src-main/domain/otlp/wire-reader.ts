/**
 * Reads the protobuf wire format in place: nothing is copied, lengths are checked against
 * the enclosing message, and every error says where it is.
 * Source: protobuf encoding guide; reference B7 and B8.
 */
import { OtlpDecodeError } from './decoded';
import { decodeUtf8 } from './utf8';

export const WireType = {
  varint: 0,
  fixed64: 1,
  bytes: 2,
  groupStart: 3,
  groupEnd: 4,
  fixed32: 5,
} as const;

export class WireReader {
  /** Position of the next byte in `bytes`. */
  pos: number;
  /** End of the message that is being read; nothing is read beyond it. */
  limit: number;
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    start = 0,
    end = bytes.length,
  ) {
    this.pos = start;
    this.limit = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads a tag: `field << 3 | wireType`, as an unsigned number. */
  tag(): number {
    const start = this.pos;
    if (start < this.limit) {
      const byte = this.bytes[start] as number;
      if (byte < 0x80 && byte >= 8) {
        this.pos = start + 1;
        return byte;
      }
    }
    const tag = this.uint32('field tag');
    if (tag < 8) throw new OtlpDecodeError('Field number 0 is not allowed in protobuf.', start);
    return tag;
  }

  /** Reads a varint of at most 32 bits: tags and lengths. */
  uint32(what: string): number {
    const start = this.pos;
    const end = this.limit;
    let at = start;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (at >= end) throw this.#truncated(what, start);
      const byte = this.bytes[at++] as number;
      // The fifth byte has room for four bits only.
      if (shift === 28 && byte > 0x0f) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = at;
        return value >>> 0;
      }
    }
    throw new OtlpDecodeError(`A ${what} does not fit into 32 bits.`, start);
  }

  /** Reads a varint field and returns its low 32 bits, signed (bool, enum, int32, uint32). */
  varint32(): number {
    const start = this.pos;
    if (start < this.limit) {
      const byte = this.bytes[start] as number;
      if (byte < 0x80) {
        this.pos = start + 1;
        return byte;
      }
    }
    this.skipVarint();
    let value = 0;
    for (let at = start, shift = 0; at < this.pos && shift < 35; at++, shift += 7) {
      value |= ((this.bytes[at] as number) & 0x7f) << shift;
    }
    return value;
  }

  /** Reads a varint field as int64. */
  int64(): bigint {
    const start = this.pos;
    this.skipVarint();
    const end = this.pos;
    // Two halves of at most 35 bits each stay exact as numbers.
    let low = 0;
    let high = 0;
    for (let at = Math.min(end, start + 5) - 1; at >= start; at--) {
      low = low * 128 + ((this.bytes[at] as number) & 0x7f);
    }
    for (let at = end - 1; at >= start + 5; at--) {
      high = high * 128 + ((this.bytes[at] as number) & 0x7f);
    }
    if (high === 0) return BigInt(low);
    return BigInt.asIntN(64, BigInt(low) | (BigInt(high) << 35n));
  }

  /** Reads a varint field as bool: any bit set is true. */
  bool(): boolean {
    const start = this.pos;
    this.skipVarint();
    for (let at = start; at < this.pos; at++) {
      if (((this.bytes[at] as number) & 0x7f) !== 0) return true;
    }
    return false;
  }

  skipVarint(): void {
    const start = this.pos;
    const end = this.limit;
    for (let at = start; at < start + 10; at++) {
      if (at >= end) throw this.#truncated('varint', start);
      if ((this.bytes[at] as number) < 0x80) {
        this.pos = at + 1;
        return;
      }
    }
    throw new OtlpDecodeError('A varint is longer than 10 bytes.', start);
  }

  fixed32(): number {
    const start = this.pos;
    this.advance(4, 'fixed32');
    return this.#view.getUint32(start, true);
  }

  /** Reads a fixed64 field, unsigned. */
  fixed64(): bigint {
    const start = this.pos;
    this.advance(8, 'fixed64');
    return this.#view.getBigUint64(start, true);
  }

  double(): number {
    const start = this.pos;
    this.advance(8, 'double');
    return this.#view.getFloat64(start, true);
  }

  /** Reads a length and returns it; the bytes themselves follow at `pos` and are all there. */
  length(): number {
    const start = this.pos;
    let length: number;
    const byte = start < this.limit ? (this.bytes[start] as number) : 0x80;
    if (byte < 0x80) {
      length = byte;
      this.pos = start + 1;
    } else {
      length = this.uint32('length');
    }
    if (length > this.limit - this.pos) {
      throw new OtlpDecodeError(
        `The body is cut off: a field of ${length} bytes has only ${this.limit - this.pos} left.`,
        start,
        'The body is cut off.',
      );
    }
    return length;
  }

  skipBytes(): void {
    const length = this.length();
    this.pos += length;
  }

  string(): string {
    const length = this.length();
    const from = this.pos;
    this.pos = from + length;
    return decodeUtf8(this.bytes, from, this.pos);
  }

  /** Reads a bytes field as a view. */
  view(): Uint8Array {
    const length = this.length();
    const from = this.pos;
    this.pos = from + length;
    return this.bytes.subarray(from, this.pos);
  }

  /**
   * Enters a nested message: narrows `limit` to it and returns the outer limit, which goes
   * to `leave` when the nested message has been read to its end.
   */
  enter(): number {
    const outer = this.limit;
    const length = this.length();
    this.limit = this.pos + length;
    return outer;
  }

  /** Widens `limit` to the enclosing message; takes what `enter` returned. */
  leave(outer: number): void {
    this.limit = outer;
  }

  /** Skips the value of a field whose tag has just been read. */
  skip(tag: number): void {
    switch (tag & 7) {
      case WireType.varint:
        return this.skipVarint();
      case WireType.fixed64:
        return this.advance(8, 'fixed64');
      case WireType.bytes:
        return this.skipBytes();
      case WireType.groupStart:
        return this.#skipGroup(tag >>> 3);
      case WireType.fixed32:
        return this.advance(4, 'fixed32');
      case WireType.groupEnd:
        throw new OtlpDecodeError(`Group ${tag >>> 3} ends without having begun.`, this.pos);
      default:
        throw new OtlpDecodeError(`Wire type ${tag & 7} does not exist in protobuf.`, this.pos);
    }
  }

  /** Skips `length` bytes, which belong to a `what`. */
  advance(length: number, what: string): void {
    if (length > this.limit - this.pos) throw this.#truncated(what, this.pos);
    this.pos += length;
  }

  #truncated(what: string, offset: number): OtlpDecodeError {
    return new OtlpDecodeError(`The body is cut off within a ${what}.`, offset);
  }

  /** Groups nest without limit, so the open ones are a list and not the call stack. */
  #skipGroup(field: number): void {
    const open = [field];
    while (open.length > 0) {
      const at = this.pos;
      const tag = this.tag();
      const wireType = tag & 7;
      if (wireType === WireType.groupStart) {
        open.push(tag >>> 3);
      } else if (wireType === WireType.groupEnd) {
        const expected = open.pop();
        if (expected !== tag >>> 3) {
          throw new OtlpDecodeError(`Group ${expected} is ended as group ${tag >>> 3}.`, at);
        }
      } else {
        this.skip(tag);
      }
    }
  }
}
