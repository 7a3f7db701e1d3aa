/**
 * What the bare parts reach on this machine in this run: decoding alone, and inserting the
 * same rows alone with nothing asked of them (no idempotence, no summaries, no dictionary).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { decodeRequest } from '@domain/otlp/decode-request';
import type { DecodedTraces } from '@domain/otlp/decoded';
import { migrations } from '../src-main/engine/store/migrations';
import type { RequestBody } from './generate';

/** Spans a second of `decodeRequest` alone. */
export function decodeFloor(body: RequestBody, seconds: number): number {
  const until = performance.now() + seconds * 1000;
  const start = performance.now();
  let spans = 0;
  while (performance.now() < until) spans += decode(body).spans.length;
  return (spans * 1000) / (performance.now() - start);
}

/** Rows a second of plain inserts into the same tables, a transaction a batch. */
export function insertFloor(body: RequestBody, seconds: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'otelier-floor-'));
  const db = new Database(join(folder, 'floor.db'));
  try {
    db.pragma('page_size = 16384');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    for (const { sql } of migrations) db.exec(sql);
    const span = db.prepare(
      `INSERT INTO span (trace, span_id, parent_span_id, name, kind, start_ns, end_ns, status,
        flags, category, event_count, exception_count, link_count, resource, scope, source,
        received_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, 1, 0)`,
    );
    const payload = db.prepare('INSERT INTO span_payload (span, bytes) VALUES (?, ?)');
    const batches = Array.from({ length: 8 }, () => decode(body));
    let traceKey = 0;
    const insertAll = db.transaction((batch: DecodedTraces) => {
      batch.spans.forEach((row, i) => {
        if (i % 32 === 0) traceKey++;
        const { lastInsertRowid } = span.run(
          traceKey,
          row.spanId,
          row.parentSpanId,
          row.name,
          row.kind,
          row.startNs,
          row.endNs,
          row.statusCode,
          row.flags,
          row.category,
          row.eventCount,
          row.exceptionCount,
          row.linkCount,
        );
        payload.run(lastInsertRowid, row.payload);
      });
    });
    const start = performance.now();
    const until = start + seconds * 1000;
    let rows = 0;
    for (let i = 0; performance.now() < until; i++) {
      const batch = batches[i % batches.length];
      if (batch === undefined) break;
      insertAll(batch);
      rows += batch.spans.length;
    }
    return (rows * 1000) / (performance.now() - start);
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both parts one after another on one thread, as one ingest worker must do them. */
export function serial(a: number, b: number): number {
  return 1 / (1 / a + 1 / b);
}

function decode(body: RequestBody): DecodedTraces {
  const decoded = decodeRequest('traces', body.encoding, body.fresh());
  if (decoded.signal !== 'traces') throw new Error('not a trace request');
  return decoded;
}
