/** 'trace.open': a trace as columns, in chunks. */
import type { LinkedTraces, TraceChunk } from '@contract/columns';
import { ContractError } from '@contract/errors';
import { assembleTrace } from '@domain/assemble-trace';
import { SpanFlag, type SpanTable } from '@domain/span-table';
import { chunksOf } from './column-chunks';
import type { LinkedParts } from './linked-traces';
import type { Query, QueryHost } from './query';
import { spanRowReader } from './span-row-reader';
import { selectTraceRows, VISIBLE } from './trace-row';

export function openTrace(host: QueryHost): Query<'trace.open'> {
  const { db } = host;
  const findTrace = selectTraceRows<[Uint8Array]>(db, `WHERE trace_id = ? AND ${VISIBLE}`);
  const readRows = spanRowReader(host);

  return ({ traceId }, emit: (chunk: TraceChunk) => void) => {
    const idBytes = Buffer.from(traceId, 'hex');
    const row = findTrace.get(idBytes);
    if (row === undefined) {
      throw new ContractError(
        'not_found',
        `There is no trace ${traceId} in the store. It may have been deleted.`,
      );
    }
    const { rows, linked, otherKeys, topKeys } = readRows({ key: row.key, idBytes }, row.startNs);
    const table = assembleTrace(rows);
    flagOthers(table, otherKeys);
    for (const chunk of chunksOf(table, row, linkedTraces(linked, topKeys))) {
      host.checkpoint();
      emit(chunk);
    }
    return { rows: table.count };
  };
}

function flagOthers({ count, keys, flags }: SpanTable, otherKeys: ReadonlySet<number>): void {
  if (otherKeys.size === 0) return;
  for (let row = 0; row < count; row += 1) {
    if (otherKeys.has(keys[row] ?? 0)) flags[row] = (flags[row] ?? 0) | SpanFlag.otherTrace;
  }
}

function linkedTraces(
  { parts, missingCount, cutTraceCount, cutSpanCount }: LinkedParts,
  topKeys: readonly (readonly number[])[],
): LinkedTraces {
  const traces = parts.map(({ traceId, key }, at) => ({
    traceId,
    key,
    topKeys: topKeys[at] ?? [],
  }));
  return { traces, missingCount, cutTraceCount, cutSpanCount };
}
