/**
 * Rows of a trace, in whatever order they were stored, to a `SpanTable`.
 *
 * Nothing is dropped and nothing repaired: spans whose parent has not arrived hang under one
 * placeholder for each missing id, cycles of parents are cut at their earliest span, times
 * that cannot be true are flagged. Time and memory grow with the number of spans (the sort by
 * start aside), no step recurses, so depth is limited by memory alone.
 */
import { linkParents, type Links } from './assemble/link-parents';
import { placeInTime, type Times } from './assemble/place-in-time';
import { preorder } from './assemble/preorder';
import type { SpanRows } from './assemble/span-rows';
import { at } from './column';
import { findCriticalPath } from './critical-path';
import { selfTimes } from './self-time';
import { SpanFlag, type SpanTable } from './span-table';

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
  const tree = buildTree(rows, links, times, order);
  const path = findCriticalPath(tree);
  for (const row of path.rows) tree.flags[row] = at(tree.flags, row) | SpanFlag.critical;
  return {
    ...tree,
    ...copyColumns(rows, links, order),
    baseNs: times.baseNs,
    selfNs: selfTimes(tree),
    criticalRows: path.rows,
    criticalFromNs: path.fromNs,
    criticalToNs: path.toNs,
  };
}

/** What is worked out: structure, times and flags. */
function buildTree(rows: SpanRows, links: Links, times: Times, order: Int32Array) {
  const count = order.length;
  const tree = {
    count,
    durationNs: times.durationNs,
    parents: new Int32Array(count),
    depths: new Uint16Array(count),
    descendants: new Int32Array(count),
    startNs: new Float64Array(count),
    durationsNs: new Float64Array(count),
    flags: new Uint16Array(count),
  };
  const emptyName = rows.names.indexOf('');
  const rowOfNode = new Int32Array(count);
  for (let row = 0; row < count; row += 1) {
    const node = at(order, row);
    rowOfNode[node] = row;
    const parentNode = at(links.parents, node);
    const parent = parentNode === -1 ? -1 : at(rowOfNode, parentNode);
    tree.parents[row] = parent;
    tree.depths[row] = parent === -1 ? 0 : Math.min(MAX_DEPTH, at(tree.depths, parent) + 1);
    tree.startNs[row] = at(times.startNs, node);
    tree.durationsNs[row] = at(times.durationsNs, node);
    tree.flags[row] =
      node < rows.count ? flagsOf(rows, links, node, emptyName) : SpanFlag.placeholder;
  }
  for (let row = count - 1; row > 0; row -= 1) {
    const parent = at(tree.parents, row);
    if (parent === -1) continue;
    tree.descendants[parent] = at(tree.descendants, parent) + at(tree.descendants, row) + 1;
  }
  return tree;
}

/** What is taken over row by row; placeholders have an id and nothing else. */
function copyColumns(rows: SpanRows, links: Links, order: Int32Array) {
  const count = order.length;
  const names = [...rows.names];
  const services = [...rows.services];
  const noName = links.placeholderCount > 0 ? indexOrAdd(names, '') : -1;
  const noService = links.placeholderCount > 0 ? indexOrAdd(services, '') : -1;
  const columns = {
    names,
    services,
    spanIds: new Uint8Array(count * 8),
    keys: new Float64Array(count),
    nameIds: new Int32Array(count),
    serviceIds: new Int32Array(count),
    categories: new Uint8Array(count),
    kinds: new Uint8Array(count),
    statuses: new Uint8Array(count),
    exceptionCounts: new Uint16Array(count),
    logCounts: new Uint16Array(count),
  };
  for (let row = 0; row < count; row += 1) {
    const node = at(order, row);
    if (node >= rows.count) {
      copyId(rows.parentIds, at(links.placeholderChild, node - rows.count), columns.spanIds, row);
      columns.nameIds[row] = noName;
      columns.serviceIds[row] = noService;
      continue;
    }
    copyId(rows.spanIds, node, columns.spanIds, row);
    columns.keys[row] = at(rows.keys, node);
    columns.nameIds[row] = at(rows.nameIds, node);
    columns.serviceIds[row] = at(rows.serviceIds, node);
    columns.categories[row] = at(rows.categories, node);
    columns.kinds[row] = at(rows.kinds, node);
    columns.statuses[row] = at(rows.statuses, node);
    columns.exceptionCounts[row] = at(rows.exceptionCounts, node);
    columns.logCounts[row] = at(rows.logCounts, node);
  }
  return columns;
}

/** @param emptyName number of the empty name, -1 where no row has it */
function flagsOf(rows: SpanRows, links: Links, row: number, emptyName: number): number {
  const start = at(rows.startNs, row);
  const end = at(rows.endNs, row);
  const parent = at(links.parents, row);
  let flags = 0;
  if (Number.isNaN(start)) flags |= SpanFlag.zeroStart;
  if (Number.isNaN(end)) flags |= SpanFlag.zeroEnd;
  if (end < start) flags |= SpanFlag.endBeforeStart;
  if (at(rows.nameIds, row) === emptyName) flags |= SpanFlag.emptyName;
  if (at(links.isCut, row) === 1) flags |= SpanFlag.cycle;
  if (parent >= rows.count) flags |= SpanFlag.orphan;
  else if (parent !== -1 && isSkewed(rows, parent, row)) flags |= SpanFlag.clockSkew;
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
