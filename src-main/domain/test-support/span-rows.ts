import type { SpanRows } from '../assemble/span-rows';
import { SpanFlag, type SpanTable } from '../span-table';

/** A span as a test writes it; times are offsets, null is a zero time. */
export interface SpanSketch {
  readonly id: number;
  /** Id of the parent; 0 or none for a root. */
  readonly parent?: number;
  readonly start?: number | null;
  readonly end?: number | null;
  readonly name?: string;
  readonly service?: string;
  readonly resource?: number;
  readonly kind?: number;
  readonly logs?: number;
}

/** Rows in the order given, which is also the order of arrival. */
export function spanRows(sketches: readonly SpanSketch[], baseNs = 0n): SpanRows {
  const count = sketches.length;
  const names = new Map<string, number>();
  const services = new Map<string, number>();
  const idOf = (ids: Map<string, number>, text: string): number => {
    if (!ids.has(text)) ids.set(text, ids.size);
    return ids.get(text) ?? -1;
  };
  const ids = new DataView(new ArrayBuffer(count * 8));
  const parentIds = new DataView(new ArrayBuffer(count * 8));
  sketches.forEach(({ id, parent = 0 }, row) => {
    ids.setBigUint64(row * 8, BigInt(id));
    parentIds.setBigUint64(row * 8, BigInt(parent));
  });
  const nameIds = Int32Array.from(sketches, ({ id, name }) => idOf(names, name ?? `span ${id}`));
  const serviceIds = Int32Array.from(sketches, ({ service = 'app' }) => idOf(services, service));
  return {
    count,
    baseNs,
    names: [...names.keys()],
    services: [...services.keys()],
    keys: Float64Array.from(sketches, (_, row) => row + 1),
    spanIds: new Uint8Array(ids.buffer),
    parentIds: new Uint8Array(parentIds.buffer),
    startNs: Float64Array.from(sketches, ({ start = 0 }) => start ?? Number.NaN),
    endNs: Float64Array.from(sketches, ({ end = 0 }) => end ?? Number.NaN),
    nameIds,
    serviceIds,
    resourceIds: Int32Array.from(sketches, ({ resource = 1 }) => resource),
    categories: new Uint8Array(count),
    kinds: Uint8Array.from(sketches, ({ kind = 1 }) => kind),
    statuses: new Uint8Array(count),
    exceptionCounts: new Uint16Array(count),
    logCounts: Uint16Array.from(sketches, ({ logs = 0 }) => logs),
  };
}

/** Ids of the rows in table order, as the sketches wrote them. */
export function idsOf(table: SpanTable): number[] {
  const view = new DataView(table.spanIds.buffer);
  return Array.from({ length: table.count }, (_, row) => Number(view.getBigUint64(row * 8)));
}

/** The tree as indented lines of id, start and duration: `  2 10+5`; placeholders in brackets. */
export function outline(table: SpanTable): string[] {
  return idsOf(table).map((id, row) => {
    const label = hasFlag(table, row, 'placeholder') ? `[${id}]` : String(id);
    const indent = '  '.repeat(table.depths[row] ?? 0);
    return `${indent}${label} ${table.startNs[row]}+${table.durationsNs[row]}`;
  });
}

export function hasFlag(table: SpanTable, row: number, flag: keyof typeof SpanFlag): boolean {
  return ((table.flags[row] ?? 0) & SpanFlag[flag]) !== 0;
}

/** Names of the flags a span has, `critical` aside. */
export function flagsOf(table: SpanTable, id: number): string[] {
  const row = idsOf(table).indexOf(id);
  const names = Object.keys(SpanFlag) as (keyof typeof SpanFlag)[];
  return names.filter((name) => name !== 'critical' && hasFlag(table, row, name));
}

/** The critical path as `id from-to` pieces. */
export function criticalPieces(table: SpanTable): string[] {
  const ids = idsOf(table);
  return Array.from(table.criticalRows, (row, i) => {
    return `${ids[row]} ${table.criticalFromNs[i]}-${table.criticalToNs[i]}`;
  });
}
