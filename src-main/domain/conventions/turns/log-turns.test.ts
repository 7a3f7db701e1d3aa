import { describe, expect, it } from 'vitest';

import type { SpanInput } from '../../otlp/encode';
import type { AnyValue, LogRecord } from '../../otlp/model';
import type { SpanId, TraceId } from '../../units';
import { LogTurns, type Prompt, type TurnMemory } from './log-turns';

const CLAUDE = 'com.anthropic.claude_code.events';
const CODEX = 'codex_otel.log_only';
const SECOND = 1_000_000_000n;
const MS = 1_000_000n;

type Values = Readonly<Record<string, string | number | boolean>>;

function recordOf(timeNs: bigint, values: Values, traceId: string | null = null): LogRecord {
  return {
    traceId: traceId as TraceId | null,
    spanId: null,
    timeNs,
    observedTimeNs: timeNs,
    severityNumber: 0,
    severityText: '',
    eventName: '',
    body: { type: 'empty' },
    attributes: Object.entries(values).map(([key, value]) => ({ key, value: valueOf(value) })),
    droppedAttributesCount: 0,
    flags: 0,
    unknownFields: [],
  };
}

function valueOf(value: string | number | boolean): AnyValue {
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'bool', value };
  return { type: 'int', value: BigInt(value) };
}

/** A store of what was made, as the engine keeps it: the later end of a span counts. */
function setUp() {
  const prompts = new Map<string, Prompt[]>();
  const spans = new Map<string, SpanInput>();
  const memory: TurnMemory = {
    traceId: (text) => `trace ${text}` as TraceId,
    spanId: (text) => `span ${text}` as SpanId,
    promptUpTo: (conversation, timeNs) =>
      (prompts.get(conversation) ?? []).filter(({ startNs }) => startNs <= timeNs).at(-1) ?? null,
    notePrompt: (conversation, prompt) =>
      void prompts.set(conversation, [...(prompts.get(conversation) ?? []), prompt]),
    extentOf: (_, spanId) => {
      const span = spans.get(spanId);
      return span === undefined ? null : { startNs: span.startNs, endNs: span.endNs };
    },
  };
  const turns = new LogTurns(memory);
  const keep = (span: SpanInput): void => {
    const before = spans.get(span.spanId);
    if (before === undefined || span.endNs > before.endNs) spans.set(span.spanId, span);
  };
  return {
    turns,
    spans: () => [...spans.values()],
    /** One request: its records are adopted, then what they reach to is told. */
    send: (scopeName: string, ...records: readonly LogRecord[]) => {
      const adoptions = records.map((record) => turns.adopt(scopeName, record));
      for (const adoption of adoptions) adoption?.spans.forEach(keep);
      turns.flush().forEach(keep);
      return adoptions;
    },
  };
}

const claude = (atMs: number, name: string, more: Values = {}, promptId = 'p1') =>
  recordOf(SECOND + BigInt(atMs) * MS, {
    'session.id': 's1',
    'prompt.id': promptId,
    'event.name': name,
    ...more,
  });

const codex = (atMs: number, name: string, more: Values = {}, traceId: string | null = null) =>
  recordOf(
    SECOND + BigInt(atMs) * MS,
    { 'conversation.id': 'c1', 'event.name': name, ...more },
    traceId,
  );

const shapes = (spans: readonly SpanInput[]) =>
  spans.map(({ name, startNs, endNs }) => [
    name,
    Number((startNs - SECOND) / MS),
    Number((endNs - SECOND) / MS),
  ]);

describe('Claude Code without traces', () => {
  const prompt = claude(0, 'user_prompt', { prompt: 'hi' });
  const request = claude(500, 'api_request', { request_id: 'r1', duration_ms: 400, model: 'm' });
  const tool = claude(700, 'tool_result', {
    tool_name: 'Bash',
    tool_use_id: 't1',
    duration_ms: 150,
    success: false,
    error: 'exit 1',
  });

  it('makes a trace of a prompt: the turn with its calls and tools, over their time', () => {
    const { send, spans } = setUp();
    send(CLAUDE, prompt, request, tool);
    expect(shapes(spans())).toEqual([
      ['claude_code.interaction', 0, 700],
      ['claude_code.llm_request', 100, 500],
      ['claude_code.tool', 550, 700],
    ]);
    const [turn, ...steps] = spans();
    expect(turn?.parentSpanId).toBeUndefined();
    expect(new Set(steps.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([turn?.spanId]));
    expect(spans().at(-1)).toMatchObject({ statusCode: 2, statusMessage: 'exit 1' });
  });

  it('tells the span of each record, and of the prompt the turn', () => {
    const { send, spans } = setUp();
    const adoptions = send(CLAUDE, prompt, request, claude(510, 'assistant_response'));
    const [turn, call] = spans();
    expect(adoptions.map((each) => each?.spanId)).toEqual([turn?.spanId, call?.spanId, null]);
    expect(new Set(adoptions.map((each) => each?.traceId)).size).toBe(1);
  });

  it('makes the same spans however the records are spread over requests', () => {
    const atOnce = setUp();
    atOnce.send(CLAUDE, prompt, request, tool);
    const apart = setUp();
    for (const record of [prompt, request, tool]) apart.send(CLAUDE, record);
    expect(apart.spans()).toEqual(atOnce.spans());
  });

  it('adds nothing when records come again', () => {
    const { send, spans } = setUp();
    send(CLAUDE, prompt, request, tool);
    const before = structuredClone(spans());
    send(CLAUDE, prompt, request, tool);
    expect(spans()).toEqual(before);
  });

  it('has the turn reach back to a call that is told before its prompt', () => {
    const { send, spans } = setUp();
    send(CLAUDE, request);
    send(CLAUDE, prompt);
    const [turn] = shapes(spans());
    expect(turn).toEqual(['claude_code.interaction', 0, 500]);
  });

  it('puts what a sub-agent did below its run', () => {
    const { send, spans } = setUp();
    send(
      CLAUDE,
      prompt,
      claude(300, 'api_request', { request_id: 'r2', agent_id: 'a1', duration_ms: 50 }),
      claude(400, 'subagent_completed', {
        agent_id: 'a1',
        agent_type: 'explorer',
        duration_ms: 200,
      }),
    );
    const [turn, call, agent] = spans();
    expect(call?.parentSpanId).toBe(agent?.spanId);
    expect(agent?.parentSpanId).toBe(turn?.spanId);
    expect(agent?.attributes).toContainEqual({
      key: 'gen_ai.agent.name',
      value: { type: 'string', value: 'explorer' },
    });
  });

  it('counts each failed attempt, though all have one id', () => {
    const { send, spans } = setUp();
    const failed = (atMs: number, sequence: number) =>
      claude(atMs, 'api_error', { request_id: 'r', 'event.sequence': sequence, error: 'busy' });
    send(CLAUDE, prompt, failed(10, 1), failed(20, 2));
    expect(spans().filter(({ statusCode }) => statusCode === 2)).toHaveLength(2);
  });

  it('leaves alone records that are traced, of no prompt, or of another scope', () => {
    const { send, spans } = setUp();
    const traced = { ...prompt, traceId: 'f'.repeat(32) as TraceId };
    expect(send(CLAUDE, traced, recordOf(1n, { 'session.id': 's1' }))).toEqual([null, null]);
    expect(send('other', prompt)).toEqual([null]);
    expect(spans()).toEqual([]);
  });
});

describe('Codex without traces', () => {
  const completed = (atMs: number) =>
    codex(atMs, 'codex.sse_event', {
      'event.kind': 'response.completed',
      input_token_count: '20',
      output_token_count: '3',
    });

  it('begins a turn with each prompt', () => {
    const { send, spans } = setUp();
    send(
      CODEX,
      codex(0, 'codex.conversation_starts'),
      codex(10, 'codex.user_prompt'),
      codex(40, 'codex.api_request', { duration_ms: 20 }),
      completed(100),
      codex(190, 'codex.conversation_starts'),
      codex(200, 'codex.user_prompt'),
      codex(250, 'codex.tool_result', { tool_name: 'shell', call_id: 'c', duration_ms: 30 }),
    );
    expect(shapes(spans())).toEqual([
      ['session_task.turn', 10, 100],
      ['handle_responses', 20, 100],
      ['session_task.turn', 200, 250],
      ['shell', 220, 250],
    ]);
  });

  it('takes a completion whose request is not known for an instant', () => {
    const { send, spans } = setUp();
    send(CODEX, codex(0, 'codex.user_prompt'), completed(50));
    expect(shapes(spans())[1]).toEqual(['handle_responses', 50, 50]);
  });

  it('makes a failed call of a request that was refused', () => {
    const { send, spans } = setUp();
    const refused = { 'http.response.status_code': '429', 'error.message': 'slow down' };
    send(CODEX, codex(0, 'codex.user_prompt'), codex(50, 'codex.api_request', refused));
    expect(spans()[1]).toMatchObject({ statusCode: 2, statusMessage: 'slow down' });
  });

  it('ends with a prompt that is traced: what it cannot name a trace for is of that', () => {
    const { send, spans } = setUp();
    send(CODEX, codex(0, 'codex.user_prompt'), completed(50));
    const traced = codex(100, 'codex.user_prompt', {}, 'f'.repeat(32));
    expect(send(CODEX, traced, completed(150))).toEqual([null, null]);
    expect(spans()).toHaveLength(2);
  });

  it('keeps records that come before any prompt out', () => {
    const { send } = setUp();
    expect(send(CODEX, completed(50))).toEqual([null]);
  });
});

it('survives durations and times that cannot be', () => {
  const { send, spans } = setUp();
  for (const duration of [-5, 1e300, Number.NaN, 'long']) {
    send(
      CLAUDE,
      recordOf(5n, {
        'session.id': 's',
        'prompt.id': String(duration),
        'event.name': 'api_request',
        duration_ms: String(duration),
      }),
    );
  }
  expect(spans().every(({ startNs, endNs }) => startNs === 5n && endNs === 5n)).toBe(true);
});
