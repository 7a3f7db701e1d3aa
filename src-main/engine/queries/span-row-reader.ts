/** The narrow rows of a trace, with those of the traces it links to below the linking spans. */
import type { StoreKey } from '@contract/traces';
import type { SpanRows } from '@domain/assemble/span-rows';
import { at } from '@domain/column';
import { Dictionary } from './dictionary';
import { linkedTraceFinder, type LinkedPart, type LinkedParts } from './linked-traces';
import type { QueryHost } from './query';

const MAX_UINT8 = 0xff;
const MAX_UINT16 = 0xffff;

type SpanRecord = [
  key: number,
  spanId: Uint8Array,
  parentSpanId: Uint8Array | null,
  name: string,
  kind: number,
  /** Offset from the base; null for zero times. */
  startNs: number | null,
  endNs: number | null,
  status: number,
  category: number,
  exceptionCount: number,
  resource: number,
  linkCount: number,
];

interface TraceToRead {
  readonly key: StoreKey;
  readonly idBytes: Uint8Array;
}

export interface StitchedRows {
  readonly rows: SpanRows;
  readonly linked: LinkedParts;
  /** Keys of the spans of linked traces. */
  readonly otherKeys: ReadonlySet<StoreKey>;
  /** By linked trace: keys of its spans right below a linking one. */
  readonly topKeys: readonly (readonly StoreKey[])[];
}

type RowColumns = Omit<SpanRows, 'count' | 'baseNs' | 'names' | 'services'>;

/** Prepares reading; names and services become dictionaries. */
export function spanRowReader(host: QueryHost) {
  const { db, checkpoint } = host;
  const linkedTraces = linkedTraceFinder(host);
  const countSpans = db.prepare<[number], number>('SELECT count(*) FROM span WHERE trace = ?');
  countSpans.pluck();
  // Offsets are subtracted by SQLite, in integers: doubles could not hold the times themselves.
  const select = /* sql */ `
      SELECT id, span_id, parent_span_id, name, kind, nullif(start_ns, 0) - :base,
        nullif(end_ns, 0) - :base, status, category, exception_count, resource,
        link_count
      FROM span WHERE trace = :trace`;
  const selectSpans = db.prepare<[{ trace: number; base: bigint }], SpanRecord>(select).raw();
  const selectFirstSpans = db
    .prepare<[{ trace: number; base: bigint; limit: number }], SpanRecord>(
      `${select} ORDER BY start_ns, id LIMIT :limit`,
    )
    .raw();
  const selectLogCounts = db
    .prepare<[{ trace: number; traceId: Uint8Array }], [key: number, logCount: number]>(/* sql */ `
      SELECT s.id, count(*) FROM log_record l JOIN span s ON s.span_id = l.span_id
      WHERE s.trace = :trace AND l.trace_id = :traceId AND l.id > (
        SELECT coalesce(max(deleted_logs_upto), 0) FROM trace
        WHERE trace_id = :traceId AND deleted_at_ms IS NOT NULL)
      GROUP BY s.id`)
    .raw();
  const serviceOf = db
    .prepare<[number], string>('SELECT service_name FROM resource WHERE id = ?')
    .pluck();

  return (own: TraceToRead, baseNs: bigint): StitchedRows => {
    let rows = allocate(countSpans.get(own.key) ?? 0);
    const linking: { readonly key: StoreKey; readonly startNs: number }[] = [];
    const names = new Dictionary();
    const services = new Dictionary();
    const serviceIdOfResource = new Map<number, number>();
    let count = 0;
    const add = (spans: Iterable<SpanRecord>, { key, idBytes }: TraceToRead): void => {
      const logCounts = new Map(selectLogCounts.all({ trace: key, traceId: idBytes }));
      for (const span of spans) {
        if ((count & 1023) === 0) checkpoint();
        addRow(rows, count, span);
        if (span[11] > 0 && key === own.key) linking.push({ key: span[0], startNs: span[5] ?? 0 });
        rows.nameIds[count] = names.idOf(span[3]);
        const resource = span[10];
        let serviceId = serviceIdOfResource.get(resource);
        if (serviceId === undefined) {
          serviceId = services.idOf(serviceOf.get(resource) ?? '');
          serviceIdOfResource.set(resource, serviceId);
        }
        rows.serviceIds[count] = serviceId;
        rows.logCounts[count] = Math.min(MAX_UINT16, logCounts.get(span[0]) ?? 0);
        count += 1;
      }
    };
    add(selectSpans.iterate({ trace: own.key, base: baseNs }), own);
    linking.sort((a, b) => a.startNs - b.startNs || a.key - b.key);
    const linked = linkedTraces.ofSpans(linking.map(({ key }) => key));
    const { parts } = linked;
    rows = withRoom(rows, count + parts.reduce((sum, { spanLimit }) => sum + spanLimit, 0));
    const otherKeys = new Set<StoreKey>();
    const seenIds = new Set<string>();
    for (let row = 0; parts.length > 0 && row < count; row += 1)
      seenIds.add(idAt(rows.spanIds, row));
    const topKeys = parts.map((part): StoreKey[] => {
      const from = count;
      const { key, spanLimit } = part;
      add(selectFirstSpans.iterate({ trace: key, base: baseNs, limit: spanLimit }), part);
      for (let row = from; row < count; row += 1) otherKeys.add(at(rows.keys, row));
      return hangBelow(rows, from, count, part, seenIds);
    });
    const serviceIds = rows.serviceIds.subarray(0, count);
    const keys = rows.keys.subarray(0, count);
    const stitched = {
      ...rows,
      count,
      baseNs,
      names: names.texts,
      services: numberByArrival(services.texts, serviceIds, keys),
    };
    return { rows: stitched, linked, otherKeys, topKeys };
  };
}

function allocate(count: number): RowColumns {
  return {
    keys: new Float64Array(count),
    spanIds: new Uint8Array(count * 8),
    parentIds: new Uint8Array(count * 8),
    startNs: new Float64Array(count),
    endNs: new Float64Array(count),
    nameIds: new Int32Array(count),
    serviceIds: new Int32Array(count),
    resourceIds: new Int32Array(count),
    categories: new Uint8Array(count),
    kinds: new Uint8Array(count),
    statuses: new Uint8Array(count),
    exceptionCounts: new Uint16Array(count),
    logCounts: new Uint16Array(count),
  };
}

/** The same rows, with room for as many. */
function withRoom(rows: RowColumns, count: number): RowColumns {
  if (rows.keys.length >= count) return rows;
  const larger = allocate(count);
  for (const name of Object.keys(rows) as (keyof RowColumns)[]) larger[name].set(rows[name]);
  return larger;
}

function addRow(rows: RowColumns, row: number, span: SpanRecord): void {
  const [key, spanId, parentId, , kind, start, end, status, category, exceptionCount] = span;
  rows.keys[row] = key;
  rows.spanIds.set(spanId, row * 8);
  if (parentId !== null) rows.parentIds.set(parentId, row * 8);
  rows.startNs[row] = start ?? Number.NaN;
  rows.endNs[row] = end ?? Number.NaN;
  rows.resourceIds[row] = span[10];
  rows.categories[row] = Math.min(MAX_UINT8, category);
  rows.kinds[row] = kind >= 0 && kind < MAX_UINT8 ? kind : MAX_UINT8;
  rows.statuses[row] = status;
  rows.exceptionCounts[row] = Math.min(MAX_UINT16, exceptionCount);
}

/**
 * Hangs the rows `from` to `to`, all of one linked trace, below the spans that link to them: a
 * span that is linked below its own, roots and what has lost its parent below the first.
 * @param seenIds of rows before; those of these rows are added
 * @returns keys of those that hang so
 */
function hangBelow(
  rows: RowColumns,
  from: number,
  to: number,
  { links }: LinkedPart,
  seenIds: Set<string>,
): StoreKey[] {
  const ids = new Map<string, number>();
  for (let row = from; row < to; row += 1) ids.set(idAt(rows.spanIds, row), row);
  const linking = new Map<number, Uint8Array>();
  // One link leads to the trace as a whole, wherever in it.
  if (links.length > 1) {
    for (const { fromSpanId, toSpanId } of links) {
      const row = ids.get(toSpanId);
      if (row !== undefined && !linking.has(row)) linking.set(row, fromSpanId);
    }
  }
  const [first] = links;
  // Ids are unique within a trace alone: where they meet, those of the linked one are changed.
  const isAmbiguous = [...ids.keys()].some((id) => seenIds.has(id));
  for (const id of ids.keys()) seenIds.add(id);
  const topKeys: StoreKey[] = [];
  for (let row = from; row < to; row += 1) {
    const isInner = ids.has(idAt(rows.parentIds, row));
    const above = linking.get(row) ?? (isInner ? undefined : first?.fromSpanId);
    if (isAmbiguous) {
      changeId(rows.spanIds, row, from);
      changeId(rows.parentIds, row, from);
    }
    if (above === undefined) continue;
    rows.parentIds.set(above, row * 8);
    topKeys.push(at(rows.keys, row));
  }
  return topKeys;
}

/** Hex. */
function idAt(ids: Uint8Array, row: number): string {
  return Buffer.from(ids.buffer, ids.byteOffset + row * 8, 8).toString('hex');
}

/** Another id for the same one, as `salt` says; never that of a span of its own trace. */
function changeId(ids: Uint8Array, row: number, salt: number): void {
  const view = new DataView(ids.buffer, ids.byteOffset + row * 8, 8);
  view.setUint32(0, view.getUint32(0) ^ (0xa5000000 | (salt & 0xffffff)));
}

/**
 * Numbers services anew, in place, by their first span to arrive; returns their names in that
 * order. Rows come by span id, which is random: a service would get another number, and so
 * another colour, as its trace grows.
 */
function numberByArrival(
  services: readonly string[],
  serviceIds: Int32Array,
  keys: Float64Array,
): string[] {
  const firstKeys = new Float64Array(services.length).fill(Number.POSITIVE_INFINITY);
  serviceIds.forEach((id, row) => {
    firstKeys[id] = Math.min(at(firstKeys, id), at(keys, row));
  });
  const order = services.map((_, id) => id).sort((a, b) => at(firstKeys, a) - at(firstKeys, b));
  const numbers = new Int32Array(services.length);
  order.forEach((id, number) => (numbers[id] = number));
  serviceIds.forEach((id, row) => (serviceIds[row] = at(numbers, id)));
  return order.map((id) => services[id] ?? '');
}
