/**
 * Writes the protobuf wire format into one growing buffer. Nested messages are written in
 * place and their length is filled in afterwards.
 */
import { encodeUtf8Into } from './utf8';
import { WireType } from './wire-reader';

const INITIAL_BYTES = 1024;

export class WireWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #pos = 0;

  constructor(capacity = INITIAL_BYTES) {
    this.#bytes = new Uint8Array(Math.max(capacity, 16));
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#pos;
  }

  /** Bytes it holds on to. */
  get capacity(): number {
    return this.#bytes.length;
  }

  /** Everything written so far, as a view: write no more once it has been taken. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#pos);
  }

  /** Forgets what was written after `length`. */
  rewind(length: number): void {
    this.#pos = length;
  }

  tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  /** Writes an unsigned varint of at most 32 bits. */
  varint(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.#bytes[this.#pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#pos++] = rest;
  }

  /** Writes int64, and int32 and enums, which are sign-extended to 64 bits on the wire. */
  varint64(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fffffffn) {
      this.#bytes[this.#pos++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.varint(Number(rest));
  }

  uint32Field(field: number, value: number): void {
    this.tag(field, WireType.varint);
    this.varint(value);
  }

  int32Field(field: number, value: number): void {
    this.tag(field, WireType.varint);
    if (value >= 0) this.varint(value);
    else this.varint64(BigInt(value));
  }

  int64Field(field: number, value: bigint): void {
    this.tag(field, WireType.varint);
    this.varint64(value);
  }

  boolField(field: number, value: boolean): void {
    this.tag(field, WireType.varint);
    this.varint(value ? 1 : 0);
  }

  fixed32Field(field: number, value: number): void {
    this.tag(field, WireType.fixed32);
    this.#reserve(4);
    this.#view.setUint32(this.#pos, value, true);
    this.#pos += 4;
  }

  fixed64Field(field: number, value: bigint): void {
    this.tag(field, WireType.fixed64);
    this.#reserve(8);
    this.#view.setBigUint64(this.#pos, value, true);
    this.#pos += 8;
  }

  doubleField(field: number, value: number): void {
    this.tag(field, WireType.fixed64);
    this.#reserve(8);
    this.#view.setFloat64(this.#pos, value, true);
    this.#pos += 8;
  }

  bytesField(field: number, value: Uint8Array): void {
    this.tag(field, WireType.bytes);
    this.varint(value.length);
    this.raw(value);
  }

  stringField(field: number, value: string): void {
    const start = this.begin(field);
    this.#reserve(value.length * 3);
    this.#pos += encodeUtf8Into(value, this.#bytes, this.#pos);
    this.end(start);
  }

  /** Writes bytes that are protobuf already. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#pos);
    this.#pos += bytes.length;
  }

  /** Begins a nested message and returns what `end` needs. */
  begin(field: number): number {
    this.tag(field, WireType.bytes);
    this.#reserve(1);
    return this.#pos++;
  }

  /** Ends the nested message: its length goes before it, which moves it if one byte is not enough. */
  end(start: number): void {
    const from = start + 1;
    const length = this.#pos - from;
    if (length < 0x80) {
      this.#bytes[start] = length;
      return;
    }
    const extra = length < 0x4000 ? 1 : length < 0x200000 ? 2 : length < 0x10000000 ? 3 : 4;
    this.#reserve(extra);
    this.#bytes.copyWithin(from + extra, from, this.#pos);
    const end = this.#pos + extra;
    this.#pos = start;
    this.varint(length);
    this.#pos = end;
  }

  #reserve(count: number): void {
    const needed = this.#pos + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#pos));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
