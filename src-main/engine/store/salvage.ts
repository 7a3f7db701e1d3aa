/**
 * Copies what can still be read of a damaged database into the current one, by the same way
 * as received requests: stored bytes are put together to a request, decoded and written.
 * Whatever is there already is left alone, so a salvage may be repeated.
 */
import { basename } from 'node:path';

import { ContractError } from '@contract/errors';
import { decodeRequest } from '@domain/otlp/decode-request';
import { OtlpDecodeError } from '@domain/otlp/decoded';
import { rebuildLogsRequest, rebuildTracesRequest } from '@domain/otlp/rebuild-request';
import { openDamaged, type ReadableDb } from './connection';
import { DamagedDatabase, type SalvagedItem } from './damaged-database';
import type { IngestWriter, WriteResult } from './ingest-writer';
import { unreadable } from './readable-rows';
import { salvageAnnotations, salvageExperiments } from './salvage-annotations';
import { sliceTimer, type SlicedJob } from './sliced-job';
import { messageOf } from './store-errors';

export interface SalvageCounts {
  /** New in the current database. */
  readonly spans: number;
  readonly logRecords: number;
  /** Spans, log records and sources, or stretches of them, that could not be read. */
  readonly unreadable: number;
}

/**
 * @throws ContractError `io` where nothing of the damaged file can be read, SqliteError where
 * the current one cannot be written; what was copied before stays
 */
export function* salvage(
  path: string,
  sqliteBinding: string | null,
  writer: IngestWriter,
  nowMs: number,
): SlicedJob<SalvageCounts> {
  const rows = openSource(path, sqliteBinding, nowMs);
  try {
    yield* salvageExperiments(rows.db, writer, nowMs);
    const spans = yield* copy(rows.spans(), writer, (item) => {
      const bytes = rebuildTracesRequest({ ...item, spans: [{ ...first, payload: item.payload }] });
      const decoded = decodeRequest('traces', 'protobuf', bytes);
      return decoded.signal === 'traces'
        ? writer.writeSpans(decoded, item.source, item.receivedMs)
        : null;
    });
    const logs = yield* copy(rows.logRecords(), writer, (item) => {
      const bytes = rebuildLogsRequest({ ...item, logs: [{ ...first, payload: item.payload }] });
      const decoded = decodeRequest('logs', 'protobuf', bytes);
      return decoded.signal === 'logs'
        ? writer.writeLogs(decoded, item.source, item.receivedMs, item.dedupe)
        : null;
    });
    yield* salvageAnnotations(rows.db, writer, nowMs);
    return {
      spans: spans.added,
      logRecords: logs.added,
      unreadable: spans.unreadable + logs.unreadable + rows.unreadableSources,
    };
  } finally {
    rows.close();
  }
}

function openSource(path: string, sqliteBinding: string | null, nowMs: number): DamagedDatabase {
  const name = basename(path);
  let db: ReadableDb | undefined;
  try {
    db = openDamaged(path, sqliteBinding);
    return new DamagedDatabase(db, { name, nowMs });
  } catch (error) {
    db?.close();
    throw new ContractError('io', `Nothing of ${name} can be read any more (${messageOf(error)}).`);
  }
}

const first = { resource: 0, scope: 0 };

/** Writes items in one transaction a slice. */
function* copy(
  items: Iterator<SalvagedItem | typeof unreadable>,
  writer: IngestWriter,
  write: (item: SalvagedItem) => WriteResult | null,
): SlicedJob<{ readonly added: number; readonly unreadable: number }> {
  const counts = { added: 0, unreadable: 0 };
  for (;;) {
    const isOver = sliceTimer();
    let step: IteratorResult<SalvagedItem | typeof unreadable>;
    writer.begin();
    try {
      do {
        step = items.next();
        if (step.done === true) break;
        if (step.value === unreadable) counts.unreadable++;
        else {
          const result = decodeOrNull(write, step.value);
          if (result === null) counts.unreadable++;
          else counts.added += result.added;
        }
      } while (!isOver());
      writer.commit();
    } catch (error) {
      writer.rollback();
      throw error;
    }
    if (step.done === true) return counts;
    yield;
  }
}

function decodeOrNull<Result>(
  write: (item: SalvagedItem) => Result,
  item: SalvagedItem,
): Result | null {
  try {
    return write(item);
  } catch (error) {
    if (error instanceof OtlpDecodeError) return null;
    throw error;
  }
}
