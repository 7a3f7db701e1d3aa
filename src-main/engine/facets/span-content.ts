/** All that is stored of a span, decoded: what its meaning is found from. */
import { decodeResource, decodeScope } from '@domain/otlp/decode-container';
import { decodeLog } from '@domain/otlp/decode-log';
import { decodeSpan } from '@domain/otlp/decode-span';
import type { LogRecord, Resource, Scope, Span } from '@domain/otlp/model';
import type { ReadableDb } from '../store/connection';

/** Further log records of a span are not looked at; their number still is. */
const MAX_LOGS = 1000;

export interface SpanContent {
  readonly span: Span;
  readonly resource: Resource;
  readonly scope: Scope;
  /** In time order. */
  readonly logs: readonly LogRecord[];
}

export interface StoredContent {
  readonly content: SpanContent;
  /** `span.changes` of the version that was read. */
  readonly changes: number;
  /** Bytes that were decoded, less resource and scope. */
  readonly byteLength: number;
}

interface PayloadRow {
  readonly payload: Uint8Array;
  readonly changes: number;
  readonly resource: number;
  readonly scope: number;
}

/** Reads spans within one transaction: resources and scopes are decoded once. */
export interface SpanContentReader {
  /**
   * @param logKeys of its log records, in time order
   * @returns null where the span is no longer stored
   * @throws OtlpDecodeError where stored bytes are not what ingest lets through, SqliteError
   */
  read(spanKey: number, logKeys: readonly number[]): StoredContent | null;
  /** To be called at the beginning of each transaction: keys may have come to mean others. */
  forget(): void;
}

export function spanContentReader(db: ReadableDb): SpanContentReader {
  const findPayload = db.prepare<[number], PayloadRow>(/* sql */ `
    SELECT p.bytes AS payload, s.changes, s.resource, s.scope
    FROM span s JOIN span_payload p ON p.span = s.id WHERE s.id = ?`);
  const findLog = db
    .prepare<[number], Uint8Array>('SELECT bytes FROM log_payload WHERE log = ?')
    .pluck();
  const resources = decodedOnce(db, 'resource', decodeResource);
  const scopes = decodedOnce(db, 'scope', decodeScope);

  return {
    read(spanKey, logKeys) {
      const row = findPayload.get(spanKey);
      if (row === undefined) return null;
      const logs: LogRecord[] = [];
      let { byteLength } = row.payload;
      for (const key of logKeys.slice(0, MAX_LOGS)) {
        const bytes = findLog.get(key);
        if (bytes === undefined) continue;
        logs.push(decodeLog(bytes));
        byteLength += bytes.byteLength;
      }
      const content = {
        span: decodeSpan(row.payload),
        resource: resources.get(row.resource),
        scope: scopes.get(row.scope),
        logs,
      };
      return { content, changes: row.changes, byteLength };
    },
    forget() {
      resources.forget();
      scopes.forget();
    },
  };
}

const noBytes = new Uint8Array();

function decodedOnce<Value>(
  db: ReadableDb,
  table: 'resource' | 'scope',
  decode: (bytes: Uint8Array) => Value,
) {
  const find = db.prepare<[number], Uint8Array>(`SELECT bytes FROM ${table} WHERE id = ?`).pluck();
  const known = new Map<number, Value>();
  return {
    get(key: number): Value {
      let value = known.get(key);
      if (value === undefined) {
        value = decode(find.get(key) ?? noBytes);
        known.set(key, value);
      }
      return value;
    },
    forget: () => known.clear(),
  };
}
