/**
 * Copies what can still be read of a damaged database into the current one, by the same way
 * as received requests: stored bytes are put together to a request, decoded and written.
 * Whatever is there already is left alone, so a salvage may be repeated.
 */
import { basename } from 'node:path';

import { ContractError } from '@contract/errors';
import type { KeptHeader } from '@contract/traces';
import { decodeRequest } from '@domain/otlp/decode-request';
import { OtlpDecodeError } from '@domain/otlp/decoded';
import { rebuildLogsRequest, rebuildTracesRequest } from '@domain/otlp/rebuild-request';
import type { IngestSource } from '../ingest';
import { openDamaged, type ReadableDb } from './connection';
import type { IngestWriter, WriteResult } from './ingest-writer';
import { attempt, readableRows, unreadable } from './readable-rows';
import { sliceTimer, type SlicedJob } from './sliced-job';
import { messageOf } from './store-errors';

export interface SalvageCounts {
  /** New in the current database. */
  readonly spans: number;
  readonly logRecords: number;
  /** Spans or log records, or stretches of them, that could not be read. */
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
    return {
      spans: spans.added,
      logRecords: logs.added,
      unreadable: spans.unreadable + logs.unreadable,
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

/** A span or log record with what it came with; empty where that cannot be read any more. */
interface SalvagedItem {
  readonly payload: Uint8Array;
  readonly resources: readonly [{ readonly bytes: Uint8Array }];
  readonly scopes: readonly [{ readonly bytes: Uint8Array }];
  readonly source: IngestSource;
  readonly receivedMs: number;
  readonly dedupe: Uint8Array | null;
}

interface ContextRow {
  readonly resource: number;
  readonly scope: number;
  readonly source: number;
  readonly receivedMs: number;
  readonly dedupe: Uint8Array | null;
  /** Key of the trace; null for log records. */
  readonly trace: number | null;
}

interface SourceRow {
  readonly transport: IngestSource['transport'];
  readonly agent: string;
  readonly headers: string;
}

const noBytes = new Uint8Array();

class DamagedDatabase {
  readonly #db: ReadableDb;
  readonly #sql: Statements;
  readonly #fallback: { readonly source: IngestSource; readonly receivedMs: number };
  readonly #resources = new Map<number, Uint8Array>();
  readonly #scopes = new Map<number, Uint8Array>();

  constructor(db: ReadableDb, { name, nowMs }: { name: string; nowMs: number }) {
    this.#db = db;
    this.#sql = prepare(db);
    this.#fallback = {
      source: { transport: 'import', agent: name, headers: [] },
      receivedMs: nowMs,
    };
  }

  close(): void {
    this.#db.close();
  }

  *spans(): Generator<SalvagedItem | typeof unreadable> {
    yield* this.#items('span_payload', 'span', (key) => this.#sql.spanContext.get(key));
  }

  *logRecords(): Generator<SalvagedItem | typeof unreadable> {
    yield* this.#items('log_payload', 'log', (key) => this.#sql.logContext.get(key));
  }

  *#items(
    table: 'span_payload' | 'log_payload',
    keyColumn: 'span' | 'log',
    readContext: (key: number) => ContextRow | undefined,
  ): Generator<SalvagedItem | typeof unreadable> {
    const next = this.#db.prepare<[number], { key: number; bytes: Uint8Array }>(
      `SELECT ${keyColumn} AS key, bytes FROM ${table} WHERE ${keyColumn} >= ? ORDER BY ${keyColumn} LIMIT 1`,
    );
    const last = this.#db.prepare<[], number | null>(`SELECT max(${keyColumn}) FROM ${table}`);
    const lastKey = attempt(() => last.pluck().get() ?? -1, null);
    const rows = readableRows((from) => next.get(from), lastKey === unreadable ? null : lastKey);
    for (const row of rows) {
      if (row === unreadable) yield row;
      else {
        const context = readOr(readContext, row.key, undefined);
        if (!this.#isDeleted(context)) yield this.#item(row.bytes, context);
      }
    }
  }

  /** The user deleted the trace, so its spans are not to come back. */
  #isDeleted(context: ContextRow | undefined): boolean {
    if (context === undefined || context.trace === null) return false;
    return readOr((key) => this.#sql.isDeleted.get(key), context.trace, undefined) === 1;
  }

  #item(payload: Uint8Array, context: ContextRow | undefined): SalvagedItem {
    return {
      payload,
      resources: [{ bytes: this.#bytes(this.#resources, this.#sql.resource, context?.resource) }],
      scopes: [{ bytes: this.#bytes(this.#scopes, this.#sql.scope, context?.scope) }],
      source: this.#source(context?.source),
      receivedMs: context?.receivedMs ?? this.#fallback.receivedMs,
      dedupe: context?.dedupe ?? null,
    };
  }

  #bytes(
    cache: Map<number, Uint8Array>,
    find: Statements['resource'],
    key: number | undefined,
  ): Uint8Array {
    if (key === undefined) return noBytes;
    let bytes = cache.get(key);
    if (bytes === undefined) {
      bytes = readOr((id) => find.get(id), key, undefined) ?? noBytes;
      cache.set(key, bytes);
    }
    return bytes;
  }

  #source(key: number | undefined): IngestSource {
    const row =
      key === undefined ? undefined : readOr((id) => this.#sql.source.get(id), key, undefined);
    if (row === undefined) return this.#fallback.source;
    return { ...row, headers: JSON.parse(row.headers) as KeptHeader[] };
  }
}

function readOr<Key, Value>(read: (key: Key) => Value, key: Key, fallback: Value): Value {
  const value = attempt(read, key);
  return value === unreadable ? fallback : value;
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: ReadableDb) {
  return {
    spanContext: db.prepare<[number], ContextRow>(/* sql */ `
      SELECT resource, scope, source, received_ms AS receivedMs, NULL AS dedupe, trace
      FROM span WHERE id = ?`),
    logContext: db.prepare<[number], ContextRow>(/* sql */ `
      SELECT resource, scope, source, received_ms AS receivedMs, dedupe, NULL AS trace
      FROM log_record WHERE id = ?`),
    isDeleted: db
      .prepare<[number], number>('SELECT deleted_at_ms IS NOT NULL FROM trace WHERE id = ?')
      .pluck(),
    resource: db.prepare<[number], Uint8Array>('SELECT bytes FROM resource WHERE id = ?').pluck(),
    scope: db.prepare<[number], Uint8Array>('SELECT bytes FROM scope WHERE id = ?').pluck(),
    source: db.prepare<[number], SourceRow>(
      'SELECT transport, agent, headers FROM source WHERE id = ?',
    ),
  };
}
