/**
 * Made-up export requests of a fixed shape: batches of 512 agent-like spans with twelve
 * attributes, about 850 B (small) or 3.2 KB (large) a span as protobuf, 32 spans a trace;
 * `agent` has the content of model calls and tools, about 5 KB a span.
 * A body is built once; fresh ids are written into it before each send, so that a client
 * costs next to nothing beside the engine under test.
 */
import { randomFillSync } from 'node:crypto';
import type { KeyValue } from '@domain/otlp/model';
import type { SpanId, TraceId } from '@domain/units';
import { encodeTracesRequest, type SpanInput } from '@domain/otlp/encode';
import { decodeRequest } from '@domain/otlp/decode-request';
import { agentAttributes } from './agent-attributes';
import { tracesToJson } from '@domain/otlp/to-otlp-json';

const BATCH_SPANS = 512;
const TRACE_SPANS = 32;

export type SpanSize = 'small' | 'large' | 'agent';

/** Bytes of filler text that bring a span to its size. */
const fillerBytes: Readonly<Record<SpanSize, number>> = { small: 300, large: 2650, agent: 0 };

export interface RequestBody {
  readonly encoding: 'protobuf' | 'json';
  /** A copy with fresh ids: every span in it is new to the store. */
  fresh(): Uint8Array<ArrayBuffer>;
  readonly spanCount: number;
  readonly byteLength: number;
}

/** The spans of one batch, times ascending from `startNs`. */
export function makeSpans(
  size: SpanSize,
  startNs: bigint,
  count = BATCH_SPANS,
  traceSpans = TRACE_SPANS,
): SpanInput[] {
  const filler = 'The planner reads the question, picks a tool and waits for its answer. '
    .repeat(60)
    .slice(0, fillerBytes[size]);
  return Array.from({ length: count }, (_, i) => {
    const inTrace = i % traceSpans;
    const traceNumber = Math.floor(i / traceSpans) + 1;
    const traceStartNs = startNs + BigInt(traceNumber) * 1_000_000n;
    const spanStartNs = traceStartNs + BigInt(inTrace) * 20_000_000n;
    const durationNs = inTrace === 0 ? BigInt(traceSpans) * 20_000_000n : 15_000_000n;
    const parent = inTrace === 0 ? null : i - inTrace + Math.floor((inTrace - 1) / 4) + 1;
    return {
      traceId: hex(traceNumber, 32) as TraceId,
      spanId: hex(i + 1, 16) as SpanId,
      parentSpanId: parent === null ? null : (hex(parent, 16) as SpanId),
      flags: 0x101,
      name:
        inTrace === 0
          ? 'invoke_agent planner'
          : inTrace % 3 === 0
            ? 'execute_tool search'
            : 'chat gpt-4.1',
      kind: inTrace % 3 === 1 ? 3 : 1,
      startNs: spanStartNs,
      endNs: spanStartNs + durationNs,
      attributes: size === 'agent' ? agentAttributes(inTrace) : attributes(inTrace, filler),
      statusCode: inTrace % 16 === 15 ? 2 : 0,
    };
  });
}

function attributes(inTrace: number, filler: string): KeyValue[] {
  const operation = inTrace === 0 ? 'invoke_agent' : inTrace % 3 === 0 ? 'execute_tool' : 'chat';
  const text = (key: string, value: string): KeyValue => ({
    key,
    value: { type: 'string', value },
  });
  const int = (key: string, value: number): KeyValue => ({
    key,
    value: { type: 'int', value: BigInt(value) },
  });
  return [
    text('gen_ai.operation.name', operation),
    text('gen_ai.provider.name', 'openai'),
    text('gen_ai.request.model', 'gpt-4.1'),
    text('gen_ai.response.model', 'gpt-4.1-2025-04-14'),
    text('gen_ai.response.id', `chatcmpl-${hex(inTrace + 1000, 12)}`),
    int('gen_ai.usage.input_tokens', 812 + inTrace),
    int('gen_ai.usage.output_tokens', 64 + inTrace),
    { key: 'gen_ai.request.temperature', value: { type: 'double', value: 0.2 } },
    text('gen_ai.conversation.id', 'c0ffee-42'),
    { key: 'gen_ai.request.stream', value: { type: 'bool', value: true } },
    text('server.address', 'api.example.com'),
    text('gen_ai.output.messages', filler),
  ];
}

/** One request of `count` spans in traces of `traceSpans`. */
export function makeBody(
  encoding: 'protobuf' | 'json',
  size: SpanSize,
  count = BATCH_SPANS,
  traceSpans = TRACE_SPANS,
): RequestBody {
  const protobuf = encode(makeSpans(size, nowNs(), count, traceSpans));
  return patchable(
    encoding === 'protobuf' ? Buffer.from(protobuf) : Buffer.from(jsonOf(protobuf)),
    encoding,
    count,
  );
}

/** One trace of `count` small spans, in requests well below the receiver's limit. */
export function makeTrace(count: number): { traceId: string; bodies: Uint8Array<ArrayBuffer>[] } {
  const spans = makeSpans('small', nowNs(), count, count);
  const bodies: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from < count; from += 10_000) {
    bodies.push(new Uint8Array(encode(spans.slice(from, from + 10_000))));
  }
  return { traceId: spans[0]?.traceId ?? '', bodies };
}

function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

function encode(spans: readonly SpanInput[]): Uint8Array {
  return encodeTracesRequest([
    {
      resource: {
        attributes: [
          { key: 'service.name', value: { type: 'string', value: 'bench' } },
          { key: 'telemetry.sdk.language', value: { type: 'string', value: 'nodejs' } },
        ],
      },
      scopeSpans: [{ scope: { name: 'bench', version: '1.0.0' }, spans }],
    },
  ]);
}

/** The same request as compact OTLP JSON, as exporters write it. */
function jsonOf(protobuf: Uint8Array): string {
  const decoded = decodeRequest('traces', 'protobuf', protobuf);
  if (decoded.signal !== 'traces') throw new Error('not a trace request');
  return JSON.stringify(JSON.parse(tracesToJson(decoded)));
}

/** Finds the places of the ids once; `fresh` rewrites them with a new random prefix. */
function patchable(template: Buffer, encoding: 'protobuf' | 'json', count: number): RequestBody {
  const places: { at: number; length: number }[] = [];
  if (encoding === 'json') {
    for (const match of template
      .toString('latin1')
      .matchAll(/"(?:traceId|spanId|parentSpanId)": ?"([0-9a-f]+)"/g)) {
      const id = match[1] ?? '';
      places.push({ at: match.index + match[0].length - 1 - id.length, length: id.length });
    }
  } else {
    const decoded = decodeRequest('traces', 'protobuf', new Uint8Array(template));
    if (decoded.signal !== 'traces') throw new Error('not a trace request');
    const base = decoded.spans[0]?.traceId.buffer;
    for (const span of decoded.spans) {
      for (const id of [span.traceId, span.spanId, span.parentSpanId]) {
        if (id === null) continue;
        if (id.buffer !== base) throw new Error('ids are not views into the body');
        places.push({ at: id.byteOffset, length: id.byteLength });
      }
    }
  }
  // The low half of each id keeps who belongs to whom; the high bytes make it new.
  const random = Buffer.alloc(4);
  return {
    encoding,
    spanCount: count,
    byteLength: template.length,
    fresh() {
      const body = new Uint8Array(template);
      randomFillSync(random);
      const prefix = encoding === 'json' ? Buffer.from(random.toString('hex')) : random;
      for (const { at } of places) body.set(prefix, at);
      return body;
    },
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
