import { decodeLogsProtobuf, decodeTracesProtobuf } from '@domain/otlp/decode-protobuf';
import { describe, expect, it } from 'vitest';

import { BASE_NS, logsBody, spanIdOf, testSource, tracesBody } from './test-support/requests';
import { RECEIVED_MS, TempStore } from './test-support/temp-store';
import { IngestWriter } from './ingest-writer';
import { openWritable } from './connection';

describe('spans', () => {
  it('B1 ignores an identical repeat', () => {
    const store = new TempStore();
    expect(store.write({ span: 1 }, { span: 2, parent: 1 })).toMatchObject({ added: 2 });
    const before = store.trace();
    const repeat = store.write({ span: 2, parent: 1 }, { span: 1 }, { span: 3, parent: 1 });
    expect(repeat).toMatchObject({ added: 1, alreadyThere: 2, updated: 0 });
    expect(store.trace()).toEqual({ ...before, spans: 3 });
    expect(store.count('span')).toBe(3);
    expect(store.count('span_payload')).toBe(3);
    expect(store.writer.totals).toEqual({ traces: 1, spans: 3, logRecords: 0 });
  });

  it('B1 ignores an identical repeat within one request', () => {
    const store = new TempStore();
    expect(store.write({ span: 1 }, { span: 1 })).toMatchObject({ added: 1, alreadyThere: 1 });
    expect(store.trace()).toMatchObject({ spans: 1 });
  });

  it('B1 keeps the later end of a differing repeat, whichever came first', () => {
    const started = { span: 1, end: null, name: 'started' } as const;
    const ended = { span: 1, end: 5000, name: 'ended', status: 2 } as const;
    const forward = new TempStore();
    forward.write(started);
    expect(forward.trace()).toMatchObject({ status: 'running', errors: 0 });
    expect(forward.write(ended)).toMatchObject({ added: 0, updated: 1, traceKeys: [1] });

    const backward = new TempStore();
    backward.write(ended);
    expect(backward.write(started)).toMatchObject({ updated: 0, alreadyThere: 1, traceKeys: [] });

    expect(forward.trace()).toEqual(backward.trace());
    expect(forward.trace()).toMatchObject({
      rootName: 'ended',
      status: 'error',
      errors: 1,
      spans: 1,
      durationNs: 5000n,
    });
    for (const { db } of [forward, backward]) {
      const [span] = decodeTracesProtobuf(tracesBody(ended)).spans;
      const bytes = db.prepare('SELECT bytes FROM span_payload').pluck().get() as Buffer;
      expect(bytes.equals(span!.payload)).toBe(true);
    }
  });

  it.each([
    ['starts later', { start: 500, end: 2000 }],
    ['is in another service', { service: 'other', end: 2000 }],
    ['is a child now', { parent: 9, end: 2000 }],
    ['is called otherwise', { name: 'zzz', end: 2000 }],
  ])('folds the trace anew where the later version of its first span %s', (_, change) => {
    const updated = new TempStore();
    updated.write({ span: 1, start: 0 }, { span: 2, parent: 1, start: 300 });
    updated.write({ span: 1, start: 0, ...change });
    const direct = new TempStore();
    direct.write({ span: 2, parent: 1, start: 300 }, { span: 1, start: 0, ...change });
    expect(updated.trace()).toEqual(direct.trace());
  });

  it('B2 takes a child before its parent, over many requests', () => {
    const store = new TempStore();
    store.write({ span: 3, parent: 2, name: 'tool', start: 200, end: 300, service: 'tools' });
    expect(store.trace()).toMatchObject({
      rootName: null,
      firstSpan: 'tool',
      service: 'tools',
      status: 'running',
    });
    store.write({ span: 2, parent: 1, name: 'chat', start: 100, end: 400 });
    store.write({ span: 1, name: 'agent', start: 0, end: 500, status: 1 });
    expect(store.trace()).toMatchObject({
      rootName: 'agent',
      rootSpan: spanIdOf(1),
      firstSpan: 'agent',
      service: 'app',
      services: ['app', 'tools'],
      serviceCount: 2,
      startNs: BASE_NS,
      durationNs: 500n,
      spans: 3,
      status: 'ok',
    });
  });

  it('B2 chooses between roots and first spans by what they are, not by their arrival', () => {
    const roots = [
      { span: 3, name: 'c', start: 5 },
      { span: 2, name: 'z', start: 5, service: 'x' },
      { span: 4, name: 'a', start: 5, service: 'y' },
      { span: 1, name: 'late', start: 6 },
    ];
    for (const order of [roots, [...roots].reverse()]) {
      const store = new TempStore();
      for (const root of order) store.write(root);
      expect(store.trace()).toMatchObject({ rootSpan: spanIdOf(2), service: 'x', firstSpan: 'a' });
    }
  });

  it('B5 keeps spans with broken times and does not let them stretch the trace', () => {
    const store = new TempStore();
    store.write({ span: 1, start: 1000, end: 2000 });
    store.write(
      { span: 2, parent: 1, start: null, end: null },
      { span: 3, parent: 1, start: null, end: 1500 },
      { span: 4, parent: 1, start: 1800, end: 100 },
    );
    expect(store.count('span')).toBe(4);
    expect(store.trace()).toMatchObject({
      startNs: BASE_NS + 1000n,
      endNs: BASE_NS + 2000n,
      durationNs: 1000n,
    });
    const raw = store.db
      .prepare('SELECT start_ns, end_ns FROM span ORDER BY id')
      .raw()
      .safeIntegers()
      .all();
    expect(raw).toEqual([
      [BASE_NS + 1000n, BASE_NS + 2000n],
      [0n, 0n],
      [0n, BASE_NS + 1500n],
      [BASE_NS + 1800n, BASE_NS + 100n],
    ]);
  });

  it('B5 gives a trace of spans without any time neither start nor duration', () => {
    const store = new TempStore();
    store.write({ span: 1, start: null, end: null });
    expect(store.trace()).toMatchObject({ startNs: 0n, endNs: 0n, durationNs: 0n });
    store.write({ span: 2, parent: 1, start: 10, end: 20 });
    expect(store.trace()).toMatchObject({ startNs: BASE_NS + 10n, durationNs: 10n });
  });

  it('B5 takes the greatest time that a database can hold', () => {
    const store = new TempStore();
    store.write({ span: 1, end: Number.MAX_SAFE_INTEGER });
    const decoded = decodeTracesProtobuf(tracesBody({ span: 2, parent: 1 }));
    const spans = decoded.spans.map((span) => ({ ...span, endNs: 2n ** 63n - 1n }));
    store.commit(() => store.writer.writeSpans({ ...decoded, spans }, testSource, RECEIVED_MS));
    expect(store.trace()).toMatchObject({ endNs: 2n ** 63n - 1n });
  });

  it('stores resources, scopes and sources once', () => {
    const store = new TempStore();
    store.write({ span: 1 }, { span: 2 });
    store.restart();
    store.write({ span: 3 }, { span: 4, service: 'other' });
    expect(store.count('resource')).toBe(2);
    expect(store.count('scope')).toBe(1);
    expect(store.count('source')).toBe(1);
    const headers = store.db.prepare('SELECT headers FROM source').pluck().get() as string;
    expect(JSON.parse(headers)).toEqual(testSource.headers);
  });
});

describe('log records', () => {
  it('B1 adds nothing when a request is sent twice, and keeps equal records of one request', () => {
    const store = new TempStore();
    const logs = [{ text: 'a' }, { text: 'a' }, { text: 'b' }];
    expect(store.writeLogs(...logs)).toMatchObject({ added: 3, alreadyThere: 0 });
    store.restart();
    expect(store.writeLogs(...logs)).toMatchObject({ added: 0, alreadyThere: 3 });
    expect(store.writeLogs({ text: 'a' }, { text: 'c' })).toMatchObject({ added: 1 });
    expect(store.count('log_record')).toBe(4);
    expect(store.count('log_payload')).toBe(4);
    expect(store.writer.totals.logRecords).toBe(4);
  });

  it('B1 keeps every record without a time, but those of a file only once', () => {
    const store = new TempStore();
    const ticks = [
      { text: 'tick', time: null },
      { text: 'tick', time: null },
    ];
    expect(store.writeLogs(...ticks)).toMatchObject({ added: 2, alreadyThere: 0 });
    expect(store.writeLogs(...ticks)).toMatchObject({ added: 2, alreadyThere: 0 });

    const file = { transport: 'import', agent: 'ticks.jsonl', headers: [] } as const;
    const decoded = decodeLogsProtobuf(logsBody(...ticks));
    const importFile = () => store.commit(() => store.writer.writeLogs(decoded, file, RECEIVED_MS));
    expect(importFile()).toMatchObject({ added: 2, alreadyThere: 0 });
    expect(importFile()).toMatchObject({ added: 0, alreadyThere: 2 });
    expect(store.count('log_payload')).toBe(6);
  });

  it('counts records in their trace whether they come before or after its spans', () => {
    const store = new TempStore();
    expect(store.writeLogs({ trace: 1, text: 'before' })).toMatchObject({ traceKeys: [] });
    store.writeLogs({ trace: 2, text: 'of another trace' }, { text: 'of none' });
    expect(store.trace()).toBeNull();
    store.write({ span: 1 });
    expect(store.trace()).toMatchObject({ logs: 1 });
    const after = store.writeLogs({ trace: 1, text: 'after' }, { trace: 1, span: 1, text: 'too' });
    expect(after).toMatchObject({ added: 2, traceKeys: [1] });
    expect(store.trace()).toMatchObject({ logs: 3 });
    store.restart();
    store.writeLogs({ trace: 1, text: 'later' });
    expect(store.trace()).toMatchObject({ logs: 4, spans: 1 });
  });
});

describe('transactions', () => {
  it('forgets on rollback what it had in memory', () => {
    const store = new TempStore();
    store.write({ span: 1 });
    const totals = store.writer.totals;
    store.writer.begin();
    store.writeSpans({ span: 2, service: 'new' }, { trace: 2, span: 3 });
    store.writer.writeLogs(
      decodeLogsProtobuf(logsBody({ trace: 1, text: 'x' })),
      testSource,
      RECEIVED_MS,
    );
    store.writer.rollback();
    expect(store.writer.totals).toEqual(totals);
    expect(store.trace()).toMatchObject({ spans: 1, logs: 0, services: ['app'] });

    store.write({ span: 2, service: 'new' }, { trace: 2, span: 3 });
    expect(store.trace()).toMatchObject({ spans: 2, services: ['app', 'new'] });
    expect(store.trace(2)).toMatchObject({ spans: 1 });
    expect(store.count('resource')).toBe(2);
    expect(store.writer.totals).toEqual({ traces: 2, spans: 3, logRecords: 0 });
  });

  it('notices that another connection wrote', () => {
    const store = new TempStore();
    store.write({ span: 1 });
    const otherDb = openWritable(store.db.name, null);
    const other = new IngestWriter(otherDb);
    other.begin();
    other.writeSpans(decodeTracesProtobuf(tracesBody({ span: 2 })), testSource, RECEIVED_MS);
    other.commit();
    otherDb.close();

    store.write({ span: 3 }, { trace: 2, span: 4 });
    expect(store.trace()).toMatchObject({ spans: 3 });
    expect(store.trace(2)).toMatchObject({ spans: 1 });
    expect(store.writer.totals).toEqual({ traces: 2, spans: 4, logRecords: 0 });
  });
});
