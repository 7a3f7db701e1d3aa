/** What can still be read of a damaged database, item by item. */
import type { KeptHeader } from '@contract/traces';
import type { IngestSource } from '../ingest';
import type { ReadableDb } from './connection';
import { attempt, readableRows, unreadable } from './readable-rows';

/** A span or log record with what it came with; empty where that cannot be read any more. */
export interface SalvagedItem {
  readonly payload: Uint8Array;
  readonly resources: readonly [{ readonly bytes: Uint8Array }];
  readonly scopes: readonly [{ readonly bytes: Uint8Array }];
  readonly source: IngestSource;
  readonly receivedMs: number;
  readonly dedupe: Uint8Array | null;
}

/** Of a damaged database nothing is certain, not even the type of a column. */
type Unchecked<Row> = { readonly [Column in keyof Row]: unknown };

interface ContextRow {
  readonly resource: number;
  readonly scope: number;
  readonly source: number;
  readonly receivedMs: number;
  readonly dedupe: Uint8Array | null;
}

interface SourceRow {
  readonly transport: IngestSource['transport'];
  readonly agent: string;
  readonly headers: string;
}

const noBytes = new Uint8Array();
const noContext: Unchecked<ContextRow> = {
  resource: null,
  scope: null,
  source: null,
  receivedMs: null,
  dedupe: null,
};

const transports: Record<IngestSource['transport'], true> = {
  'http/protobuf': true,
  'http/json': true,
  grpc: true,
  import: true,
};

/** Takes over the connection: `close` closes it. */
export class DamagedDatabase {
  readonly #db: ReadableDb;
  readonly #sql: Statements;
  readonly #fallback: { readonly source: IngestSource; readonly receivedMs: number };
  readonly #resources = new Map<unknown, Uint8Array>();
  readonly #scopes = new Map<unknown, Uint8Array>();
  readonly #sources = new Map<unknown, IngestSource>();
  /** Sources that were found, but hold nonsense. What came from them is kept. */
  unreadableSources = 0;

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

  /** What it is read by; for tables without payloads. */
  get db(): ReadableDb {
    return this.#db;
  }

  *spans(): Generator<SalvagedItem | typeof unreadable> {
    const { spanContext, isSpanDeleted } = this.#sql;
    yield* this.#items('span_payload', 'span', spanContext, isSpanDeleted);
  }

  *logRecords(): Generator<SalvagedItem | typeof unreadable> {
    const { logContext, isLogDeleted } = this.#sql;
    yield* this.#items('log_payload', 'log', logContext, isLogDeleted);
  }

  *#items(
    table: 'span_payload' | 'log_payload',
    keyColumn: 'span' | 'log',
    context: Statements['spanContext'],
    isDeleted: Statements['isSpanDeleted'],
  ): Generator<SalvagedItem | typeof unreadable> {
    const next = this.#db.prepare<[number], { key: number; bytes: unknown }>(
      `SELECT ${keyColumn} AS key, bytes FROM ${table} WHERE ${keyColumn} >= ? ORDER BY ${keyColumn} LIMIT 1`,
    );
    const last = this.#db.prepare<[], number | null>(`SELECT max(${keyColumn}) FROM ${table}`);
    const lastKey = attempt(() => last.pluck().get() ?? -1, null);
    const rows = readableRows((from) => next.get(from), lastKey === unreadable ? null : lastKey);
    for (const row of rows) {
      if (row === unreadable || !(row.bytes instanceof Uint8Array)) {
        yield unreadable;
        continue;
      }
      // What the user deleted with its trace is not to come back.
      if (readOr((key) => isDeleted.get(key), row.key, undefined) === 1) continue;
      yield this.#item(
        row.bytes,
        readOr((key) => context.get(key), row.key, undefined),
      );
    }
  }

  #item(payload: Uint8Array, context: Unchecked<ContextRow> | undefined): SalvagedItem {
    const { resource, scope, source, receivedMs, dedupe } = context ?? noContext;
    return {
      payload,
      resources: [{ bytes: this.#bytes(this.#resources, this.#sql.resource, resource) }],
      scopes: [{ bytes: this.#bytes(this.#scopes, this.#sql.scope, scope) }],
      source: this.#source(source),
      receivedMs: Number.isSafeInteger(receivedMs)
        ? (receivedMs as number)
        : this.#fallback.receivedMs,
      dedupe: dedupe instanceof Uint8Array ? dedupe : null,
    };
  }

  #bytes(cache: Map<unknown, Uint8Array>, find: Statements['resource'], key: unknown): Uint8Array {
    let bytes = cache.get(key);
    if (bytes === undefined) {
      const found = readOr((id) => find.get(id), key, undefined);
      bytes = found instanceof Uint8Array ? found : noBytes;
      cache.set(key, bytes);
    }
    return bytes;
  }

  #source(key: unknown): IngestSource {
    let source = this.#sources.get(key);
    if (source === undefined) {
      const row = readOr((id) => this.#sql.source.get(id), key, undefined);
      const checked = row === undefined ? undefined : sourceOf(row);
      if (checked === null) this.unreadableSources++;
      source = checked ?? this.#fallback.source;
      this.#sources.set(key, source);
    }
    return source;
  }
}

/** Null where the row is not what this app writes. */
function sourceOf({ transport, agent, headers }: Unchecked<SourceRow>): IngestSource | null {
  if (typeof transport !== 'string' || typeof agent !== 'string') return null;
  const kept = keptHeadersOf(headers);
  if (!Object.hasOwn(transports, transport) || kept === null) return null;
  return { transport: transport as IngestSource['transport'], agent, headers: kept };
}

function keptHeadersOf(text: unknown): KeptHeader[] | null {
  let list: unknown;
  try {
    list = JSON.parse(String(text));
  } catch {
    return null;
  }
  return Array.isArray(list) && list.every(isKeptHeader) ? list : null;
}

function isKeptHeader(item: unknown): item is KeptHeader {
  if (typeof item !== 'object' || item === null) return false;
  const { name, value } = item as Unchecked<KeptHeader>;
  return typeof name === 'string' && typeof value === 'string';
}

function readOr<Key, Value>(read: (key: Key) => Value, key: Key, fallback: Value): Value {
  const value = attempt(read, key);
  return value === unreadable ? fallback : value;
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: ReadableDb) {
  return {
    spanContext: db.prepare<[number], Unchecked<ContextRow>>(/* sql */ `
      SELECT resource, scope, source, received_ms AS receivedMs, NULL AS dedupe FROM span
      WHERE id = ?`),
    logContext: db.prepare<[number], Unchecked<ContextRow>>(/* sql */ `
      SELECT resource, scope, source, received_ms AS receivedMs, dedupe FROM log_record
      WHERE id = ?`),
    isSpanDeleted: db
      .prepare<[number], number>(/* sql */ `
        SELECT deleted_at_ms IS NOT NULL FROM trace
        WHERE id = (SELECT trace FROM span WHERE id = ?)`)
      .pluck(),
    // Records that came after the deletion are not of it.
    isLogDeleted: db
      .prepare<[number], number>(/* sql */ `
        SELECT EXISTS (SELECT 1 FROM trace t WHERE t.trace_id = l.trace_id
          AND t.deleted_at_ms IS NOT NULL AND t.deleted_logs_upto >= l.id)
        FROM log_record l WHERE l.id = ?`)
      .pluck(),
    resource: db.prepare<[unknown]>('SELECT bytes FROM resource WHERE id = ?').pluck(),
    scope: db.prepare<[unknown]>('SELECT bytes FROM scope WHERE id = ?').pluck(),
    source: db.prepare<[unknown], Unchecked<SourceRow>>(
      'SELECT transport, agent, headers FROM source WHERE id = ?',
    ),
  };
}
