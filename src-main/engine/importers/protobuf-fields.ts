/** Fields of a protobuf message, read from a stream: header by header, never further ahead. */
import { OtlpDecodeError } from '@domain/otlp/decoded';
import { WireReader, WireType } from '@domain/otlp/wire-reader';
import { WireWriter } from '@domain/otlp/wire-writer';
import type { ByteSource } from './byte-source';

/** The stream makes no sense from some place on, or ends too early. */
export class TornProtobufError extends Error {}

export interface FieldHeader {
  readonly number: number;
  readonly wireType: number;
  /** Bytes of the value that follows the header. */
  readonly length: number;
  /** The header as written. */
  readonly raw: Buffer;
}

/** A tag and the length of a value, each at most ten bytes. */
const MAX_HEADER_BYTES = 20;

/**
 * Takes the header of the next field; null at the end.
 * @throws TornProtobufError where there is none
 */
export async function readHeader(source: ByteSource, end: number): Promise<FieldHeader | null> {
  const head = (await source.peek(MAX_HEADER_BYTES)).subarray(0, end - source.offset);
  if (head.length === 0) {
    if (source.failure !== null) throw source.failure;
    return null;
  }
  const reader = new WireReader(head);
  try {
    const tag = reader.tag();
    const wireType = tag & 7;
    const length = lengthOf(reader, wireType);
    const raw = Buffer.from(head.subarray(0, reader.pos));
    await source.skip(raw.length);
    return { number: tag >>> 3, wireType, length, raw };
  } catch (error) {
    if (!(error instanceof OtlpDecodeError)) throw error;
    if (source.failure !== null) throw source.failure;
    throw new TornProtobufError('The bytes are no protobuf field.', { cause: error });
  }
}

/** Leaves the reader at the value. */
function lengthOf(reader: WireReader, wireType: number): number {
  switch (wireType) {
    case WireType.bytes:
      return reader.uint32('length');
    case WireType.fixed64:
      return 8;
    case WireType.fixed32:
      return 4;
    case WireType.varint: {
      const start = reader.pos;
      reader.skipVarint();
      const length = reader.pos - start;
      reader.pos = start;
      return length;
    }
    default:
      throw new TornProtobufError('A field has a wire type that OTLP does not use.');
  }
}

/** Takes `size` bytes. @throws what made the stream end before, a TornProtobufError by default */
export async function take(source: ByteSource, size: number): Promise<Buffer> {
  const bytes = await source.read(size);
  if (bytes === null) throw endOf(source);
  return bytes;
}

/** Passes over a value. @throws as `take` does */
export async function skipValue(source: ByteSource, { length }: FieldHeader): Promise<void> {
  if (!(await source.skip(length))) throw endOf(source);
}

function endOf(source: ByteSource): unknown {
  return source.failure ?? new TornProtobufError('The file ends in the middle of a message.');
}

/** A length-delimited field around bytes that are protobuf already. */
export function wrapField(field: number, parts: readonly Buffer[]): Buffer {
  const header = new WireWriter(16);
  header.tag(field, WireType.bytes);
  header.varint(parts.reduce((sum, { length }) => sum + length, 0));
  return Buffer.concat([header.finish(), ...parts]);
}
