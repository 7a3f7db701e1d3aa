/**
 * A made-up run of one agent that calls its model and a tool in turn. As agents do, every call
 * sends all messages before it again.
 */
import { randomBytes } from 'node:crypto';
import { encodeTracesRequest, type SpanInput } from '@domain/otlp/encode';
import type { KeyValue } from '@domain/otlp/model';
import type { SpanId, TraceId } from '@domain/units';

const STEP_NS = 1_000_000_000n;
const REQUEST_CALLS = 25;

interface Part {
  readonly [key: string]: unknown;
}
interface ChatMessage {
  readonly role: string;
  readonly parts: readonly Part[];
}

/** What the model says before the nth call of a tool; its text tells a page that it is shown. */
export function thoughtOf(call: number): string {
  return `Step ${call}: the last answer names a file that has not been read yet.`;
}

/**
 * The run in `calls` model calls and as many tool calls: two messages each, beside the system
 * prompt and the question. Returns export requests in protobuf.
 */
export function makeConversation(calls: number): {
  readonly traceId: string;
  readonly bodies: Uint8Array<ArrayBuffer>[];
} {
  const traceId = randomBytes(16).toString('hex') as TraceId;
  const startNs = BigInt(Date.now()) * 1_000_000n;
  const root = spanId(1);
  const history: ChatMessage[] = [
    message('system', { type: 'text', content: filler('You are a careful engineer.', 900) }),
    message('user', { type: 'text', content: filler('Find out why the tests fail.', 300) }),
  ];
  const spans: SpanInput[] = [
    span(root, null, 'invoke_agent engineer', startNs, BigInt(calls) * STEP_NS, [
      text('gen_ai.operation.name', 'invoke_agent'),
      text('gen_ai.agent.name', 'engineer'),
    ]),
  ];
  for (let call = 1; call <= calls; call += 1) {
    const atNs = startNs + BigInt(call - 1) * STEP_NS;
    const id = `call_${call}`;
    const args = { path: `src/part-${call}.ts` };
    const answer = message(
      'assistant',
      { type: 'text', content: thoughtOf(call) },
      { type: 'tool_call', id, name: 'read_file', arguments: args },
    );
    spans.push(
      span(spanId(call * 2), root, 'chat gpt-4.1', atNs, STEP_NS / 2n, [
        text('gen_ai.operation.name', 'chat'),
        text('gen_ai.provider.name', 'openai'),
        text('gen_ai.request.model', 'gpt-4.1'),
        int('gen_ai.usage.input_tokens', 300 + call * 120),
        int('gen_ai.usage.output_tokens', 40),
        text('gen_ai.input.messages', JSON.stringify(history)),
        text('gen_ai.output.messages', JSON.stringify([answer])),
      ]),
    );
    const result = filler(`export const part${call} = 1;`, 320);
    spans.push(
      span(
        spanId(call * 2 + 1),
        root,
        'execute_tool read_file',
        atNs + STEP_NS / 2n,
        STEP_NS / 4n,
        [
          text('gen_ai.operation.name', 'execute_tool'),
          text('gen_ai.tool.name', 'read_file'),
          text('gen_ai.tool.call.id', id),
          text('gen_ai.tool.call.arguments', JSON.stringify(args)),
          text('gen_ai.tool.call.result', result),
        ],
      ),
    );
    history.push(answer, message('tool', { type: 'tool_call_response', id, response: result }));
  }

  function span(
    ownId: SpanId,
    parentSpanId: SpanId | null,
    name: string,
    fromNs: bigint,
    durationNs: bigint,
    attributes: KeyValue[],
  ): SpanInput {
    return {
      traceId,
      spanId: ownId,
      parentSpanId,
      name,
      kind: 1,
      startNs: fromNs,
      endNs: fromNs + durationNs,
      attributes,
      statusCode: 0,
    };
  }

  const bodies: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from < spans.length; from += REQUEST_CALLS * 2) {
    const request = encodeTracesRequest([
      {
        resource: { attributes: [text('service.name', 'bench')] },
        scopeSpans: [
          {
            scope: { name: 'bench', version: '1.0.0' },
            spans: spans.slice(from, from + REQUEST_CALLS * 2),
          },
        ],
      },
    ]);
    bodies.push(new Uint8Array(request));
  }
  return { traceId, bodies };
}

function message(role: string, ...parts: Part[]): ChatMessage {
  return { role, parts };
}

function text(key: string, value: string): KeyValue {
  return { key, value: { type: 'string', value } };
}

function int(key: string, value: number): KeyValue {
  return { key, value: { type: 'int', value: BigInt(value) } };
}

function spanId(number: number): SpanId {
  return number.toString(16).padStart(16, '0') as SpanId;
}

function filler(beginning: string, length: number): string {
  return `${beginning} ${'It reads one file after the other and notes what each of them says. '.repeat(40)}`.slice(
    0,
    length,
  );
}
