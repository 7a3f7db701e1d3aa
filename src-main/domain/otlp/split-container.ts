/**
 * Takes `ResourceSpans`, `ScopeSpans` and their twins for logs apart: the children as ranges,
 * and the rest, in order and bit for bit, as the container's own bytes. On the wire the
 * fields may stand in any order, so a container is split before its children are read.
 */
import type { Message } from './schema';
import { skipChecked } from './validate-message';
import { WireType, type WireReader } from './wire-reader';

export interface SplitContainer {
  /** Bounds of field 1, the resource or scope: start, end; more of them if it came in parts. */
  readonly head: readonly number[];
  /** Bounds of the children's messages: start, end, start, end, … */
  readonly children: readonly number[];
  /** Bounds of children of OTLP 0.15 that stay in `bytes`, as there are newer ones (J16). */
  readonly unusedOldChildren: readonly number[];
  /** The container message less its children. */
  readonly bytes: Uint8Array;
}

export interface ContainerShape {
  readonly message: Message;
  /** Field number of the children. */
  readonly childField: number;
  /** Field number that held the children in OTLP 0.15; used if there are no others (J16, J17). */
  readonly oldChildField: number | null;
}

/**
 * Splits the container that is `[reader.pos, reader.limit)`. Known fields other than the
 * children are checked for their wire type only.
 * @throws OtlpDecodeError
 */
export function splitContainer(reader: WireReader, shape: ContainerShape): SplitContainer {
  const start = reader.pos;
  const end = reader.limit;
  const childTag = lengthDelimited(shape.childField);
  const oldChildTag = shape.oldChildField === null ? null : lengthDelimited(shape.oldChildField);
  const head: number[] = [];
  const children: number[] = [];
  const oldChildren: number[] = [];
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === childTag) pushRange(reader, children);
    else if (tag === HEAD_TAG) pushRange(reader, head);
    else if (tag === oldChildTag) pushRange(reader, oldChildren);
    else skipChecked(reader, tag, shape.message);
  }
  if (children.length === 0 && oldChildTag !== null) {
    const bytes = without(reader, start, end, oldChildTag);
    return { head, children: oldChildren, unusedOldChildren: [], bytes };
  }
  const bytes = without(reader, start, end, childTag);
  return { head, children, unusedOldChildren: oldChildren, bytes };
}

const HEAD_TAG = lengthDelimited(1);

function lengthDelimited(field: number): number {
  return field * 8 + WireType.bytes;
}

function pushRange(reader: WireReader, ranges: number[]): void {
  const length = reader.length();
  ranges.push(reader.pos, reader.pos + length);
  reader.pos += length;
}

/** Sets the reader to each of the ranges in turn. */
export function eachRange(reader: WireReader, ranges: readonly number[], read: () => void): void {
  for (let at = 0; at < ranges.length; at += 2) {
    reader.pos = ranges[at] as number;
    reader.limit = ranges[at + 1] as number;
    read();
  }
}

/** The bytes between the child fields, joined; a view where they stand together. */
function without(reader: WireReader, start: number, end: number, childTag: number): Uint8Array {
  const { bytes } = reader;
  const kept: Uint8Array[] = [];
  let keptFrom = start;
  reader.pos = start;
  while (reader.pos < end) {
    const at = reader.pos;
    const tag = reader.tag();
    reader.skip(tag);
    if (tag !== childTag) continue;
    if (at > keptFrom) kept.push(bytes.subarray(keptFrom, at));
    keptFrom = reader.pos;
  }
  if (end > keptFrom) kept.push(bytes.subarray(keptFrom, end));
  return join(kept);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
