/**
 * The first of two readings of a very large protobuf resource: finds what belongs to every
 * span of it and of its large scopes but may stand behind them (the schema URL does), and
 * which of its lists counts.
 */
import { WireType } from '@domain/otlp/wire-reader';
import type { ByteSource } from './byte-source';
import { readHeader, skipValue, take, type FieldHeader } from './protobuf-fields';

export interface ContainerOutline {
  /** Its fields besides the children, as written. */
  readonly own: Buffer;
  /** Field of the children that count. */
  readonly childField: number;
}

/** By the offset of the first byte in the container. */
export type Outline = ReadonlyMap<number, ContainerOutline>;

/** Containers up to this size, if all of them is there, are handed on whole. */
const WHOLE_BYTES = 8 * 1024 * 1024;
const MAX_OWN_BYTES = 32 * 1024 * 1024;

/** `scope_spans`, `spans` and their like. */
export const CHILD_FIELD = 2;
/** `instrumentation_library_spans`: counts only where there are no scopes (J16, J17). */
const OLD_CHILD_FIELD = 1000;

const LARGE_OWN_REASON =
  'A resource or scope has more than 32 MB besides its spans. The part beyond that was left out.';

/** Outlines the resource that begins where the source stands and ends at `end`. Never throws. */
export async function outlineResource(
  source: ByteSource,
  end: number,
  warn: (reason: string) => void,
): Promise<Outline> {
  const outline = new Map<number, ContainerOutline>();
  try {
    await outlineContainer(source, end, true, outline, warn);
  } catch {
    // Where it is torn the second reading finds out, too.
  }
  return outline;
}

/** Whether a container is handed on whole. Buffers it where it is. */
export async function passesWhole(
  source: ByteSource,
  { length }: FieldHeader,
  end: number,
): Promise<boolean> {
  if (length > WHOLE_BYTES || source.offset + length > end) return false;
  return source.fill(length);
}

async function outlineContainer(
  source: ByteSource,
  end: number,
  isResource: boolean,
  outline: Map<number, ContainerOutline>,
  warn: (reason: string) => void,
): Promise<void> {
  const start = source.offset;
  const own = new OwnFields(warn);
  let hasChildren = false;
  try {
    for (;;) {
      const field = await readHeader(source, end);
      if (field === null) return;
      const isMessage = field.wireType === WireType.bytes;
      const isChild = isMessage && field.number === CHILD_FIELD;
      const isOldChild = isMessage && isResource && field.number === OLD_CHILD_FIELD;
      hasChildren ||= isChild;
      if (!isChild && !isOldChild) {
        await own.add(source, field, false);
      } else if (isResource && !(await passesWhole(source, field, end))) {
        const childEnd = Math.min(source.offset + field.length, end);
        await outlineContainer(source, childEnd, false, outline, warn);
        if (isOldChild) own.lacksOld = true;
      } else if (isOldChild) {
        await own.add(source, field, true);
      } else {
        await skipValue(source, field);
      }
    }
  } finally {
    const childField = hasChildren || !isResource ? CHILD_FIELD : OLD_CHILD_FIELD;
    outline.set(start, { own: own.bytes(childField), childField });
  }
}

class OwnFields {
  /** Of a resource that has scopes too, old ones are fields like any other. */
  lacksOld = false;
  readonly #fields: { readonly bytes: Buffer; readonly isOld: boolean }[] = [];
  readonly #warn: (reason: string) => void;
  #length = 0;
  #isTooLarge = false;

  constructor(warn: (reason: string) => void) {
    this.#warn = warn;
  }

  async add(source: ByteSource, field: FieldHeader, isOld: boolean): Promise<void> {
    const length = field.raw.length + field.length;
    if (this.#length + length > MAX_OWN_BYTES) {
      await skipValue(source, field);
      if (isOld) this.lacksOld = true;
      else this.#isTooLarge = true;
      return;
    }
    this.#length += length;
    this.#fields.push({
      bytes: Buffer.concat([field.raw, await take(source, field.length)]),
      isOld,
    });
  }

  bytes(childField: number): Buffer {
    const keepsOld = childField === CHILD_FIELD;
    if (this.#isTooLarge || (keepsOld && this.lacksOld)) this.#warn(LARGE_OWN_REASON);
    return Buffer.concat(
      this.#fields.filter(({ isOld }) => keepsOld || !isOld).map(({ bytes }) => bytes),
    );
  }
}
