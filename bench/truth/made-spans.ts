/** Spans that are made of log records, without a store. */
import { createHash } from 'node:crypto';

import { LogTurns, type Prompt, type TurnMemory } from '@domain/conventions/turns/log-turns';
import { decodeTracesProtobuf } from '@domain/otlp/decode-protobuf';
import { decodeSpan } from '@domain/otlp/decode-span';
import { encodeTracesRequest, type SpanInput } from '@domain/otlp/encode';
import type { Span } from '@domain/otlp/model';
import type { SpanId, TraceId } from '@domain/units';

/** `LogTurns` that is never flushed before the end, so it remembers extents by itself. */
export function turnsInMemory(): LogTurns {
  const prompts = new Map<string, Prompt[]>();
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const memory: TurnMemory = {
    traceId: (text) => digest(text).slice(0, 32) as TraceId,
    spanId: (text) => digest(text).slice(0, 16) as SpanId,
    promptUpTo: (conversation, timeNs) =>
      (prompts.get(conversation) ?? []).findLast(({ startNs }) => startNs <= timeNs) ?? null,
    notePrompt: (conversation, prompt) =>
      void prompts.set(conversation, [...(prompts.get(conversation) ?? []), prompt]),
    extentOf: () => null,
  };
  return new LogTurns(memory);
}

export function decodedSpan(span: SpanInput): Span {
  const bytes = encodeTracesRequest([{ scopeSpans: [{ spans: [span] }] }]);
  const [decoded] = decodeTracesProtobuf(bytes).spans;
  if (decoded === undefined) throw new Error(`no span: ${JSON.stringify(span.attributes)}`);
  return decodeSpan(decoded.payload);
}
