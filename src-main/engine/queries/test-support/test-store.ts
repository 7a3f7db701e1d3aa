/** A real database in a temporary folder, filled through the store's own writer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import { notUnderstoodRow } from '@domain/facets/not-understood';
import { decodeLogsJson, decodeTracesJson } from '@domain/otlp/decode-json';
import { noPrices, type PriceList } from '../../facets/price-list';
import { createUnderstanding } from '../../facets/understand-trace';
import type { IngestSource } from '../../ingest';
import { openReadable, type WritableDb } from '../../store/connection';
import { FacetWriter } from '../../store/facet-writer';
import { DATABASE_FILE } from '../../store/file-names';
import { IngestWriter } from '../../store/ingest-writer';
import { openDatabase } from '../../store/open-database';
import { runToEnd } from '../../store/sliced-job';
import { TraceDeletion } from '../../store/trace-deletion';
import { createQueryHost, type QueryHost } from '../query';

export interface SpanSpec {
  /** Numbers become hex ids. */
  readonly trace: number;
  readonly span: number;
  readonly parent?: number;
  readonly name?: string;
  /** Milliseconds after `BASE_NS`; null is a zero time. */
  readonly startMs?: number | null;
  readonly endMs?: number | null;
  readonly service?: string;
  readonly kind?: number;
  /** 0 unset, 1 ok, 2 error. */
  readonly status?: number;
  /** Numbers are sent as integers. */
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly exceptions?: number;
  readonly links?: readonly {
    readonly trace: number;
    readonly span: number;
    readonly type: string;
  }[];
}

export interface LogSpec {
  readonly trace?: number;
  readonly span?: number;
  readonly body: string;
  /** Null leaves the time to the time of observation. */
  readonly atMs?: number | null;
  readonly observedMs?: number;
  readonly service?: string;
}

export const BASE_NS = 1_787_000_000_000_000_000n;
export const RECEIVED_MS = 1_787_000_100_000;

const source: IngestSource = {
  transport: 'http/json',
  agent: 'test-exporter/1.0',
  headers: [{ name: 'x-mlflow-experiment-id', value: '7' }],
};

export interface TestStore {
  readonly path: string;
  readonly writable: WritableDb;
  /** A host on a connection of its own; cancel it with `cancel`. */
  host(): QueryHost;
  /** Cancels, or with false lets on, the queries of all hosts at their next checkpoint. */
  cancel(isCancelled: boolean): void;
  addSpans(...spans: readonly SpanSpec[]): void;
  addLogs(...logs: readonly LogSpec[]): void;
  /** Finds out what all traces mean, as the facet worker does. */
  understand(prices?: PriceList): void;
  /** Stores a span as one that could not be understood. */
  giveUp(spanKey: number): void;
  /** Hides a trace as a deletion does. */
  deleteTrace(trace: number): void;
  close(): void;
}

export function traceHex(trace: number): string {
  return trace.toString(16).padStart(32, '0');
}

export function spanHex(span: number): string {
  return span.toString(16).padStart(16, '0');
}

export function createTestStore(): TestStore {
  const dataDir = mkdtempSync(join(tmpdir(), 'otelier-queries-'));
  const writable = openDatabase({ dataDir, sqliteBinding: null, now: () => new Date() });
  const writer = new IngestWriter(writable);
  const path = join(dataDir, DATABASE_FILE);
  const opened: QueryHost[] = [];
  let isCancelled = false;

  function commit(write: () => unknown): void {
    writer.begin();
    write();
    writer.commit();
  }

  return {
    path,
    writable,
    host() {
      const host = createQueryHost(openReadable(path, null), () => isCancelled);
      opened.push(host);
      return host;
    },
    cancel(value) {
      isCancelled = value;
    },
    addSpans(...spans) {
      const decoded = decodeTracesJson(Buffer.from(JSON.stringify(tracesBody(spans))));
      commit(() => writer.writeSpans(decoded, source, RECEIVED_MS));
    },
    addLogs(...logs) {
      const decoded = decodeLogsJson(Buffer.from(JSON.stringify(logsBody(logs))));
      commit(() => writer.writeLogs(decoded, source, RECEIVED_MS));
    },
    understand(prices = noPrices) {
      const reader = openReadable(path, null);
      const understanding = createUnderstanding(reader, (error) => {
        throw error;
      });
      const facets = new FacetWriter(writable);
      const keys = writable.prepare<[], number>('SELECT id FROM trace').pluck().all();
      for (const key of keys) {
        for (const trace of understanding.of(key, prices)) {
          runToEnd(facets.store({ version: NORMALISER_VERSION, traces: [trace] }));
        }
      }
      reader.close();
    },
    giveUp(spanKey) {
      const facts = JSON.stringify(notUnderstoodRow('tookTooLong'));
      writable.prepare('UPDATE span_facet SET facts = ? WHERE span = ?').run(facts, spanKey);
    },
    deleteTrace(trace) {
      const find = writable
        .prepare<[Buffer], number>('SELECT id FROM trace WHERE trace_id = ? ORDER BY id DESC')
        .pluck();
      const key = find.get(Buffer.from(traceHex(trace), 'hex'));
      if (key === undefined) throw new Error(`There is no trace ${trace}.`);
      runToEnd(new TraceDeletion(writable, writer).softDelete([key], Date.now()));
    },
    close() {
      for (const { db } of opened) db.close();
      writable.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function tracesBody(spans: readonly SpanSpec[]): object {
  const services = [...new Set(spans.map(({ service = 'app' }) => service))];
  return {
    resourceSpans: services.map((service) => ({
      resource: { attributes: [stringAttribute('service.name', service)] },
      scopeSpans: [
        {
          scope: { name: 'test-scope', version: '1.2.3' },
          spans: spans.filter((span) => (span.service ?? 'app') === service).map(spanBody),
        },
      ],
    })),
  };
}

function spanBody(span: SpanSpec): object {
  const { startMs = 0, endMs = 1 } = span;
  return {
    traceId: traceHex(span.trace),
    spanId: spanHex(span.span),
    ...(span.parent === undefined ? {} : { parentSpanId: spanHex(span.parent) }),
    name: span.name ?? `span ${span.span}`,
    kind: span.kind ?? 1,
    startTimeUnixNano: timeText(startMs),
    endTimeUnixNano: timeText(endMs),
    status: { code: span.status ?? 0 },
    attributes: Object.entries(span.attributes ?? {}).map(([key, value]) =>
      typeof value === 'string'
        ? stringAttribute(key, value)
        : { key, value: { intValue: String(value) } },
    ),
    links: (span.links ?? []).map((link) => ({
      traceId: traceHex(link.trace),
      spanId: spanHex(link.span),
      attributes: [stringAttribute('link.type', link.type)],
    })),
    events: Array.from({ length: span.exceptions ?? 0 }, () => ({ name: 'exception' })),
  };
}

export function logsBody(logs: readonly LogSpec[]): object {
  const services = [...new Set(logs.map(({ service = 'app' }) => service))];
  return {
    resourceLogs: services.map((service) => ({
      resource: { attributes: [stringAttribute('service.name', service)] },
      scopeLogs: [
        {
          scope: { name: 'test-logger' },
          logRecords: logs
            .filter((log) => (log.service ?? 'app') === service)
            .map(({ trace, span, body, atMs = 0, observedMs = 0 }) => ({
              timeUnixNano: timeText(atMs),
              observedTimeUnixNano: timeText(observedMs),
              body: { stringValue: body },
              ...(trace === undefined ? {} : { traceId: traceHex(trace) }),
              ...(span === undefined ? {} : { spanId: spanHex(span) }),
            })),
        },
      ],
    })),
  };
}

function timeText(ms: number | null): string {
  return ms === null ? '0' : String(BASE_NS + BigInt(Math.round(ms * 1e6)));
}

function stringAttribute(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}
