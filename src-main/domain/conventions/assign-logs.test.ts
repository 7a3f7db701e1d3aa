import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { assignLogs, logFactsOf, logSpanOf, type LogFacts, type LogSpan } from './assign-logs';
import { inputOf } from './test-support/sources';

const span = (spanId: string, more: Partial<LogSpan> = {}): LogSpan => ({
  spanId,
  parentSpanId: null,
  startNs: 0n,
  endNs: 1_000_000_000n,
  isModelCall: false,
  ids: [],
  sessionIds: [],
  ...more,
});

const log = (more: Partial<LogFacts> = {}): LogFacts => ({
  traceId: null,
  spanId: null,
  timeNs: 0n,
  ids: [],
  alias: null,
  sessionId: null,
  ...more,
});

const ms = (value: number) => BigInt(value) * 1_000_000n;

describe('assignLogs', () => {
  it('gives a record to the span it names', () => {
    expect(assignLogs([span('a'), span('b')], [log({ spanId: 'b' })])).toEqual([[], [0]]);
  });

  it('gives it to the span of its request too (§8.3 rule 7)', () => {
    const spans = [span('turn'), span('call', { ids: ['request r1'] })];
    expect(assignLogs(spans, [log({ spanId: 'turn', ids: ['request r1'] })])).toEqual([[0], [0]]);
  });

  it('finds the request of a body by the record of its answer', () => {
    const spans = [span('turn'), span('call', { ids: ['request r1'] })];
    const logs = [
      log({ spanId: 'turn', alias: 'body 7' }),
      log({ spanId: 'turn', alias: 'body 7', ids: ['request r1'] }),
    ];
    expect(assignLogs(spans, logs)).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('gives what names no span to the model call of the same session that ran then', () => {
    const spans = [
      span('a', { isModelCall: true, startNs: ms(0), endNs: ms(100), sessionIds: ['s'] }),
      span('b', { isModelCall: true, startNs: ms(50), endNs: ms(90), sessionIds: ['s'] }),
    ];
    const at = (timeNs: bigint, sessionId = 's') =>
      assignLogs(spans, [log({ timeNs, sessionId })]).map((list) => list.length);
    expect(at(ms(10))).toEqual([1, 0]);
    expect(at(ms(60))).toEqual([0, 1]);
    expect(at(ms(105))).toEqual([1, 0]);
    expect(at(ms(60), 'another')).toEqual([0, 0]);
    expect(at(ms(5000))).toEqual([0, 0]);
  });

  it('knows a call by its last part where the span above had begun (Codex)', () => {
    const spans = [
      span('stream', { startNs: ms(0), endNs: ms(200), sessionIds: ['s'] }),
      span('first', { isModelCall: true, parentSpanId: 'stream', startNs: ms(10), endNs: ms(20) }),
      span('last', { isModelCall: true, parentSpanId: 'stream', startNs: ms(100), endNs: ms(101) }),
    ];
    const records = [log({ timeNs: ms(91), sessionId: 's' })];
    expect(assignLogs(spans, records)).toEqual([[], [], [0]]);
  });

  it('gives a record of the trace without span to its only model call, whenever written', () => {
    const spans = [span('a'), span('call', { isModelCall: true, endNs: ms(1) })];
    expect(assignLogs(spans, [log({ traceId: 't', timeNs: ms(9999) })])).toEqual([[], [0]]);
  });

  it('leaves records without trace and session alone', () => {
    const spans = [span('call', { isModelCall: true })];
    expect(assignLogs(spans, [log({ timeNs: 1n })])).toEqual([[]]);
  });

  it('assigns each record at most once to a span, in order, whatever comes', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const anySpan = fc.record({
      spanId: id,
      parentSpanId: fc.option(id),
      startNs: fc.bigInt(-5n, 200_000_000n),
      endNs: fc.bigInt(-5n, 400_000_000n),
      isModelCall: fc.boolean(),
      ids: fc.array(id),
      sessionIds: fc.array(id),
    });
    const anyLog = fc.record({
      traceId: fc.option(id),
      spanId: fc.option(id),
      timeNs: fc.bigInt(-5n, 400_000_000n),
      ids: fc.array(id),
      alias: fc.option(id),
      sessionId: fc.option(id),
    });
    fc.assert(
      fc.property(fc.array(anySpan), fc.array(anyLog), (spans, logs) => {
        const assigned = assignLogs(spans, logs);
        expect(assigned).toHaveLength(spans.length);
        for (const list of assigned) {
          expect(list).toEqual([...new Set(list)].sort((a, b) => a - b));
          for (const position of list) expect(logs[position]).toBeDefined();
        }
      }),
    );
  });
});

describe('what is known of spans and records', () => {
  it('takes the conversation out of a key that is there twice (Codex, §6)', () => {
    const { span: plain } = inputOf({ attributes: {} });
    const attributes = [
      { key: 'thread.id', value: { type: 'int', value: 4n } },
      { key: 'thread.id', value: { type: 'string', value: '01a2' } },
    ] as const;
    expect(logSpanOf({ ...plain, attributes }).sessionIds).toEqual(['01a2']);
  });

  it('takes a record of a tool call as one of the tool, not of the request that asked', () => {
    const { logs } = inputOf({
      logs: [{ attributes: { request_id: 'req_1', tool_use_id: 'toolu_1' } }],
    });
    expect(logs.map(logFactsOf)).toMatchObject([{ ids: ['call toolu_1'] }]);
  });

  it('reads the time of a record without one where it was observed', () => {
    const { logs } = inputOf({
      logs: [
        {
          timeNs: 0n,
          observedTimeNs: 5_000_123n,
          attributes: { 'event.timestamp': '2026-11-27T14:28:49.759Z' },
        },
      ],
    });
    expect(logs.map(logFactsOf)).toMatchObject([{ timeNs: 5_000_123n }]);
  });
});
