/**
 * Cuts a raw protobuf `TracesData` (or logs, metrics) stream into requests of bounded size.
 * Resources of moderate size pass as they are; a huge one is entered, and its scopes and
 * leaves are repacked behind the bytes of their container.
 */
import type { ByteSource } from './byte-source';
import { readVarint } from './protobuf-signal';

const WHOLE_BYTES = 8 * 1024 * 1024;
const PART_BYTES = 1024 * 1024;
const MAX_LEAF_BYTES = 128 * 1024 * 1024;

export class TornProtobufError extends Error {}

/** Yields bodies of export requests; throws TornProtobufError where the stream makes no sense. */
export async function* splitProtobuf(source: ByteSource, end: number): AsyncGenerator<Buffer> {
  for (;;) {
    const field = await readHeader(source, end);
    if (field === null) return;
    if (field.number !== 1 || field.wireType !== 2) {
      await skipField(source, field, end);
    } else if (field.length <= WHOLE_BYTES) {
      yield Buffer.concat([lengthDelimited(1, field.length), await take(source, field.length)]);
    } else {
      yield* splitContainer(source, source.offset + field.length, [], 2);
    }
  }
}

/**
 * Enters a resource (`leafField` 2: its scopes) or, one level down, a scope (its leaves).
 * `outer` holds the bytes of the levels above.
 */
async function* splitContainer(
  source: ByteSource,
  end: number,
  outer: readonly Buffer[],
  leafField: number,
): AsyncGenerator<Buffer> {
  const own: Buffer[] = [];
  let children: Buffer[] = [];
  let childBytes = 0;
  const pack = (): Buffer => {
    const inner = Buffer.concat([...own, ...children]);
    children = [];
    childBytes = 0;
    const [resourceBytes] = outer;
    if (resourceBytes === undefined) {
      return Buffer.concat([lengthDelimited(1, inner.length), inner]);
    }
    const scope = Buffer.concat([resourceBytes, lengthDelimited(2, inner.length), inner]);
    return Buffer.concat([lengthDelimited(1, scope.length), scope]);
  };
  while (source.offset < end) {
    const field = await readHeader(source, end);
    if (field === null) break;
    const isChild = field.wireType === 2 && field.number === leafField;
    if (isChild && outer.length === 0 && field.length > WHOLE_BYTES) {
      yield* splitContainer(source, source.offset + field.length, [Buffer.concat(own)], 2);
      continue;
    }
    const bytes = await wholeField(source, field);
    if (isChild) {
      children.push(bytes);
      childBytes += bytes.length;
      if (childBytes >= PART_BYTES) yield pack();
    } else {
      own.push(bytes);
    }
  }
  if (children.length > 0) yield pack();
}

interface Header {
  readonly number: number;
  readonly wireType: number;
  /** Payload bytes; 0 for a varint, whose bytes follow. */
  readonly length: number;
  readonly raw: Buffer;
}

async function readHeader(source: ByteSource, end: number): Promise<Header | null> {
  if (source.offset >= end) return null;
  const head = await source.peek(20);
  if (head.length === 0) return null;
  const tag = readVarint(head, 0);
  if (tag === null || tag.value < 8)
    throw new TornProtobufError('The bytes are no protobuf field.');
  const number = Math.floor(tag.value / 8);
  const wireType = tag.value % 8;
  let headerEnd = tag.end;
  let length = 0;
  if (wireType === 2) {
    const size = readVarint(head, tag.end);
    if (size === null) throw new TornProtobufError('The length of a field is not readable.');
    headerEnd = size.end;
    length = size.value;
  } else if (wireType === 1) length = 8;
  else if (wireType === 5) length = 4;
  else if (wireType === 0) {
    const value = readVarint(head, tag.end);
    length = value === null ? 10 : value.end - tag.end;
  } else throw new TornProtobufError('A field has a wire type that OTLP does not use.');
  const raw = await take(source, headerEnd);
  if (source.offset + length > end) {
    throw new TornProtobufError('A field is longer than the message it stands in.');
  }
  return { number, wireType, length, raw };
}

async function wholeField(source: ByteSource, field: Header): Promise<Buffer> {
  if (field.length > MAX_LEAF_BYTES) {
    throw new TornProtobufError('A single span or resource is larger than 128 MB.');
  }
  return Buffer.concat([field.raw, await take(source, field.length)]);
}

async function skipField(source: ByteSource, field: Header, end: number): Promise<void> {
  let left = Math.min(field.length, end - source.offset);
  while (left > 0) {
    const step = Math.min(left, 64 * 1024);
    await take(source, step);
    left -= step;
  }
}

async function take(source: ByteSource, size: number): Promise<Buffer> {
  const bytes = await source.read(size);
  if (bytes === null) throw new TornProtobufError('The file ends in the middle of a message.');
  return bytes;
}

function lengthDelimited(field: number, length: number): Buffer {
  return Buffer.from([...varint(field * 8 + 2), ...varint(length)]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}
