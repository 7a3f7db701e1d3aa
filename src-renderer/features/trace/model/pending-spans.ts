/**
 * Open spans in their place. Some libraries export a span before it ends, as a span of its own
 * below the one that will come (Logfire): it stands for it until it comes, and goes then.
 * Source: conventions reference §6.
 */
import { FacetFlag } from '@contract/facets';
import { SpanFlag, type SpanTable } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

import type { LoadedFacets } from './facet-columns-builder';
import { rearrangeTable } from './rearrange-table';

/** The table with pending spans where their real ones will stand, open, and without those that have come. */
export function placePendingSpans(table: SpanTable, loaded: LoadedFacets): SpanTable {
  const { columns, header } = loaded;
  const isAny = columns.flags.some(
    (flag) => (flag & (FacetFlag.superseded | FacetFlag.pending)) !== 0,
  );
  if (!isAny) return table;
  const rowOfKey = new Map<number, SpanIndex>();
  table.keys.forEach((key, row) => {
    if (key > 0) rowOfKey.set(key, row);
  });
  const removed = new Uint8Array(table.count);
  const parents = new Map<SpanIndex, SpanIndex>();
  const open: SpanIndex[] = [];
  for (let at = 0; at < header.rowCount; at += 1) {
    const row = rowOfKey.get(columns.keys[at] ?? 0);
    const flag = columns.flags[at] ?? 0;
    if (row === undefined) continue;
    if (flag & FacetFlag.superseded) removed[row] = 1;
    else if (flag & FacetFlag.pending) {
      open.push(row);
      const parent = columns.parents[at] ?? 0;
      if (parent !== 0) parents.set(row, rowOfKey.get(parent) ?? -1);
    }
  }
  replacePlaceholders(table, parents, removed);
  const opened = withoutEnds(table, open);
  return parents.size > 0 || removed.includes(1)
    ? rearrangeTable(opened, { parents, removed })
    : opened;
}

/** Pending spans take the places, and the children, of the placeholders of what they stand for. */
function replacePlaceholders(
  table: SpanTable,
  parents: Map<SpanIndex, SpanIndex>,
  removed: Uint8Array,
): void {
  const standIns = new Map<SpanIndex, SpanIndex>();
  for (const row of parents.keys()) {
    const parent = table.parents[row] ?? -1;
    if (parent >= 0 && ((table.flags[parent] ?? 0) & SpanFlag.placeholder) !== 0) {
      standIns.set(parent, row);
      removed[parent] = 1;
    }
  }
  if (standIns.size === 0) return;
  for (let row = 0; row < table.count; row += 1) {
    const standIn = standIns.get(table.parents[row] ?? -1);
    if (standIn !== undefined && removed[row] === 0 && !parents.has(row)) parents.set(row, standIn);
  }
}

/** What is pending has no end, whatever was sent in its place. */
function withoutEnds(table: SpanTable, rows: readonly SpanIndex[]): SpanTable {
  if (rows.every((row) => ((table.flags[row] ?? 0) & SpanFlag.zeroEnd) !== 0)) return table;
  const flags = table.flags.slice();
  for (const row of rows) flags[row] = (flags[row] ?? 0) | SpanFlag.zeroEnd;
  return { ...table, flags };
}
