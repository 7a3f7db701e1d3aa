/**
 * Stored bytes → the export request they came in. Containers get their children back where the
 * field order of the .proto files has them, so a request in canonical order comes back bit for
 * bit; one in another order comes back with the same meaning. Containers without spans or
 * records are not part of it: nothing refers to them.
 */
import { WireReader } from './wire-reader';
import { WireWriter } from './wire-writer';

/** Both containers hold their children in this field. */
const CHILD_FIELD = 2;

interface Container {
  readonly bytes: Uint8Array;
}

interface Item {
  readonly resource: number;
  readonly scope: number;
  readonly payload: Uint8Array;
}

/** What a rebuild needs of spans: `resource` and `scope` index into the two lists. */
export interface StoredTraces {
  readonly resources: readonly Container[];
  readonly scopes: readonly Container[];
  readonly spans: readonly Item[];
}

export interface StoredLogs {
  readonly resources: readonly Container[];
  readonly scopes: readonly Container[];
  readonly logs: readonly Item[];
}

/** Builds an `ExportTraceServiceRequest`; a `DecodedTraces` will do as input. */
export function rebuildTracesRequest(stored: StoredTraces): Uint8Array {
  return rebuild(stored.resources, stored.scopes, stored.spans);
}

/** Builds an `ExportLogsServiceRequest`; a `DecodedLogs` will do as input. */
export function rebuildLogsRequest(stored: StoredLogs): Uint8Array {
  return rebuild(stored.resources, stored.scopes, stored.logs);
}

function rebuild(
  resources: readonly Container[],
  scopes: readonly Container[],
  items: readonly Item[],
): Uint8Array {
  const size = items.reduce((sum, item) => sum + item.payload.length + 8, 1024);
  const writer = new WireWriter(size);
  for (const [resource, ofResource] of grouped(items, (item) => item.resource)) {
    const start = writer.begin(1);
    writeContainer(writer, at(resources, resource), () => {
      for (const [scope, ofScope] of grouped(ofResource, (item) => item.scope)) {
        const scopeStart = writer.begin(CHILD_FIELD);
        writeContainer(writer, at(scopes, scope), () => {
          for (const item of ofScope) writer.bytesField(CHILD_FIELD, item.payload);
        });
        writer.end(scopeStart);
      }
    });
    writer.end(start);
  }
  return writer.finish();
}

function writeContainer(writer: WireWriter, bytes: Uint8Array, writeChildren: () => void): void {
  const split = endOfFieldsBefore(bytes);
  writer.raw(bytes.subarray(0, split));
  writeChildren();
  writer.raw(bytes.subarray(split));
}

/** Where the first field stands that is numbered higher than the children. */
function endOfFieldsBefore(bytes: Uint8Array): number {
  const reader = new WireReader(bytes);
  while (reader.pos < reader.limit) {
    const start = reader.pos;
    const tag = reader.tag();
    if (tag >>> 3 > CHILD_FIELD) return start;
    reader.skip(tag);
  }
  return bytes.length;
}

function grouped(items: readonly Item[], keyOf: (item: Item) => number): Map<number, Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function at(containers: readonly Container[], index: number): Uint8Array {
  const container = containers[index];
  if (container === undefined) throw new RangeError(`There is no container ${index}.`);
  return container.bytes;
}
