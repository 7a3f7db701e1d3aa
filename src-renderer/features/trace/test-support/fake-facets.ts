/** What the engine says of the spans of a `FakeTrace`. */
import {
  costStates,
  usageCounts,
  type CostBreakdown,
  type FacetColumns,
  type FacetHeaderChunk,
  type SpanView,
} from '@contract/facets';
import { facetKinds, type FacetKind } from '@domain/facets/facet-kind';
import { plainFacets } from '@domain/facets/plain-facets';
import type { ModelCall, Payload, SpanFacets, ToolUse } from '@domain/facets/span-facets';
import type { CostState, SpanFold } from '@domain/facets/trace-facets';
import type { JsonValue, Message, MessagePart, MessageRole } from '@domain/messages';

import type { FakeEngine } from '../../../lib/test-support/fake-engine';
import { traceFacets } from '../../../lib/test-support/trace-facets';
import { TRACE_ID, type FakeTrace } from './fake-trace';

export interface TestFacets {
  readonly kind: FacetKind;
  readonly label?: string;
  readonly model?: string;
  readonly tokens?: readonly [input: number, output: number];
  readonly usd?: number;
  readonly costState?: CostState;
  readonly usage?: SpanFold['usageCount'];
  readonly facets?: Partial<SpanFacets>;
  readonly fold?: Partial<SpanFold>;
  /** What the span itself cost, by part. */
  readonly cost?: Partial<CostBreakdown>;
  readonly omittedMessages?: number;
}

export function message(role: MessageRole, ...parts: readonly (string | MessagePart)[]): Message {
  return {
    role,
    roleRaw: role,
    name: null,
    parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
    choiceIndex: null,
    finishReason: null,
  };
}

export function toolCall(id: string, name: string, args: JsonValue): MessagePart {
  return { type: 'toolCall', id, name, args, isServerSide: false };
}

export function modelCall(input: readonly Message[], output: readonly Message[]): ModelCall {
  return {
    requestModel: null,
    responseModel: null,
    provider: null,
    responseId: null,
    parameters: [],
    system: [],
    input,
    output,
    toolDefinitions: [],
    finishReasons: [],
    isStream: null,
    timeToFirstTokenNs: null,
    serviceTier: null,
    isCompacted: false,
    chunks: [],
  };
}

export function payload(value: JsonValue): Payload {
  return {
    value,
    mime: null,
    isTruncated: false,
    isRedacted: false,
    from: { key: 'test', convention: 'otel-genai', place: 'attribute' },
  };
}

export function toolUse(name: string, args: JsonValue, result: JsonValue): ToolUse {
  return {
    name,
    callId: null,
    type: null,
    description: null,
    args: payload(args),
    result: payload(result),
    isError: false,
    mcp: null,
  };
}

/** Answers what a trace's spans mean, by their place in the table. */
export function answerFacets(
  engine: FakeEngine,
  trace: FakeTrace,
  bySpan: ReadonlyMap<number, TestFacets>,
  header: Partial<FacetHeaderChunk> = {},
): void {
  const viewOf = (key: number): SpanView[] => {
    const span = trace.table.keys.indexOf(key);
    const known = bySpan.get(span);
    return span < 0 ? [] : [spanView(key, known ?? { kind: 'span' })];
  };
  engine
    .answer('trace.facets', (_, id) => {
      const labels = [...bySpan.values()].map(({ label }) => label ?? '');
      const models = [...new Set([...bySpan.values()].flatMap(({ model }) => model ?? []))];
      engine.chunk(id, {
        type: 'header',
        traceId: TRACE_ID,
        isComplete: true,
        understoodCount: trace.table.count,
        trace: traceFacets,
        labels,
        models,
        agents: [],
        handoffs: [],
        logsNotRead: 0,
        rowCount: bySpan.size,
        ...header,
      });
      engine.chunk(id, {
        type: 'rows',
        from: 0,
        count: bySpan.size,
        columns: columnsOf(trace, bySpan, models),
      });
      return { rows: bySpan.size };
    })
    .answer('trace.steps', ({ spanKeys }) => spanKeys.flatMap(viewOf))
    .answer('trace.spanView', ({ spanKey }) => viewOf(spanKey)[0]!);
}

function columnsOf(
  trace: FakeTrace,
  bySpan: ReadonlyMap<number, TestFacets>,
  models: readonly string[],
): FacetColumns {
  const rows = [...bySpan];
  const floats = (valueOf: (facets: TestFacets, span: number) => number): Float64Array =>
    Float64Array.from(rows, ([span, facets]) => valueOf(facets, span));
  return {
    keys: floats((_, span) => trace.table.keys[span]!),
    kinds: Uint8Array.from(rows, ([, { kind }]) => facetKinds.indexOf(kind)),
    labelIds: Int32Array.from(rows, (_, at) => at),
    modelIds: Int32Array.from(rows, ([, { model }]) =>
      model === undefined ? -1 : models.indexOf(model),
    ),
    agentIds: new Int32Array(rows.length).fill(-1),
    inputTokens: floats(({ tokens }) => tokens?.[0] ?? Number.NaN),
    outputTokens: floats(({ tokens }) => tokens?.[1] ?? Number.NaN),
    cacheReadTokens: floats(() => Number.NaN),
    reasoningTokens: floats(() => Number.NaN),
    costUsd: floats(({ usd }) => usd ?? Number.NaN),
    costStates: Uint8Array.from(rows, ([, { costState, usd }]) =>
      costStates.indexOf(costState ?? (usd === undefined ? 'none' : 'computed')),
    ),
    usageCounts: Uint8Array.from(rows, ([, { usage, tokens }]) =>
      usageCounts.indexOf(usage ?? (tokens === undefined ? 'none' : 'counted')),
    ),
    timeToFirstTokenNs: floats(() => Number.NaN),
    knownMessageCounts: new Int32Array(rows.length),
    requestedBy: new Float64Array(rows.length),
    parents: new Float64Array(rows.length),
    flags: new Uint8Array(rows.length),
  };
}

function spanView(key: number, test: TestFacets): SpanView {
  const { kind, label = '', facets = {}, fold = {}, cost, omittedMessages = 0 } = test;
  return {
    key,
    facets: { ...plainFacets, kind, label, ...facets },
    fold: {
      key,
      usageCount: 'none',
      tokens: null,
      cost: null,
      duplicateOf: null,
      knownMessageCount: 0,
      continues: null,
      toolSpans: [],
      requestedBy: null,
      failure: null,
      judged: [],
      judgedBy: [],
      toldBy: null,
      attempt: null,
      isSuperseded: false,
      agentName: null,
      sessionId: null,
      ...fold,
    },
    cost: {
      state: 'none',
      totalUsd: null,
      inputUsd: null,
      cacheReadUsd: null,
      cacheWriteUsd: null,
      outputUsd: null,
      reasoningUsd: null,
      price: null,
      ...cost,
    },
    callOf: null,
    omittedMessages,
    judgements: (facets?.evaluations ?? []).map((evaluation) => ({
      evaluation,
      toldBy: { key, label },
      judged: { key, label },
    })),
    earlierToolSpans: [],
    isCut: false,
  };
}
