import fc from 'fast-check';
import { expect, it } from 'vitest';

import {
  futureLogsRequest,
  futureTracesRequest,
  pruned,
  toOtlpJson,
  tracesRequest,
  type OtlpMessage,
} from '@domain/otlp/test-support/arbitrary-otlp';
import { oracleDecode, oracleEncode } from '@domain/otlp/test-support/oracle';
import { rebuildLogsRequest, rebuildTracesRequest } from '@domain/otlp/rebuild-request';
import type { IngestRequest } from '../ingest';
import type { WritableDb } from './connection';
import { commitGroup } from './group-commit';
import type { IngestMessage } from './ingest-protocol';
import { testSource, type TestSpan } from './test-support/requests';
import { RECEIVED_MS, TempStore, traceState } from './test-support/temp-store';

/** Machines are busy. */
const timeout = 60_000;
const runs = { numRuns: 100 };

it('gives back every trace request bit for bit, unknown fields included', { timeout }, () => {
  const store = new TempStore();
  fc.assert(
    fc.property(futureTracesRequest.map(distinct), (request) => {
      const sent = oracleEncode('TracesRequest', request);
      const rebuilt = throughStore(store, { signal: 'traces', encoding: 'protobuf', body: sent });
      expect(rebuilt).toEqual(oracleEncode('TracesRequest', pruned(request)));
      // What another implementation reads of it is what was sent, attribute by attribute.
      expect(oracleDecode('TracesRequest', rebuilt)).toEqual(
        oracleDecode('TracesRequest', oracleEncode('TracesRequest', pruned(request))),
      );
    }),
    runs,
  );
});

it('gives back every trace request that came as JSON', { timeout }, () => {
  const store = new TempStore();
  fc.assert(
    fc.property(tracesRequest.map(distinct), (request) => {
      const body = Buffer.from(toOtlpJson(request));
      const rebuilt = throughStore(store, { signal: 'traces', encoding: 'json', body });
      expect(rebuilt).toEqual(oracleEncode('TracesRequest', pruned(request)));
    }),
    runs,
  );
});

it('gives back every log request bit for bit, unknown fields included', { timeout }, () => {
  const store = new TempStore();
  fc.assert(
    fc.property(futureLogsRequest.map(distinct), (request) => {
      const sent = oracleEncode('LogsRequest', request);
      const rebuilt = throughStore(store, { signal: 'logs', encoding: 'protobuf', body: sent });
      expect(rebuilt).toEqual(oracleEncode('LogsRequest', pruned(request)));
    }),
    runs,
  );
});

const spanArbitrary: fc.Arbitrary<TestSpan> = fc.record(
  {
    span: fc.integer({ min: 1, max: 12 }),
    parent: fc.option(fc.integer({ min: 1, max: 14 }), { nil: undefined, freq: 1 }),
    name: fc.constantFrom('', 'a', 'b', 'c'),
    start: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 5 })),
    end: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 9 })),
    status: fc.constantFrom(0, 1, 2),
    // A span does not move from service to service, or the order would have to decide.
    note: fc.constantFrom('short', 'a longer one', 'another one'),
  },
  { requiredKeys: ['span', 'start', 'end'] },
);

it('B2 B1 comes to the same trace in any order over many requests', { timeout }, () => {
  const store = new TempStore();
  let traceNumber = 0;
  fc.assert(
    fc.property(
      fc.array(spanArbitrary, { minLength: 1, maxLength: 25 }),
      fc.infiniteStream(fc.nat()),
      (spans, random) => {
        const services = spans.map((span) => ({ ...span, service: `service ${span.span % 3}` }));
        const together = ++traceNumber;
        store.write(...services.map((span) => ({ ...span, trace: together })));

        const apart = ++traceNumber;
        const rest = services.map((span) => ({ ...span, trace: apart }));
        while (rest.length > 0) {
          const request = Array.from({ length: 1 + (next(random) % 4) }, () =>
            rest.splice(next(random) % Math.max(rest.length, 1), 1),
          ).flat();
          store.write(...request);
          if (next(random) % 3 === 0) store.restart();
        }

        expect(traceState(store.db, apart)).toEqual(traceState(store.db, together));
        expect(storedSpans(store.db, apart)).toEqual(storedSpans(store.db, together));
      },
    ),
    runs,
  );
});

function next(random: Iterator<number>): number {
  return random.next().value as number;
}

/** Everything of the spans that was derived from what was sent. */
function storedSpans(db: WritableDb, trace: number): unknown[] {
  return db
    .prepare(/* sql */ `
      SELECT s.span_id, s.parent_span_id, s.name, s.kind, s.start_ns, s.end_ns, s.status, s.resource
      FROM span s JOIN trace t ON t.id = s.trace WHERE hex(t.trace_id) = ? ORDER BY s.span_id`)
    .safeIntegers()
    .all(trace.toString(16).padStart(32, '0').toUpperCase());
}

/**
 * The request with a schema URL for each container and an id for each span that no other has,
 * since what is equal is stored once and would come back as one.
 */
function distinct(request: OtlpMessage): OtlpMessage {
  let count = 0;
  const visit = (value: unknown, field: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => visit(item, field));
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    if (field === 'spans') return { ...value, spanId: idBytes(++count) };
    const isContainer = /^(resource|scope)(Spans|Logs)$/.test(field);
    if (!isContainer && field !== '') return value;
    const entries = Object.entries(value).map(([name, item]) => [name, visit(item, name)] as const);
    const copy: OtlpMessage = Object.fromEntries(entries);
    return isContainer ? { ...copy, schemaUrl: `https://example.test/${++count}` } : copy;
  };
  return visit(request, '') as OtlpMessage;
}

function idBytes(number: number): Uint8Array {
  const id = new Uint8Array(8);
  new DataView(id.buffer).setUint32(4, number);
  return id;
}

/** Ingests a request into an empty store and builds it anew from the rows. */
function throughStore(
  { db, writer }: TempStore,
  request: Pick<IngestRequest, 'signal' | 'encoding'> & { readonly body: Uint8Array },
): Uint8Array {
  db.exec('DELETE FROM span; DELETE FROM span_payload; DELETE FROM trace');
  db.exec('DELETE FROM log_record; DELETE FROM log_payload');
  // Forgets what was in memory of them.
  writer.begin();
  writer.rollback();

  const body = new Uint8Array(request.body);
  const messages: IngestMessage[] = [
    {
      t: 'ingest',
      id: 1,
      request: { ...request, body, source: testSource },
      receivedMs: RECEIVED_MS,
    },
  ];
  const [first] = commitGroup(writer, () => messages.pop()).outcomes;
  const outcome = first?.[1];
  if (outcome?.status !== 'committed') throw new Error(`Not committed: ${outcome?.message}`);
  expect(outcome.rejected).toBe(0);

  const isTraces = request.signal === 'traces';
  const from = isTraces
    ? 'span JOIN span_payload ON span = id'
    : 'log_record JOIN log_payload ON log = id';
  const rows = db
    .prepare<[], { resource: number; scope: number; payload: Uint8Array }>(
      `SELECT resource, scope, bytes AS payload FROM ${from} ORDER BY id`,
    )
    .all();
  expect(rows.length).toBe(outcome.added);
  const resources = containers(db, 'resource');
  const scopes = containers(db, 'scope');
  return isTraces
    ? rebuildTracesRequest({ resources, scopes, spans: rows })
    : rebuildLogsRequest({ resources, scopes, logs: rows });
}

/** Containers by their key. */
function containers(db: WritableDb, table: 'resource' | 'scope'): { bytes: Uint8Array }[] {
  const list: { bytes: Uint8Array }[] = [];
  const rows = db.prepare<[], { id: number; bytes: Uint8Array }>(`SELECT id, bytes FROM ${table}`);
  for (const { id, bytes } of rows.all()) list[id] = { bytes };
  return list;
}
