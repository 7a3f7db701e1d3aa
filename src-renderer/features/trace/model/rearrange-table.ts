/** A span table with some spans under other parents, and some left out. */
import { rowColumns, type RowColumn } from '@contract/columns';
import { SpanFlag, type SpanTable } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

export interface Rearrangement {
  /** Other parents, -1 for a root, by row. */
  readonly parents: ReadonlyMap<SpanIndex, SpanIndex>;
  /** A byte a row, 1 for those left out; their children go to their parents. */
  readonly removed: Uint8Array;
}

/**
 * Rearranges a table; all of its invariants hold again: parents before children, children by
 * start. Rows that would be their own ancestors become roots. O(rows) but for the children of
 * parents that got others.
 */
export function rearrangeTable(table: SpanTable, { parents, removed }: Rearrangement): SpanTable {
  const newParents = new Int32Array(table.count);
  for (let row = 0; row < table.count; row += 1) {
    let parent = parents.get(row) ?? table.parents[row] ?? -1;
    // Rows left out keep their parents, which stand before them, so this ends.
    while (parent >= 0 && removed[parent] === 1) parent = table.parents[parent] ?? -1;
    newParents[row] = parent;
  }
  const order = preorder(table, newParents, parents, removed);
  const newRow = new Int32Array(table.count).fill(-1);
  order.forEach((row, at) => {
    newRow[row] = at;
  });
  const next = takeRows(table, order);
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0;
    const parent = newParents[row] ?? -1;
    const place = parent < 0 ? -1 : (newRow[parent] ?? -1);
    // A parent that comes later closed a circle.
    next.parents[at] = place < at ? place : -1;
    next.depths[at] = place >= 0 && place < at ? (next.depths[place] ?? 0) + 1 : 0;
    next.descendants[at] = 0;
    if (parents.has(row)) next.flags[at] = (next.flags[at] ?? 0) & ~SpanFlag.orphan;
  }
  for (let at = order.length - 1; at > 0; at -= 1) {
    const parent = next.parents[at] ?? -1;
    if (parent < 0) continue;
    next.descendants[parent] = (next.descendants[parent] ?? 0) + 1 + (next.descendants[at] ?? 0);
  }
  return { ...next, ...criticalPieces(table, newRow) };
}

function preorder(
  table: SpanTable,
  newParents: Int32Array,
  moved: Rearrangement['parents'],
  removed: Uint8Array,
): Int32Array {
  const children = new Map<SpanIndex, SpanIndex[]>();
  let count = 0;
  for (let row = 0; row < table.count; row += 1) {
    if (removed[row] === 1) continue;
    count += 1;
    const parent = newParents[row] ?? -1;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [row]);
    else siblings.push(row);
  }
  for (const parent of new Set([...moved.keys()].map((row) => newParents[row] ?? -1))) {
    children
      .get(parent)
      ?.sort((a, b) => (table.startNs[a] ?? 0) - (table.startNs[b] ?? 0) || a - b);
  }
  const order = new Int32Array(count);
  const isPlaced = new Uint8Array(table.count);
  let placed = 0;
  const place = (roots: readonly SpanIndex[]): void => {
    const open = [...roots].reverse();
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      if (isPlaced[row] === 1) continue;
      isPlaced[row] = 1;
      order[placed] = row;
      placed += 1;
      const below = children.get(row) ?? [];
      for (let at = below.length - 1; at >= 0; at -= 1) open.push(below[at] ?? 0);
    }
  };
  place(children.get(-1) ?? []);
  // What hangs in a circle has no root: its first row becomes one.
  for (let row = 0; row < table.count; row += 1) {
    if (removed[row] === 0) place([row]);
  }
  return order;
}

function takeRows(table: SpanTable, order: Int32Array): SpanTable {
  const columns = Object.fromEntries(
    rowColumns.map((name) => [name, takeColumn(table[name], order, name)]),
  ) as unknown as Pick<SpanTable, RowColumn>;
  return { ...table, ...columns, count: order.length };
}

function takeColumn(source: SpanTable[RowColumn], order: Int32Array, name: RowColumn) {
  const width = name === 'spanIds' ? 8 : 1;
  const target = source.slice(0, order.length * width);
  order.forEach((row, at) => {
    for (let byte = 0; byte < width; byte += 1) {
      target[at * width + byte] = source[row * width + byte] ?? 0;
    }
  });
  return target;
}

function criticalPieces(
  { criticalRows, criticalFromNs, criticalToNs }: SpanTable,
  newRow: Int32Array,
) {
  const kept = [...criticalRows.keys()].filter((at) => (newRow[criticalRows[at] ?? 0] ?? -1) >= 0);
  return {
    criticalRows: Int32Array.from(kept, (at) => newRow[criticalRows[at] ?? 0] ?? 0),
    criticalFromNs: Float64Array.from(kept, (at) => criticalFromNs[at] ?? 0),
    criticalToNs: Float64Array.from(kept, (at) => criticalToNs[at] ?? 0),
  };
}
