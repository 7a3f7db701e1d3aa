/**
 * Rows of a trace, in whatever order they were stored, to a `SpanTable`.
 *
 * Nothing is dropped and nothing repaired: spans whose parent has not arrived hang under one
 * placeholder for each missing id, cycles of parents are cut at their earliest span, times
 * that cannot be true are flagged. Time and memory grow with the number of spans (the sort by
 * start aside), no step recurses, so depth is limited by memory alone.
 */
import { at } from './column';
import { findCriticalPath } from './critical-path';
import { selfTimes } from './self-time';
import { SpanIdIndex } from './span-id-index';
import { SpanFlag, type SpanTable } from './span-table';
import type { UnixNs } from './units';

/** Narrow rows of one trace as columns of equal length, in any order. */
export interface SpanRows {
  readonly count: number;
  /** What `startNs` and `endNs` count from. */
  readonly baseNs: UnixNs;
  readonly names: readonly string[];
  readonly services: readonly string[];
  /** Store keys: unique, positive, growing with arrival. */
  readonly keys: Float64Array;
  /** 8 bytes a row. */
  readonly spanIds: Uint8Array;
  /** 8 bytes a row; all zero for a root. */
  readonly parentIds: Uint8Array;
  /** Offset from `baseNs`; NaN where the sender gave no start (zero). */
  readonly startNs: Float64Array;
  /** Offset from `baseNs`; NaN where the sender gave no end (zero). */
  readonly endNs: Float64Array;
  /** Index into `names`. */
  readonly nameIds: Int32Array;
  /** Index into `services`. */
  readonly serviceIds: Int32Array;
  /** Equal numbers mean the same resource, that is, the same process and clock. */
  readonly resourceIds: Int32Array;
  readonly categories: Uint8Array;
  readonly kinds: Uint8Array;
  readonly statuses: Uint8Array;
  readonly exceptionCounts: Uint16Array;
  readonly logCounts: Uint16Array;
}

/** Clocks of processes on one machine agree to about this much; some SDKs round to 1 ms. */
const CLOCK_TOLERANCE_NS = 2e6;

const MAX_DEPTH = 0xffff;
const KIND_PRODUCER = 4;
const KIND_CONSUMER = 5;

/**
 * Assembles a trace.
 *
 * - Rows stand in preorder; siblings and roots by start, then by arrival.
 * - Offset 0 is the earliest known start. A span without start stands at its end, or at 0
 *   where that is missing too, with no length: it never stretches the axis to 1970.
 * - A placeholder carries the missing span's id, key 0, no name and no service, and spans the
 *   time of its children.
 * - `SpanFlag.clockSkew`: parent and child come from different resources, and the child
 *   starts before the parent, or ends after it although it would fit into it and neither is
 *   asynchronous by kind (producer, consumer), each by more than 2 ms.
 */
export function assembleTrace(rows: SpanRows): SpanTable {
  const links = linkParents(rows);
  const times = placeInTime(rows, links);
  const order = preorder(rows.count + links.placeholderCount, links.parents, times.startNs, rows);
  return fillTable(rows, links, times, order);
}

/** The tree by node: rows first, then placeholders. */
interface Links {
  /** Node of the parent, -1 for roots. */
  readonly parents: Int32Array;
  readonly placeholderCount: number;
  /** The row that named the missing parent first. */
  readonly placeholderChild: Int32Array;
  /** 1 for rows that were cut out of a cycle. */
  readonly isCut: Uint8Array;
}

function linkParents(rows: SpanRows): Links {
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

/** Times by node, as offsets from the earliest known start. */
interface Times {
  readonly baseNs: UnixNs;
  readonly startNs: Float64Array;
  readonly durationsNs: Float64Array;
  readonly durationNs: number;
}

function placeInTime(rows: SpanRows, links: Links): Times {
  const { count } = rows;
  const total = count + links.placeholderCount;
  let origin = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  const startNs = new Float64Array(total);
  const durationsNs = new Float64Array(total);
  for (let row = 0; row < count; row += 1) {
    const start = at(rows.startNs, row);
    const end = at(rows.endNs, row);
    const known = Number.isNaN(start) ? end : start;
    startNs[row] = known;
    durationsNs[row] = Number.isNaN(start) || Number.isNaN(end) ? 0 : end - start;
    if (known < origin) origin = known;
    if (known > latest) latest = known;
    if (end > latest) latest = end;
  }
  if (origin === Number.POSITIVE_INFINITY) origin = latest = 0;
  for (let row = 0; row < count; row += 1) {
    const known = at(startNs, row);
    startNs[row] = Number.isNaN(known) ? 0 : known - origin;
  }
  coverChildren(rows, links.parents, startNs, durationsNs);
  return {
    baseNs: rows.baseNs + BigInt(Math.round(origin)),
    startNs,
    durationsNs,
    durationNs: latest - origin,
  };
}

/** Gives placeholders the time from the first start to the last end of their children. */
function coverChildren(
  rows: SpanRows,
  parents: Int32Array,
  startNs: Float64Array,
  durationsNs: Float64Array,
): void {
  const { count } = rows;
  const endNs = new Float64Array(startNs.length - count).fill(Number.NEGATIVE_INFINITY);
  startNs.fill(Number.POSITIVE_INFINITY, count);
  for (let row = 0; row < count; row += 1) {
    const parent = at(parents, row);
    if (parent < count) continue;
    const isPlaced = !(Number.isNaN(at(rows.startNs, row)) && Number.isNaN(at(rows.endNs, row)));
    if (!isPlaced) continue;
    const start = at(startNs, row);
    startNs[parent] = Math.min(at(startNs, parent), start);
    const end = start + Math.max(0, at(durationsNs, row));
    endNs[parent - count] = Math.max(at(endNs, parent - count), end);
  }
  for (let node = count; node < startNs.length; node += 1) {
    if (at(startNs, node) === Number.POSITIVE_INFINITY) startNs[node] = 0;
    else durationsNs[node] = at(endNs, node - count) - at(startNs, node);
  }
}

/** Nodes in preorder. */
function preorder(
  total: number,
  parents: Int32Array,
  startNs: Float64Array,
  rows: SpanRows,
): Int32Array {
  const keyOf = (node: number): number => (node < rows.count ? at(rows.keys, node) : 0);
  const byStart = new Int32Array(total);
  for (let node = 0; node < total; node += 1) byStart[node] = node;
  byStart.sort((a, b) => at(startNs, a) - at(startNs, b) || keyOf(a) - keyOf(b) || a - b);

  // Linked lists of children. Walking backwards puts each node before its later siblings.
  const firstChild = new Int32Array(total).fill(-1);
  const nextSibling = new Int32Array(total).fill(-1);
  let firstRoot = -1;
  for (let i = total - 1; i >= 0; i -= 1) {
    const node = at(byStart, i);
    const parent = at(parents, node);
    if (parent === -1) {
      nextSibling[node] = firstRoot;
      firstRoot = node;
    } else {
      nextSibling[node] = at(firstChild, parent);
      firstChild[parent] = node;
    }
  }

  const order = byStart;
  const waiting = new Int32Array(total + 1);
  let waitingCount = 0;
  let position = 0;
  let node = firstRoot;
  while (node !== -1) {
    order[position] = node;
    position += 1;
    const sibling = at(nextSibling, node);
    if (sibling !== -1) {
      waiting[waitingCount] = sibling;
      waitingCount += 1;
    }
    node = at(firstChild, node);
    if (node === -1 && waitingCount > 0) {
      waitingCount -= 1;
      node = at(waiting, waitingCount);
    }
  }
  return order;
}

function fillTable(rows: SpanRows, links: Links, times: Times, order: Int32Array): SpanTable {
  const count = order.length;
  const tree = {
    count,
    durationNs: times.durationNs,
    parents: new Int32Array(count),
    descendants: new Int32Array(count),
    startNs: new Float64Array(count),
    durationsNs: new Float64Array(count),
    flags: new Uint16Array(count),
  };
  const names = [...rows.names];
  const services = [...rows.services];
  const noName = links.placeholderCount > 0 ? indexOrAdd(names, '') : -1;
  const noService = links.placeholderCount > 0 ? indexOrAdd(services, '') : -1;
  const emptyName = names.indexOf('');
  const columns = {
    spanIds: new Uint8Array(count * 8),
    keys: new Float64Array(count),
    depths: new Uint16Array(count),
    nameIds: new Int32Array(count),
    serviceIds: new Int32Array(count),
    categories: new Uint8Array(count),
    kinds: new Uint8Array(count),
    statuses: new Uint8Array(count),
    exceptionCounts: new Uint16Array(count),
    logCounts: new Uint16Array(count),
  };

  const indexOfNode = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    const node = at(order, i);
    indexOfNode[node] = i;
    const parentNode = at(links.parents, node);
    const parent = parentNode === -1 ? -1 : at(indexOfNode, parentNode);
    tree.parents[i] = parent;
    columns.depths[i] = parent === -1 ? 0 : Math.min(MAX_DEPTH, at(columns.depths, parent) + 1);
    tree.startNs[i] = at(times.startNs, node);
    tree.durationsNs[i] = at(times.durationsNs, node);
    if (node >= rows.count) {
      copyId(rows.parentIds, at(links.placeholderChild, node - rows.count), columns.spanIds, i);
      columns.nameIds[i] = noName;
      columns.serviceIds[i] = noService;
      tree.flags[i] = SpanFlag.placeholder;
      continue;
    }
    copyId(rows.spanIds, node, columns.spanIds, i);
    columns.keys[i] = at(rows.keys, node);
    columns.nameIds[i] = at(rows.nameIds, node);
    columns.serviceIds[i] = at(rows.serviceIds, node);
    columns.categories[i] = at(rows.categories, node);
    columns.kinds[i] = at(rows.kinds, node);
    columns.statuses[i] = at(rows.statuses, node);
    columns.exceptionCounts[i] = at(rows.exceptionCounts, node);
    columns.logCounts[i] = at(rows.logCounts, node);
    let flags = timeFlags(rows, node);
    if (at(rows.nameIds, node) === emptyName) flags |= SpanFlag.emptyName;
    if (at(links.isCut, node) === 1) flags |= SpanFlag.cycle;
    if (parentNode >= rows.count) flags |= SpanFlag.orphan;
    else if (parentNode !== -1 && isSkewed(rows, parentNode, node)) flags |= SpanFlag.clockSkew;
    tree.flags[i] = flags;
  }
  for (let i = count - 1; i > 0; i -= 1) {
    const parent = at(tree.parents, i);
    if (parent !== -1)
      tree.descendants[parent] = at(tree.descendants, parent) + at(tree.descendants, i) + 1;
  }

  const path = findCriticalPath(tree);
  for (const row of path.rows) tree.flags[row] = at(tree.flags, row) | SpanFlag.critical;
  return {
    ...tree,
    ...columns,
    baseNs: times.baseNs,
    names,
    services,
    selfNs: selfTimes(tree),
    criticalRows: path.rows,
    criticalFromNs: path.fromNs,
    criticalToNs: path.toNs,
  };
}

function timeFlags(rows: SpanRows, row: number): number {
  const start = at(rows.startNs, row);
  const end = at(rows.endNs, row);
  let flags = 0;
  if (Number.isNaN(start)) flags |= SpanFlag.zeroStart;
  if (Number.isNaN(end)) flags |= SpanFlag.zeroEnd;
  if (end < start) flags |= SpanFlag.endBeforeStart;
  return flags;
}

/** See `assembleTrace`. Comparisons with an unknown time (NaN) are false. */
function isSkewed(rows: SpanRows, parent: number, child: number): boolean {
  if (at(rows.resourceIds, parent) === at(rows.resourceIds, child)) return false;
  const parentStart = at(rows.startNs, parent);
  const childStart = at(rows.startNs, child);
  if (parentStart - childStart > CLOCK_TOLERANCE_NS) return true;
  if (at(rows.kinds, parent) === KIND_PRODUCER || at(rows.kinds, child) === KIND_CONSUMER) {
    return false;
  }
  const parentEnd = at(rows.endNs, parent);
  const childEnd = at(rows.endNs, child);
  return (
    childEnd - parentEnd > CLOCK_TOLERANCE_NS && childEnd - childStart <= parentEnd - parentStart
  );
}

function indexOrAdd(list: string[], text: string): number {
  const index = list.indexOf(text);
  return index === -1 ? list.push(text) - 1 : index;
}

function copyId(from: Uint8Array, fromRow: number, to: Uint8Array, toRow: number): void {
  for (let i = 0; i < 8; i += 1) to[toRow * 8 + i] = at(from, fromRow * 8 + i);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
