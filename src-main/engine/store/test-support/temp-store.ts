/** Real databases in folders that are removed after the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { decodeLogsProtobuf, decodeTracesProtobuf } from '@domain/otlp/decode-protobuf';
import { onTestFinished } from 'vitest';

import type { WritableDb } from '../connection';
import { IngestWriter, type WriteResult } from '../ingest-writer';
import { openDatabase } from '../open-database';
import {
  logsBody,
  testSource,
  traceIdOf,
  tracesBody,
  type TestLog,
  type TestSpan,
} from './requests';

export const RECEIVED_MS = 1_787_000_000_500;

/** A folder of its own for the running test. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'otelier-store-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export function openTemp(dataDir: string): WritableDb {
  const db = openDatabase({ dataDir, sqliteBinding: null, now: () => new Date() });
  onTestFinished(() => void db.close());
  return db;
}

/** A trace's row, less what depends on the order of arrival. */
export interface TraceState {
  readonly rootName: string | null;
  readonly rootSpan: string | null;
  readonly firstSpan: string;
  readonly service: string;
  readonly services: readonly string[];
  readonly serviceCount: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly durationNs: bigint;
  readonly spans: number;
  readonly errors: number;
  readonly logs: number;
  readonly status: 'unset' | 'ok' | 'error' | 'running';
}

export class TempStore {
  readonly db: WritableDb;
  writer: IngestWriter;

  constructor(readonly dataDir = tempDir()) {
    this.db = openTemp(dataDir);
    this.writer = new IngestWriter(this.db);
  }

  /** Writes one request in a transaction of its own. */
  write(...spans: readonly TestSpan[]): WriteResult {
    return this.commit(() => this.writeSpans(...spans));
  }

  writeLogs(...logs: readonly TestLog[]): WriteResult {
    const decoded = decodeLogsProtobuf(logsBody(...logs));
    return this.commit(() => this.writer.writeLogs(decoded, testSource, RECEIVED_MS));
  }

  writeSpans(...spans: readonly TestSpan[]): WriteResult {
    const decoded = decodeTracesProtobuf(tracesBody(...spans));
    return this.writer.writeSpans(decoded, testSource, RECEIVED_MS);
  }

  commit<Result>(write: () => Result): Result {
    this.writer.begin();
    const result = write();
    this.writer.commit();
    return result;
  }

  /** Goes on with a writer that has nothing in memory. */
  restart(): void {
    this.writer = new IngestWriter(this.db);
  }

  trace(number = 1): TraceState | null {
    return traceState(this.db, number);
  }

  count(table: string): number {
    return this.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  }
}

export function traceState(db: WritableDb, number: number): TraceState | null {
  const row = db
    .prepare<[Uint8Array], Record<string, bigint | string | null>>(/* sql */ `
      SELECT t.*, lower(hex(r.span_id)) AS root_id FROM trace t LEFT JOIN span r ON r.id = t.root_span
      WHERE t.trace_id = ? AND t.deleted_at_ms IS NULL`)
    .safeIntegers()
    .get(Buffer.from(traceIdOf(number), 'hex'));
  if (row === undefined) return null;
  return {
    rootName: row['root_name'] as string | null,
    rootSpan: row['root_id'] as string | null,
    firstSpan: row['first_span_name'] as string,
    service: row['service_name'] as string,
    services: JSON.parse(row['services'] as string) as string[],
    serviceCount: Number(row['service_count']),
    startNs: row['start_ns'] as bigint,
    endNs: row['end_ns'] as bigint,
    durationNs: row['duration_ns'] as bigint,
    spans: Number(row['span_count']),
    errors: Number(row['error_count']),
    logs: Number(row['log_count']),
    status: (['unset', 'ok', 'error', 'running'] as const)[Number(row['status'])]!,
  };
}
