import { expect, it } from 'vitest';

import { decodeLogsProtobuf } from '@domain/otlp/decode-protobuf';
import { encodeLogsRequest, type LogInput } from '@domain/otlp/encode';
import type { AnyValue } from '@domain/otlp/model';
import type { TraceId } from '@domain/units';
import { runToEnd } from './sliced-job';
import { testSource } from './test-support/requests';
import { RECEIVED_MS, TempStore } from './test-support/temp-store';
import { TraceDeletion, UNDO_MS } from './trace-deletion';

const NOW = 1_787_000_000_000;
const BASE_NS = 1_787_000_000_000_000_000n;

type Values = Readonly<Record<string, string>>;

function recordOf(atMs: number, values: Values): LogInput {
  return {
    timeNs: BASE_NS + BigInt(atMs) * 1_000_000n,
    attributes: Object.entries(values).map(([key, value]) => ({
      key,
      value: { type: 'string', value },
    })),
  };
}

const claude = (atMs: number, name: string, more: Values = {}): LogInput =>
  recordOf(atMs, { 'session.id': 's', 'prompt.id': 'p', 'event.name': name, ...more });
const codex = (atMs: number, name: string, more: Values = {}): LogInput =>
  recordOf(atMs, { 'conversation.id': 'c', 'event.name': name, ...more });

const prompt = claude(0, 'user_prompt', { prompt: 'hello' });
const call = claude(50, 'api_request', { request_id: 'r1', duration_ms: '40' });
const answer = claude(51, 'assistant_response', { request_id: 'r1', response: 'hi' });

function setUp(scope = 'com.anthropic.claude_code.events') {
  const store = new TempStore();
  const write = (...logRecords: readonly LogInput[]) => {
    const body = encodeLogsRequest([{ scopeLogs: [{ scope: { name: scope }, logRecords }] }]);
    return store.writer.writeLogs(decodeLogsProtobuf(body), testSource, RECEIVED_MS);
  };
  const rows = (sql: string) => store.db.prepare(sql).raw().all() as unknown[][];
  return {
    store,
    write,
    send: (...records: readonly LogInput[]) => store.commit(() => write(...records)),
    spans: () =>
      rows(/* sql */ `
        SELECT name, (start_ns - ${BASE_NS}) / 1000000, (end_ns - ${BASE_NS}) / 1000000
        FROM span ORDER BY id`),
    traces: () =>
      rows(/* sql */ `
        SELECT root_name, span_count, log_count, duration_ns / 1000000 FROM trace
        WHERE deleted_at_ms IS NULL ORDER BY start_ns`),
  };
}

it('makes a trace of the records of a turn, which are then of that trace', () => {
  const { store, send, spans, traces } = setUp();
  const { added, traceKeys } = send(prompt, call, answer);
  expect(added).toBe(3);
  expect(traceKeys).toHaveLength(1);
  expect(spans()).toEqual([
    ['claude_code.interaction', 0, 51],
    ['claude_code.llm_request', 10, 50],
  ]);
  expect(traces()).toEqual([['claude_code.interaction', 2, 3, 51]]);
  expect(store.writer.totals).toEqual({ traces: 1, spans: 2, logRecords: 3 });
  expect(store.count('loose_log')).toBe(0);
});

it('goes on with a turn after a restart', () => {
  const { store, send, spans, traces } = setUp();
  send(prompt, call);
  store.restart();
  send(answer, claude(900, 'tool_result', { tool_name: 'Bash', tool_use_id: 't' }));
  expect(spans()[0]).toEqual(['claude_code.interaction', 0, 900]);
  expect(traces()).toEqual([['claude_code.interaction', 3, 4, 900]]);
});

it('adds nothing when a request is sent again', () => {
  const { store, send, spans } = setUp();
  send(prompt, call);
  const before = [spans(), store.writer.totals];
  expect(send(prompt, call)).toMatchObject({ added: 0, alreadyThere: 2 });
  expect([spans(), store.writer.totals]).toEqual(before);
});

it('keeps nothing of a transaction that is rolled back', () => {
  const { store, write, send, spans } = setUp();
  store.writer.begin();
  write(prompt, call, answer);
  store.writer.rollback();
  expect(store.count('span') + store.count('log_record')).toBe(0);
  send(prompt, call);
  expect(spans()).toEqual([
    ['claude_code.interaction', 0, 50],
    ['claude_code.llm_request', 10, 50],
  ]);
  expect(store.writer.totals).toEqual({ traces: 1, spans: 2, logRecords: 2 });
});

it('removes the records with their trace', () => {
  const { store, send, traces } = setUp();
  send(prompt, call, answer);
  const deletion = new TraceDeletion(store.db, store.writer);
  runToEnd(deletion.softDelete([1], NOW));
  expect(traces()).toEqual([]);
  runToEnd(deletion.purge(NOW + UNDO_MS));
  expect(['span', 'log_record', 'log_payload'].map((table) => store.count(table))).toEqual([
    0, 0, 0,
  ]);
});

it('tells the turns of Codex apart by their prompts, also after a restart', () => {
  const { store, send, traces } = setUp('codex_otel.log_only');
  send(codex(0, 'codex.user_prompt'), codex(10, 'codex.sse_event', { 'event.kind': 'x' }));
  store.restart();
  send(codex(20, 'codex.tool_result', { tool_name: 'shell', call_id: '1' }));
  send(codex(100, 'codex.user_prompt'));
  expect(traces()).toEqual([
    ['session_task.turn', 2, 3, 20],
    ['session_task.turn', 1, 1, 0],
  ]);
});

it('leaves records of a conversation alone whose spans are sent', () => {
  const { store, send } = setUp('codex_otel.log_only');
  const traced = { ...codex(0, 'codex.user_prompt'), traceId: 'ab'.repeat(16) as TraceId };
  send(traced, codex(10, 'codex.sse_event', { 'event.kind': 'response.completed' }));
  expect(store.count('span')).toBe(0);
  expect(store.count('loose_log')).toBe(1);
});

it('keeps records whose time no database can hold, as records of no turn', () => {
  const { store, send } = setUp('codex_otel.log_only');
  const late = { ...codex(0, 'codex.user_prompt'), timeNs: 2n ** 64n - 1n };
  const early = { ...codex(0, 'codex.tool_result', { 'event.timestamp': '-100000-01-01T00:00Z' }) };
  expect(send(late, { ...early, timeNs: 0n })).toMatchObject({ added: 2 });
  expect(store.count('span')).toBe(0);
});

it('keeps records that hold lists where ids belong, however deep', () => {
  const { send, spans } = setUp();
  let deep: AnyValue = { type: 'string', value: 'ada' };
  for (let depth = 0; depth < 100; depth++) deep = { type: 'array', values: [deep] };
  const odd = { ...prompt, attributes: [...prompt.attributes!, { key: 'user.id', value: deep }] };
  expect(send(odd)).toMatchObject({ added: 1 });
  expect(spans()).toEqual([['claude_code.interaction', 0, 0]]);
});

it('lets a turn begin with its prompt when a deletion is undone after its next record', () => {
  const { store, send, spans } = setUp();
  send(prompt, call);
  const deletion = new TraceDeletion(store.db, store.writer);
  const { undoToken } = runToEnd(deletion.softDelete([1], NOW));
  send(claude(900, 'tool_result', { tool_name: 'Bash', tool_use_id: 't' }));
  runToEnd(deletion.undo(undoToken, NOW + 1));
  expect(spans().filter(([name]) => name === 'claude_code.interaction')).toEqual([
    ['claude_code.interaction', 0, 900],
  ]);
});

it('gives records that were stored before their turn was known to it when they are sent again', () => {
  const { store, send, traces } = setUp('codex_otel.log_only');
  const tool = codex(20, 'codex.tool_result', { tool_name: 'shell', call_id: '1' });
  send(tool);
  expect(store.count('loose_log')).toBe(1);
  send(codex(0, 'codex.user_prompt'));
  expect(send(tool)).toMatchObject({ added: 0, alreadyThere: 1 });
  expect(traces()).toEqual([['session_task.turn', 2, 2, 20]]);
  expect(store.count('loose_log')).toBe(0);
  expect(store.writer.totals).toEqual({ traces: 1, spans: 2, logRecords: 2 });
  expect(send(tool)).toMatchObject({ added: 0, alreadyThere: 1 });
  expect(traces()).toEqual([['session_task.turn', 2, 2, 20]]);
});
