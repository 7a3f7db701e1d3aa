import { randomBytes } from 'node:crypto';
import type { DiffSpan } from '@domain/diff/diff-tree';
import type { KeyValue } from '@domain/otlp/model';
import { encodeTracesRequest, type SpanInput } from '@domain/otlp/encode';
import type { SpanId, TraceId } from '@domain/units';
import type { Sender } from '../senders';
import { largeRun } from './large';

const SPANS_PER_REQUEST = 10_000;

/** Sends a long run as an agent's spans, with a little of what was said. */
export async function sendLargeRun(
  sender: Sender,
  count: number,
  share: number,
): Promise<{ readonly traceId: string; readonly modelCalls: number }> {
  const run = largeRun(count, share);
  const traceId = randomBytes(16).toString('hex') as TraceId;
  const ids = run.map(() => randomBytes(8).toString('hex') as SpanId);
  const baseNs = BigInt(Date.now()) * 1_000_000n;
  const ends = endsOf(run);
  const spans = run.map((span, at): SpanInput => ({
    traceId,
    spanId: ids[at] as SpanId,
    parentSpanId: ids[span.parent] ?? null,
    name: nameOf(span),
    kind: 1,
    startNs: baseNs + BigInt(span.startNs * 1000),
    endNs: baseNs + BigInt((ends[at] ?? 0) * 1000),
    attributes: attributesOf(span),
  }));
  for (let from = 0; from < spans.length; from += SPANS_PER_REQUEST) {
    await sender.send(new Uint8Array(encode(spans.slice(from, from + SPANS_PER_REQUEST))));
  }
  return { traceId, modelCalls: run.filter(({ kind }) => kind === 'llm').length };
}

/** A span lasts as long as what is in it. */
function endsOf(run: readonly DiffSpan[]): Float64Array {
  const ends = Float64Array.from(run, ({ endNs }) => endNs);
  for (let at = run.length - 1; at >= 0; at--) {
    const parent = run[at]?.parent ?? -1;
    if (parent !== -1) ends[parent] = Math.max(ends[parent] ?? 0, ends[at] ?? 0);
  }
  return ends;
}

function nameOf({ kind, label }: DiffSpan): string {
  if (kind === 'llm') return 'chat gpt-4.1';
  if (kind === 'tool') return `execute_tool ${label}`;
  return kind === 'agent' ? `invoke_agent ${label}` : label;
}

function attributesOf({ kind, label, input, output }: DiffSpan): KeyValue[] {
  switch (kind) {
    case 'agent':
      return [text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', label)];
    case 'llm':
      return [
        text('gen_ai.operation.name', 'chat'),
        text('gen_ai.request.model', 'gpt-4.1'),
        int('gen_ai.usage.input_tokens', 800 + ((input ?? 0) % 100)),
        int('gen_ai.usage.output_tokens', 60 + ((output ?? 0) % 100)),
        text('gen_ai.input.messages', said('user', `Look at item ${words(input)}.`)),
        text('gen_ai.output.messages', said('assistant', `It is ${words(output)}.`)),
      ];
    case 'tool':
      return [
        text('gen_ai.operation.name', 'execute_tool'),
        text('gen_ai.tool.name', label),
        text('gen_ai.tool.call.arguments', JSON.stringify({ query: words(input) })),
        text('gen_ai.tool.call.result', JSON.stringify({ answer: words(output) })),
      ];
    default:
      return [];
  }
}

/** Letters, since numbers do not count when two runs are compared. */
function words(value: number | null): string {
  return String(value ?? 0).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
}

function said(role: string, content: string): string {
  return JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
}

function text(key: string, value: string): KeyValue {
  return { key, value: { type: 'string', value } };
}

function int(key: string, value: number): KeyValue {
  return { key, value: { type: 'int', value: BigInt(value) } };
}

function encode(spans: readonly SpanInput[]): Uint8Array {
  return encodeTracesRequest([
    {
      resource: { attributes: [text('service.name', 'bench')] },
      scopeSpans: [{ scope: { name: 'bench', version: '1.0.0' }, spans }],
    },
  ]);
}
