/** All that is stored of a span, decoded: what its meaning is found from. */
import { decodeResource, decodeScope } from '@domain/otlp/decode-container';
import { decodeLog } from '@domain/otlp/decode-log';
import { decodeSpan } from '@domain/otlp/decode-span';
import type { LogRecord, Resource, Scope, Span } from '@domain/otlp/model';
import type { ReadableDb } from '../store/connection';

/** Further log records of a span are not looked at, which its view tells. */
export const MAX_SPAN_LOGS = 1000;

export interface SpanContent {
  readonly span: Span;
  readonly resource: Resource;
  readonly scope: Scope;
  /** In time order. */
  readonly logs: readonly LogRecord[];
}

export interface StoredContent {
  /** `span.changes` of the version that was read. */
  readonly changes: number;
  /** Bytes of span and log records. */
  readonly byteLength: number;
  /** @throws OtlpDecodeError where the bytes are not what ingest lets through */
  decode(): SpanContent;
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
   * @throws SqliteError
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
  const resources = shared(db, 'resource', decodeResource);
  const scopes = shared(db, 'scope', decodeScope);

  return {
    read(spanKey, logKeys) {
      const row = findPayload.get(spanKey);
      if (row === undefined) return null;
      const { payload, changes } = row;
      const logs = logKeys.slice(0, MAX_SPAN_LOGS).flatMap((key) => findLog.get(key) ?? []);
      const resource = resources.of(row.resource);
      const scope = scopes.of(row.scope);
      return {
        changes,
        byteLength: logs.reduce((sum, log) => sum + log.byteLength, payload.byteLength),
        decode: () => ({
          span: decodeSpan(payload),
          resource: resource(),
          scope: scope(),
          logs: logs.map(decodeLog),
        }),
      };
    },
    forget() {
      resources.forget();
      scopes.forget();
    },
  };
}

const noBytes = new Uint8Array();

/** What many spans refer to: read at once, decoded when first asked for. */
function shared<Value>(
  db: ReadableDb,
  table: 'resource' | 'scope',
  decode: (bytes: Uint8Array) => Value,
) {
  const find = db.prepare<[number], Uint8Array>(`SELECT bytes FROM ${table} WHERE id = ?`).pluck();
  const known = new Map<number, () => Value>();
  return {
    of(key: number): () => Value {
      let value = known.get(key);
      if (value === undefined) {
        const bytes = find.get(key) ?? noBytes;
        let decoded: Value | undefined;
        value = () => (decoded ??= decode(bytes));
        known.set(key, value);
      }
      return value;
    },
    forget: () => known.clear(),
  };
}
