import { at } from '../column';
import { SpanIdIndex } from './span-id-index';
import type { SpanRows } from './span-rows';

/** The tree by node: rows first, then placeholders. */
export interface Links {
  /** Node of the parent, -1 for roots. */
  readonly parents: Int32Array;
  readonly placeholderCount: number;
  /** The row that named the missing parent first. */
  readonly placeholderChild: Int32Array;
  /** 1 for rows that were cut out of a cycle. */
  readonly isCut: Uint8Array;
}

/** Finds every row's parent by its id. */
export function linkParents(rows: SpanRows): Links {
  const { count } = rows;
  const ids = viewOf(rows.spanIds);
  const parentIds = viewOf(rows.parentIds);
  const index = new SpanIdIndex(count * 2);
  for (let row = 0; row < count; row += 1) {
    const at = row * 8;
    index.add(ids.getUint32(at), ids.getUint32(at + 4), row);
  }
  const parents = new Int32Array(count * 2).fill(-1);
  const placeholderChild = new Int32Array(count);
  let placeholderCount = 0;
  for (let row = 0; row < count; row += 1) {
    const high = parentIds.getUint32(row * 8);
    const low = parentIds.getUint32(row * 8 + 4);
    if (high === 0 && low === 0) continue;
    const placeholder = count + placeholderCount;
    const parent = index.add(high, low, placeholder);
    if (parent === placeholder) {
      placeholderChild[placeholderCount] = row;
      placeholderCount += 1;
    }
    parents[row] = parent;
  }
  return { parents, placeholderCount, placeholderChild, isCut: cutCycles(rows, parents) };
}

/** Makes the earliest span of each cycle a root; rows that lead into a cycle stay below it. */
function cutCycles(rows: SpanRows, parents: Int32Array): Uint8Array {
  const isCut = new Uint8Array(rows.count);
  /** The walk that met a node first; 0 for none yet. */
  const walks = new Int32Array(parents.length);
  for (let first = 0; first < rows.count; first += 1) {
    let node = first;
    while (node !== -1 && at(walks, node) === 0) {
      walks[node] = first + 1;
      node = at(parents, node);
    }
    if (node === -1 || at(walks, node) !== first + 1) continue;
    let earliest = node;
    for (let next = at(parents, node); next !== node; next = at(parents, next)) {
      if (isBefore(rows, next, earliest)) earliest = next;
    }
    parents[earliest] = -1;
    isCut[earliest] = 1;
  }
  return isCut;
}

function isBefore(rows: SpanRows, a: number, b: number): boolean {
  const startA = at(rows.startNs, a);
  const startB = at(rows.startNs, b);
  // Unknown starts come last here: a span with a known one makes the better root.
  if (Number.isNaN(startA) !== Number.isNaN(startB)) return Number.isNaN(startB);
  if (startA !== startB && !Number.isNaN(startA)) return startA < startB;
  return at(rows.keys, a) < at(rows.keys, b);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
