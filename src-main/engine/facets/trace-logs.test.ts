import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { decodeLogsJson, decodeTracesJson } from '@domain/otlp/decode-json';
import { openReadable } from '../store/connection';
import { DATABASE_FILE } from '../store/file-names';
import { RECEIVED_MS, TempStore } from '../store/test-support/temp-store';
import { testSource } from '../store/test-support/requests';
import { spanLogsReader } from './trace-logs';

const BASE_S = 1_787_000_000;
const traceId = '0'.repeat(31) + '1';

interface Attributes {
  readonly [key: string]: string;
}

interface LogSpec {
  readonly spanId?: string;
  readonly isTraced?: boolean;
  readonly atS?: number;
  readonly service?: string;
  readonly attributes?: Attributes;
}

function attributesOf(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }));
}

function timeOf(seconds: number): string {
  return `${BASE_S + seconds}000000000`;
}

function setUp() {
  const store = new TempStore();
  const reader = openReadable(join(store.dataDir, DATABASE_FILE), null);
  onTestFinished(() => void reader.close());
  const read = spanLogsReader(reader);
  const state = () =>
    store.db.prepare('SELECT revision, facet_version AS version FROM trace WHERE id = 1').get();
  return {
    store,
    state,
    /** A model call of `seconds`, beginning at `atS`. */
    addCall: (spanId: string, atS: number, seconds: number, attributes: Attributes = {}): void => {
      const span = {
        traceId,
        spanId,
        name: 'chat',
        startTimeUnixNano: timeOf(atS),
        endTimeUnixNano: timeOf(atS + seconds),
        attributes: attributesOf({ 'gen_ai.operation.name': 'chat', ...attributes }),
      };
      const resource = { attributes: attributesOf({ 'service.name': 'agent' }) };
      const body = { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] };
      const decoded = decodeTracesJson(Buffer.from(JSON.stringify(body)));
      store.commit(() => store.writer.writeSpans(decoded, testSource, RECEIVED_MS));
    },
    addLog: (spec: LogSpec): void => {
      const { spanId, isTraced = true, atS = 1, service = 'agent', attributes = {} } = spec;
      const record = {
        ...(isTraced ? { traceId } : {}),
        ...(spanId === undefined ? {} : { spanId }),
        observedTimeUnixNano: timeOf(atS),
        attributes: attributesOf(attributes),
      };
      const resource = { attributes: attributesOf({ 'service.name': service }) };
      const body = { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] };
      const decoded = decodeLogsJson(Buffer.from(JSON.stringify(body)));
      store.commit(() => store.writer.writeLogs(decoded, testSource, RECEIVED_MS));
    },
    logs: (): Record<number, readonly number[]> => {
      const trace = reader
        .prepare<[], { key: number; idBytes: Uint8Array; logCount: number }>(
          'SELECT id AS key, trace_id AS idBytes, log_count AS logCount FROM trace WHERE id = 1',
        )
        .get();
      if (trace === undefined) throw new Error('There is no trace.');
      return Object.fromEntries(read(trace));
    },
  };
}

const [a, b] = ['a'.repeat(16), 'b'.repeat(16)] as const;

it('gives a span the records that name it, in time order', () => {
  const { addCall, addLog, logs } = setUp();
  addCall(a, 0, 10);
  addCall(b, 0, 10);
  addLog({ spanId: a, atS: 5 });
  addLog({ spanId: b, atS: 4 });
  addLog({ spanId: a, atS: 3 });
  addLog({ spanId: 'c'.repeat(16) });
  expect(logs()).toEqual({ 1: [3, 1], 2: [2] });
});

it('gives records that name no span to the call they were written in', () => {
  const { addCall, addLog, logs } = setUp();
  addCall(a, 0, 10);
  addCall(b, 20, 10);
  addLog({ atS: 25 });
  addLog({ atS: 5 });
  expect(logs()).toEqual({ 1: [2], 2: [1] });
});

it('gives records of a tool call to the spans that are about it', () => {
  const { addCall, addLog, logs } = setUp();
  addCall(a, 0, 10);
  addCall(b, 20, 10, { tool_use_id: 'toolu_1' });
  addLog({ spanId: a, atS: 5, attributes: { tool_use_id: 'toolu_1' } });
  expect(logs()).toEqual({ 1: [1], 2: [1] });
});

it('gives records without a trace to calls of the same conversation', () => {
  const { addCall, addLog, logs } = setUp();
  addCall(a, 0, 10, { 'session.id': 's' });
  const untraced = { isTraced: false, atS: 5 };
  addLog({ ...untraced, attributes: { 'session.id': 's', text: 'mine' } });
  addLog({ ...untraced, attributes: { 'session.id': 'other' } });
  addLog({ ...untraced, attributes: { text: 'of no conversation' } });
  addLog({ ...untraced, service: 'elsewhere', attributes: { 'session.id': 's', text: 'theirs' } });
  addLog({ ...untraced, atS: 500, attributes: { 'session.id': 's', text: 'later' } });
  expect(logs()).toEqual({ 1: [1] });
});

it('has a trace understood anew when such a record comes late', () => {
  const { addCall, addLog, logs, state } = setUp();
  addCall(a, 0, 10, { 'session.id': 's' });
  const late = { isTraced: false, atS: 9, attributes: { 'session.id': 's' } };
  for (const other of [
    { ...late, service: 'elsewhere' },
    { ...late, atS: 60 },
    { ...late, attributes: { message: 'an ordinary one' } },
  ]) {
    addLog(other);
  }
  expect(state()).toEqual({ revision: 0, version: 0 });
  addLog(late);
  expect(state()).toEqual({ revision: 1, version: 0 });
  expect(logs()).toEqual({ 1: [4] });
});

it('passes over what cannot be decoded', () => {
  const { store, addCall, addLog, logs } = setUp();
  addCall(a, 0, 10);
  addLog({ spanId: a, atS: 5 });
  addLog({ spanId: a, atS: 6 });
  store.db.prepare("UPDATE log_payload SET bytes = x'ffff' WHERE log = 1").run();
  expect(logs()).toEqual({ 1: [2] });
});
