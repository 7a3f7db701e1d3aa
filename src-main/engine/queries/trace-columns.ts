/** 'trace.open': a trace as columns, in chunks. */
import type { TraceChunk } from '@contract/columns';
import { ContractError } from '@contract/errors';
import { assembleTrace } from '@domain/assemble-trace';
import type { SpanRows } from '@domain/assemble/span-rows';
import { at } from '@domain/column';
import { chunksOf } from './column-chunks';
import { Dictionary } from './dictionary';
import type { Query, QueryHost } from './query';
import { selectTraceRows, VISIBLE } from './trace-row';

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
];

export function openTrace(host: QueryHost): Query<'trace.open'> {
  const { db } = host;
  const findTrace = selectTraceRows<[Uint8Array]>(db, `WHERE trace_id = ? AND ${VISIBLE}`);
  const readRows = createRowReader(host);

  return ({ traceId }, emit: (chunk: TraceChunk) => void) => {
    const traceIdBytes = Buffer.from(traceId, 'hex');
    const row = findTrace.get(traceIdBytes);
    if (row === undefined) {
      throw new ContractError(
        'not_found',
        `There is no trace ${traceId} in the store. It may have been deleted.`,
      );
    }
    const table = assembleTrace(readRows(row.key, traceIdBytes, row.startNs));
    for (const chunk of chunksOf(table, row)) {
      host.checkpoint();
      emit(chunk);
    }
    return { rows: table.count };
  };
}

/** Reads the narrow rows of a trace into columns; names and services become dictionaries. */
function createRowReader({ db, checkpoint }: QueryHost) {
  const countSpans = db.prepare<[number], number>('SELECT count(*) FROM span WHERE trace = ?');
  countSpans.pluck();
  // Offsets are subtracted by SQLite, in integers: doubles could not hold the times themselves.
  const selectSpans = db
    .prepare<[{ trace: number; base: bigint }], SpanRecord>(/* sql */ `
      SELECT id, span_id, parent_span_id, name, kind, nullif(start_ns, 0) - :base,
        nullif(end_ns, 0) - :base, status, category, exception_count, resource
      FROM span WHERE trace = :trace`)
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

  return (trace: number, traceId: Uint8Array, baseNs: bigint): SpanRows => {
    const count = countSpans.get(trace) ?? 0;
    const names = new Dictionary();
    const services = new Dictionary();
    const serviceIdOfResource = new Map<number, number>();
    const logCounts = new Map(selectLogCounts.all({ trace, traceId }));
    const rows = {
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
    let i = 0;
    for (const span of selectSpans.iterate({ trace, base: baseNs })) {
      if ((i & 1023) === 0) checkpoint();
      const [key, spanId, parentId, name, kind, start, end, status, category] = span;
      const exceptionCount = span[9];
      const resource = span[10];
      rows.keys[i] = key;
      rows.spanIds.set(spanId, i * 8);
      if (parentId !== null) rows.parentIds.set(parentId, i * 8);
      rows.startNs[i] = start ?? Number.NaN;
      rows.endNs[i] = end ?? Number.NaN;
      rows.nameIds[i] = names.idOf(name);
      rows.resourceIds[i] = resource;
      let serviceId = serviceIdOfResource.get(resource);
      if (serviceId === undefined) {
        serviceId = services.idOf(serviceOf.get(resource) ?? '');
        serviceIdOfResource.set(resource, serviceId);
      }
      rows.serviceIds[i] = serviceId;
      rows.categories[i] = Math.min(MAX_UINT8, category);
      rows.kinds[i] = kind >= 0 && kind < MAX_UINT8 ? kind : MAX_UINT8;
      rows.statuses[i] = status;
      rows.exceptionCounts[i] = Math.min(MAX_UINT16, exceptionCount);
      rows.logCounts[i] = Math.min(MAX_UINT16, logCounts.get(key) ?? 0);
      i += 1;
    }
    return {
      ...rows,
      count,
      baseNs,
      names: names.texts,
      services: numberByArrival(services.texts, rows.serviceIds, rows.keys),
    };
  };
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
