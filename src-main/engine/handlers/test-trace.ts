/**
 * The trace that "Send a test trace" sends: an agent that asks a model, calls the tool the
 * model chose and asks again. As OTLP/JSON with the attributes of the OpenTelemetry GenAI
 * conventions (1.37 and later), so that every view has something to show.
 */

export interface TestTraceIds {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits each, all different. */
  readonly spanIds: readonly [agent: string, firstChat: string, tool: string, lastChat: string];
}

const MS_NS = 1_000_000n;
const SPAN_KIND_INTERNAL = 1;
const SPAN_KIND_CLIENT = 3;
const STATUS_OK = 1;
const MODEL = 'example-model-1';
const QUESTION = 'What is the weather in Lisbon?';
const ANSWER = 'It is 21 °C and sunny in Lisbon.';
const TOOL_CALL_ID = 'call_1';
const toolArguments = { city: 'Lisbon' };
const toolResult = { temperature_c: 21, sky: 'sunny' };

/** An `ExportTraceServiceRequest`; the trace has just ended at `nowNs`. */
export function testTrace(ids: TestTraceIds, nowNs: bigint): object {
  const [agent, firstChat, tool, lastChat] = ids.spanIds;
  const startNs = nowNs - 2_400n * MS_NS;
  const span = (
    spanId: string,
    name: string,
    kind: number,
    [fromMs, toMs]: readonly [number, number],
    attributes: readonly object[],
  ): object => ({
    traceId: ids.traceId,
    spanId,
    ...(spanId === agent ? {} : { parentSpanId: agent }),
    name,
    kind,
    startTimeUnixNano: String(startNs + BigInt(fromMs) * MS_NS),
    endTimeUnixNano: String(startNs + BigInt(toMs) * MS_NS),
    attributes,
    status: { code: STATUS_OK },
  });

  const question = { role: 'user', parts: [{ type: 'text', content: QUESTION }] };
  const toolCall = {
    role: 'assistant',
    parts: [{ type: 'tool_call', id: TOOL_CALL_ID, name: 'get_weather', arguments: toolArguments }],
    finish_reason: 'tool_call',
  };
  const toolAnswer = {
    role: 'tool',
    parts: [{ type: 'tool_call_response', id: TOOL_CALL_ID, response: toolResult }],
  };
  const answer = {
    role: 'assistant',
    parts: [{ type: 'text', content: ANSWER }],
    finish_reason: 'stop',
  };

  const spans = [
    span(
      agent,
      'invoke_agent weather-agent',
      SPAN_KIND_INTERNAL,
      [0, 2400],
      [
        text('gen_ai.operation.name', 'invoke_agent'),
        text('gen_ai.agent.name', 'weather-agent'),
        json('gen_ai.input.messages', [question]),
        json('gen_ai.output.messages', [answer]),
      ],
    ),
    span(
      firstChat,
      `chat ${MODEL}`,
      SPAN_KIND_CLIENT,
      [40, 1180],
      [
        ...chatAttributes(214, 26),
        json('gen_ai.input.messages', [question]),
        json('gen_ai.output.messages', [toolCall]),
      ],
    ),
    span(
      tool,
      'execute_tool get_weather',
      SPAN_KIND_INTERNAL,
      [1200, 1520],
      [
        text('gen_ai.operation.name', 'execute_tool'),
        text('gen_ai.tool.name', 'get_weather'),
        text('gen_ai.tool.call.id', TOOL_CALL_ID),
        json('gen_ai.tool.call.arguments', toolArguments),
        json('gen_ai.tool.call.result', toolResult),
      ],
    ),
    span(
      lastChat,
      `chat ${MODEL}`,
      SPAN_KIND_CLIENT,
      [1540, 2380],
      [
        ...chatAttributes(268, 14),
        json('gen_ai.input.messages', [question, toolCall, toolAnswer]),
        json('gen_ai.output.messages', [answer]),
      ],
    ),
  ];
  return {
    resourceSpans: [
      {
        resource: { attributes: [text('service.name', 'otelier-test')] },
        scopeSpans: [{ scope: { name: 'otelier' }, spans }],
      },
    ],
  };
}

function chatAttributes(inputTokens: number, outputTokens: number): object[] {
  return [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.provider.name', 'example'),
    text('gen_ai.request.model', MODEL),
    integer('gen_ai.usage.input_tokens', inputTokens),
    integer('gen_ai.usage.output_tokens', outputTokens),
  ];
}

function text(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}

function integer(key: string, value: number): object {
  return { key, value: { intValue: String(value) } };
}

function json(key: string, value: unknown): object {
  return text(key, JSON.stringify(value));
}
