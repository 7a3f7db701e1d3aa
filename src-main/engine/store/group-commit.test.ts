import { join } from 'node:path';

import { expect, it } from 'vitest';

import { decodeSpan } from '@domain/otlp/decode-span';
import type { IngestOutcome, IngestRequest } from '../ingest';
import { openReadable, openWritable } from './connection';
import { commitGroup, type GroupResult } from './group-commit';
import { DATABASE_FILE } from './file-names';
import type { WriteMessage } from './ingest-protocol';
import { damageTable } from './test-support/damage-file';
import { logsBody, testSource, traceIdOf, tracesBody } from './test-support/requests';
import { RECEIVED_MS, TempStore } from './test-support/temp-store';

const junk = new Uint8Array([0x0a, 0x7f, 0x01]);

function jsonBody(span: number, name: string): Uint8Array<ArrayBuffer> {
  const spanId = span.toString(16).padStart(16, '0');
  const request = {
    resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'f'.repeat(32), spanId, name }] }] }],
  };
  return new Uint8Array(new TextEncoder().encode(JSON.stringify(request)));
}

/** Commits bodies (traces, unless said otherwise) in as few groups as may be; ids count from 1. */
function commit(
  store: TempStore,
  bodies: readonly Uint8Array<ArrayBuffer>[],
  signal: IngestRequest['signal'] = 'traces',
): Omit<GroupResult, 'outcomes'> & {
  readonly groups: number;
  readonly byId: ReadonlyMap<number, IngestOutcome>;
} {
  const queue = bodies.map((body, at) => ({
    t: 'ingest' as const,
    id: at + 1,
    // A body is handed over for good, and some are sent again.
    request: {
      signal,
      encoding: 'protobuf' as const,
      body: new Uint8Array(body),
      source: testSource,
    },
    receivedMs: RECEIVED_MS,
  }));
  const results: GroupResult[] = [];
  // On a machine that is slow, time alone would part a group.
  do
    results.push(
      commitGroup(
        store.writer,
        () => queue.shift(),
        () => 0,
      ),
    );
  while (queue.length > 0);
  const outcomes = results.flatMap((result) => result.outcomes);
  return {
    groups: results.length,
    byId: new Map(outcomes),
    annotated: results.flatMap((result) => result.annotated),
    traceKeys: results.flatMap((result) => result.traceKeys),
    isDamaged: results.some((result) => result.isDamaged),
  };
}

it('commits many requests at once and tells each what became of it', () => {
  const store = new TempStore();
  const { byId, traceKeys, groups } = commit(store, [
    tracesBody({ trace: 1, span: 1 }),
    tracesBody({ trace: 1, span: 1 }, { trace: 2, span: 2 }),
    tracesBody({ trace: 1, span: 1, end: 5000 }),
  ]);
  expect(byId.get(1)).toMatchObject({ status: 'committed', added: 1, traceKeys: [1] });
  expect(byId.get(2)).toMatchObject({ added: 1, alreadyThere: 1, traceKeys: [2] });
  expect(byId.get(3)).toMatchObject({ added: 0, updated: 1, traceKeys: [1], message: '' });
  expect(traceKeys).toEqual([1, 2]);
  expect(groups).toBe(1);
  expect(store.trace()).toMatchObject({ durationNs: 5000n });
});

it('stores JSON requests of one group as they were, and frees their bodies', () => {
  const store = new TempStore();
  const names = ['a'.repeat(5000), 'b'.repeat(200_000), 'c'];
  const bodies = names.map((name, at) => jsonBody(at + 1, name));
  const queue = bodies.map((body, at) => ({
    t: 'ingest' as const,
    id: at,
    request: { signal: 'traces' as const, encoding: 'json' as const, body, source: testSource },
    receivedMs: RECEIVED_MS,
  }));
  const { outcomes } = commitGroup(store.writer, () => queue.shift());
  expect(outcomes.map(([, outcome]) => outcome)).toMatchObject(names.map(() => ({ added: 1 })));
  const payloads = store.db
    .prepare<[], Uint8Array>('SELECT bytes FROM span_payload ORDER BY span')
    .pluck()
    .all();
  expect(payloads.map((bytes) => decodeSpan(bytes).name)).toEqual(names);
  expect(bodies.map((body) => body.byteLength)).toEqual([0, 0, 0]);
});

it('does not let an undecodable request hurt its neighbours', () => {
  const store = new TempStore();
  const { byId } = commit(store, [tracesBody({ span: 1 }), junk, tracesBody({ span: 2 })]);
  expect(byId.get(1)).toMatchObject({ status: 'committed', added: 1 });
  expect(byId.get(2)).toMatchObject({ status: 'undecodable' });
  expect(byId.get(3)).toMatchObject({ status: 'committed', added: 1 });
  expect(store.trace()).toMatchObject({ spans: 2 });
});

it('does not let a request that cannot be stored hurt its neighbours', () => {
  const store = new TempStore();
  store.db.exec(/* sql */ `
    CREATE TRIGGER poison BEFORE INSERT ON span WHEN new.name = 'poison'
    BEGIN SELECT raise(ABORT, 'no poison here'); END`);
  const { byId, isDamaged } = commit(store, [
    tracesBody({ span: 1 }),
    tracesBody({ span: 2, service: 'lost' }, { span: 3, name: 'poison', service: 'lost' }),
    tracesBody({ span: 4, parent: 1, service: 'kept' }),
  ]);
  expect(byId.get(1)).toMatchObject({ status: 'committed', added: 1 });
  expect(byId.get(2)).toMatchObject({
    status: 'undecodable',
    message: 'the request could not be stored: no poison here',
  });
  expect(byId.get(3)).toMatchObject({ status: 'committed', added: 1 });
  expect(isDamaged).toBe(false);
  expect(store.trace()).toMatchObject({ spans: 2, services: ['app', 'kept'] });
  expect(store.count('span_payload')).toBe(2);
  expect(store.writer.totals).toEqual({ traces: 1, spans: 2, logRecords: 0 });
});

it('B4 reports rejected spans of a good request', () => {
  const store = new TempStore();
  const body = tracesBody({ span: 7 }, { span: 1, name: 'good' });
  // Makes the id of the first span all zero.
  body[Buffer.from(body).indexOf(Buffer.from([0x12, 8, 0, 0, 0, 0, 0, 0, 0, 7])) + 9] = 0;
  const { byId } = commit(store, [body]);
  expect(byId.get(1)).toMatchObject({ status: 'committed', added: 1, rejected: 1 });
  expect(byId.get(1)?.message).toMatch(/^1 rejected: ./);
  const reason = 'the span id is not 8 bytes, or all zero';
  expect(byId.get(1)).toMatchObject({ rejections: [{ reason, count: 1 }] });
  expect(store.trace()).toMatchObject({ spans: 1, rootName: 'good' });
});

it('stores log records and only counts metrics', () => {
  const store = new TempStore();
  expect(commit(store, [logsBody({ text: 'a' })], 'logs').byId.get(1)).toMatchObject({
    status: 'committed',
    added: 1,
    metricDataPoints: 0,
  });
  expect(commit(store, [new Uint8Array()], 'metrics').byId.get(1)).toMatchObject({
    status: 'committed',
    added: 0,
    metricDataPoints: 0,
  });
});

it('B3 has committed what it reports: another connection sees it', () => {
  const store = new TempStore();
  const { byId } = commit(store, [tracesBody({ span: 1 })]);
  const reader = openReadable(store.db.name, null);
  const seen = reader.prepare('SELECT count(*) FROM span').pluck().get();
  reader.close();
  expect(byId.get(1)).toMatchObject({ status: 'committed' });
  expect(seen).toBe(1);
});

it('B13 turns all queued requests away while another program holds the lock, then goes on', () => {
  const store = new TempStore();
  store.db.pragma('busy_timeout = 1');
  const other = openWritable(store.db.name, null);
  other.exec('BEGIN IMMEDIATE');
  const bodies = [tracesBody({ span: 1 }), tracesBody({ span: 2 })];
  const { byId, traceKeys, isDamaged, groups } = commit(store, bodies);
  expect([...byId.keys()]).toEqual([1, 2]);
  // One wait for the lock, not one for each.
  expect(groups).toBe(1);
  for (const outcome of byId.values()) {
    expect(outcome).toMatchObject({ status: 'unavailable' });
    expect(outcome.message).toMatch(/locked by another program/);
  }
  expect(traceKeys).toEqual([]);
  expect(isDamaged).toBe(false);
  other.exec('ROLLBACK');
  other.close();
  expect(commit(store, bodies).byId.get(2)).toMatchObject({ status: 'committed', added: 1 });
  expect(store.trace()).toMatchObject({ spans: 2 });
});

it('B13 turns requests away while the disk is full, then goes on', () => {
  const store = new TempStore();
  store.write({ span: 1 });
  const pages = store.db.pragma('page_count', { simple: true }) as number;
  store.db.pragma(`max_page_count = ${pages + 1}`);
  const large = tracesBody(...Array.from({ length: 200 }, (_, at) => bigSpan(at + 10)));
  const { byId } = commit(store, [tracesBody({ span: 2 }), large]);
  for (const outcome of byId.values()) {
    expect(outcome).toMatchObject({ status: 'unavailable' });
    expect(outcome.message).toMatch(/disk of the trace store is full/);
  }
  expect(store.trace()).toMatchObject({ spans: 1 });
  store.db.pragma('max_page_count = 1000000');
  expect(commit(store, [large]).byId.get(1)).toMatchObject({ status: 'committed', added: 200 });
});

it('says so where the database is damaged', () => {
  const whole = new TempStore();
  whole.write({ span: 1 });
  whole.db.close();
  damageTable(join(whole.dataDir, DATABASE_FILE), 'span_payload');
  const store = new TempStore(whole.dataDir);
  const { byId, isDamaged } = commit(store, [tracesBody({ span: 2 })]);
  expect(byId.get(1)).toMatchObject({ status: 'unavailable' });
  expect(isDamaged).toBe(true);
});

function bigSpan(span: number) {
  return { span, parent: 1, note: 'x'.repeat(2000) };
}

it('takes what is said of traces in its place among the requests', () => {
  const store = new TempStore();
  const request = (id: number, trace: number): WriteMessage => ({
    t: 'ingest',
    id,
    request: {
      signal: 'traces',
      encoding: 'protobuf',
      body: tracesBody({ trace, span: trace }),
      source: testSource,
    },
    receivedMs: RECEIVED_MS,
  });
  const tag = (id: number, trace: number): WriteMessage => ({
    t: 'annotate',
    id,
    change: {
      type: 'setTags',
      params: { traceId: traceIdOf(trace), tags: [{ key: 'a', value: 'b' }] },
    },
    receivedMs: RECEIVED_MS,
  });
  // The same number may name a request and an annotation.
  const queue = [tag(1, 1), request(1, 1), tag(2, 1), tag(3, 2), request(2, 2)];
  const { outcomes, annotated, traceKeys } = commitGroup(
    store.writer,
    () => queue.shift(),
    () => 0,
  );
  expect(outcomes.map(([id, { status }]) => [id, status])).toEqual([
    [1, 'committed'],
    [2, 'committed'],
  ]);
  expect(annotated).toEqual([
    { id: 1, error: expect.objectContaining({ code: 'not_found' }) as unknown },
    { id: 2, result: null },
    { id: 3, error: expect.objectContaining({ code: 'not_found' }) as unknown },
  ]);
  expect(traceKeys).toEqual([1, 2]);
  expect(store.writer.annotations.takeAnnotated()).toEqual([1]);
  expect(store.count('trace_tag')).toBe(1);
});
