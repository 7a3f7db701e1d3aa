/**
 * Cuts a raw protobuf `TracesData` (or logs, metrics) stream into requests of bounded size.
 * Resources of moderate size pass as they are; a huge one, or one that is cut off, is
 * entered, and its scopes and leaves are repacked behind the bytes of their containers.
 */
import { WireType } from '@domain/otlp/wire-reader';
import type { ByteSource } from './byte-source';
import type { LookAhead } from './look-ahead';
import { readHeader, skipValue, take, TornProtobufError, wrapField } from './protobuf-fields';
import { CHILD_FIELD, outlineResource, passesWhole, type Outline } from './protobuf-outline';

const PART_BYTES = 1024 * 1024;
const MAX_LEAF_BYTES = 128 * 1024 * 1024;
const LARGE_LEAF_REASON = 'A single span or log record is larger than 128 MB.';
const RESOURCE_FIELD = 1;

export interface SplitOptions {
  /** Of the stream, or Infinity where only reading on can tell. */
  readonly end: number;
  /** Over the same bytes. */
  readonly lookAhead: LookAhead;
  /** Something had to be left out; one sentence. */
  readonly warn: (reason: string) => void;
}

/**
 * Yields bodies of export requests, all that is whole in front of where the stream is torn.
 * @throws TornProtobufError there, or what made the stream fail
 */
export async function* splitProtobuf(
  source: ByteSource,
  { end, lookAhead, warn }: SplitOptions,
): AsyncGenerator<Buffer> {
  for (;;) {
    const field = await readHeader(source, end);
    if (field === null) return;
    if (field.number !== RESOURCE_FIELD || field.wireType !== WireType.bytes) {
      await skipValue(source, field);
    } else if (await passesWhole(source, field, end)) {
      yield Buffer.concat([field.raw, await take(source, field.length)]);
    } else {
      const resourceEnd = source.offset + field.length;
      const ahead = await lookAhead.at(source.offset);
      const outline = await outlineResource(ahead, Math.min(resourceEnd, end), warn);
      const wrap = (parts: readonly Buffer[]): Buffer => wrapField(RESOURCE_FIELD, parts);
      yield* splitContainer({ source, end, outline, warn }, resourceEnd, 0, wrap);
    }
  }
}

interface Splitting {
  readonly source: ByteSource;
  /** Of the stream. */
  readonly end: number;
  readonly outline: Outline;
  readonly warn: (reason: string) => void;
}

/**
 * Enters a resource or, one level down, a scope, which should end at `end`.
 * `ownBytes` counts what is repeated on each part, `wrap` makes a request of the fields of
 * the container.
 */
async function* splitContainer(
  splitting: Splitting,
  end: number,
  ownBytes: number,
  wrap: (parts: readonly Buffer[]) => Buffer,
  isScope = false,
): AsyncGenerator<Buffer> {
  const { source, outline, warn } = splitting;
  const limit = Math.min(end, splitting.end);
  const { own, childField } = outline.get(source.offset) ?? unknownContainer;
  const repeatedBytes = ownBytes + own.length;
  let children: Buffer[] = [];
  let childBytes = 0;
  let failure: unknown = null;
  const pack = (): Buffer => {
    const part = wrap([own, ...children]);
    children = [];
    childBytes = 0;
    return part;
  };
  try {
    while (source.offset < limit) {
      const field = await readHeader(source, limit);
      if (field === null) break;
      if (field.wireType !== WireType.bytes || field.number !== childField) {
        await skipValue(source, field);
      } else if (isScope && field.length > MAX_LEAF_BYTES) {
        warn(LARGE_LEAF_REASON);
        await skipValue(source, field);
      } else if (isScope || (await passesWhole(source, field, limit))) {
        if (source.offset + field.length > limit) throw cutOff();
        children.push(field.raw, await take(source, field.length));
        childBytes += field.raw.length + field.length;
        // What is repeated on each part must not outgrow what is new in it.
        if (childBytes >= Math.max(PART_BYTES, repeatedBytes)) yield pack();
      } else {
        if (children.length > 0) yield pack();
        const wrapScope = (parts: readonly Buffer[]): Buffer =>
          wrap([own, wrapField(childField, parts)]);
        const scopeEnd = source.offset + field.length;
        yield* splitContainer(splitting, scopeEnd, repeatedBytes, wrapScope, true);
        if (scopeEnd > limit) throw cutOff();
      }
    }
    if (source.offset < end) throw source.failure ?? cutOff();
  } catch (error) {
    failure = error;
  }
  if (children.length > 0) yield pack();
  if (failure !== null) throw failure;
}

const unknownContainer = { own: Buffer.alloc(0), childField: CHILD_FIELD };

function cutOff(): TornProtobufError {
  return new TornProtobufError('The file ends in the middle of a message.');
}
