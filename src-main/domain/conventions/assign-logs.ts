/**
 * Which log records tell of which spans: by span id, by the ids of requests and tool calls that
 * both name, and, where a record names no span, by session and time.
 * Source: conventions reference §4, §6, §8.1 rule 9, §8.3 rule 7.
 */
import type { LogRecord, Span } from '../otlp/model';
import { createAttributeView } from './attribute-view';
import type { AttributeView } from './convention';
import { fineLogTime, fromLog } from './event-records';

/** What is to be known of a span of a trace. */
export interface LogSpan {
  /** Hex. */
  readonly spanId: string;
  /** Hex; null for a root. */
  readonly parentSpanId: string | null;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly isModelCall: boolean;
  /** Ids of the request and the tool call it is about. */
  readonly ids: readonly string[];
  readonly sessionIds: readonly string[];
}

/** What is to be known of a log record. */
export interface LogFacts {
  /** Hex; null where the record names none. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly timeNs: bigint;
  /** Ids that name the span it tells of, the most certain first. */
  readonly ids: readonly string[];
  /** An id that only another record ties to a request. */
  readonly alias: string | null;
  readonly sessionId: string | null;
}

/** Ids are of requests or of tool calls: the same text may be both. */
const callKeys = ['tool_use_id', 'call_id', 'gen_ai.tool.call.id', 'gen_ai.tool.call_id'];
const requestKeys = ['request_id', 'gen_ai.response.id'];
const sessionKeys = ['gen_ai.conversation.id', 'session.id', 'conversation.id', 'thread.id'];

const modelOperations = new Set([
  'chat',
  'text_completion',
  'generate_content',
  'llm_call',
  'embeddings',
]);

/** What `assignLogs` needs of a span. */
export function logSpanOf(span: Span): LogSpan {
  const attributes = createAttributeView(span.attributes);
  const operation = attributes.text('gen_ai.operation.name');
  const isModelCall =
    operation === null
      ? attributes.has('gen_ai.usage.input_tokens')
      : modelOperations.has(operation);
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    startNs: span.startNs,
    endNs: span.endNs > span.startNs ? span.endNs : span.startNs,
    isModelCall,
    ids: [...idsOf(attributes, callKeys, 'call'), ...idsOf(attributes, requestKeys, 'request')],
    sessionIds: sessionKeys.flatMap((key) => textsOf(attributes, key)),
  };
}

/** What `assignLogs` needs of a record. */
export function logFactsOf(log: LogRecord): LogFacts {
  const record = fromLog(log);
  const { attributes } = record;
  const calls = idsOf(attributes, callKeys, 'call');
  // A tool's record names the request that asked for the tool too: it is not about that.
  const ids = calls.length > 0 ? calls : idsOf(attributes, requestKeys, 'request');
  const alias = attributes.text('request_body_id');
  return {
    traceId: log.traceId,
    spanId: log.spanId,
    timeNs: fineLogTime(log, record),
    ids,
    alias: alias === null ? null : `body ${alias}`,
    sessionId: sessionKeys.flatMap((key) => textsOf(attributes, key))[0] ?? null,
  };
}

function idsOf(attributes: AttributeView, keys: readonly string[], about: string): string[] {
  return keys.flatMap((key) => textsOf(attributes, key).map((id) => `${about} ${id}`));
}

/** Texts of all attributes of that key, numbers left out: `thread.id` may be both. */
function textsOf(attributes: AttributeView, key: string): string[] {
  if (!attributes.has(key)) return [];
  return attributes
    .all(key)
    .flatMap((value) => (value.type === 'string' && value.value !== '' ? [value.value] : []))
    .filter((text) => !(key === 'thread.id' && /^\d+$/.test(text)));
}

/**
 * Assigns records to the spans of one trace. A record may belong to several spans, or to none.
 * Takes n log n in the number of spans and records.
 * @param logs of the trace, and such without a trace that were recorded while it ran
 * @returns for each span the positions of its records in `logs`, in their order
 */
export function assignLogs(
  spans: readonly LogSpan[],
  logs: readonly LogFacts[],
): readonly (readonly number[])[] {
  const assigned = spans.map((): number[] => []);
  if (logs.length === 0) return assigned;
  const bySpanId = new Map(spans.map((span, index) => [span.spanId, index]));
  const byId = indexIds(spans);
  const aliases = aliasesOf(logs);
  const sessions = new Set(spans.flatMap(({ sessionIds }) => sessionIds));
  const calls = callsInOrder(spans, bySpanId);
  logs.forEach((log, position) => {
    const owners = new Set<number>();
    const named = log.spanId === null ? undefined : bySpanId.get(log.spanId);
    if (named !== undefined) owners.add(named);
    for (const owner of ownersById(log, byId, aliases)) owners.add(owner);
    if (owners.size === 0 && log.spanId === null && isOfTrace(log, sessions)) {
      const call = callAt(calls, log);
      if (call !== null) owners.add(call);
    }
    for (const owner of owners) assigned[owner]?.push(position);
  });
  return assigned;
}

/** More spans than these that are about one id are not told apart by it. */
const MAX_OWNERS = 16;

function indexIds(spans: readonly LogSpan[]): ReadonlyMap<string, readonly number[]> {
  const byId = new Map<string, number[]>();
  spans.forEach(({ ids }, index) => {
    for (const id of new Set(ids)) {
      const owners = byId.get(id);
      if (owners === undefined) byId.set(id, [index]);
      else if (owners.length < MAX_OWNERS) owners.push(index);
    }
  });
  return byId;
}

/** Claude Code's record of a request's body has an id that the record of the answer has too. */
function aliasesOf(logs: readonly LogFacts[]): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, readonly string[]>();
  for (const { alias, ids } of logs) {
    if (alias !== null && ids.length > 0) aliases.set(alias, ids);
  }
  return aliases;
}

function ownersById(
  { ids, alias }: LogFacts,
  byId: ReadonlyMap<string, readonly number[]>,
  aliases: ReadonlyMap<string, readonly string[]>,
): readonly number[] {
  const told = ids.length > 0 || alias === null ? ids : (aliases.get(alias) ?? []);
  for (const id of told) {
    const owners = byId.get(id);
    if (owners !== undefined) return owners;
  }
  return [];
}

/** A record without a trace is of this one where it is of the same session. */
function isOfTrace({ traceId, sessionId }: LogFacts, sessions: ReadonlySet<string>): boolean {
  if (sessionId !== null && sessions.size > 0) return sessions.has(sessionId);
  return traceId !== null;
}

interface Call {
  readonly index: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  /** Of the span above: a call may be told by a span of its last part alone (Codex). */
  readonly parentStartNs: bigint;
}

function callsInOrder(
  spans: readonly LogSpan[],
  bySpanId: ReadonlyMap<string, number>,
): readonly Call[] {
  const calls: Call[] = [];
  spans.forEach(({ isModelCall, startNs, endNs, parentSpanId }, index) => {
    if (!isModelCall) return;
    const parent = spans[bySpanId.get(parentSpanId ?? '') ?? -1];
    calls.push({ index, startNs, endNs, parentStartNs: parent?.startNs ?? startNs });
  });
  return calls.sort((a, b) => (a.startNs < b.startNs ? -1 : a.startNs > b.startNs ? 1 : 0));
}

/** Records are written a little after a call ends. */
const SLACK_NS = 20_000_000n;
const MAX_STEPS_BACK = 64;

/**
 * The model call that ran at the time, the last to begin where several did; else the nearest one
 * that had just ended, or whose parent had begun; or the only one of the trace.
 */
function callAt(calls: readonly Call[], { traceId, timeNs }: LogFacts): number | null {
  const [only] = calls;
  if (only === undefined) return null;
  if (calls.length === 1 && traceId !== null) return only.index;
  const begun = countBegun(calls, timeNs);
  const next = calls[begun];
  let nearest = next !== undefined && next.parentStartNs <= timeNs ? next : null;
  let distance = SLACK_NS;
  if (nearest !== null && nearest.startNs - timeNs < distance) distance = nearest.startNs - timeNs;
  else nearest = null;
  for (let at = begun - 1; at >= Math.max(0, begun - MAX_STEPS_BACK); at--) {
    const call = calls[at];
    if (call === undefined) continue;
    if (call.endNs >= timeNs) return call.index;
    if (timeNs - call.endNs >= distance) continue;
    distance = timeNs - call.endNs;
    nearest = call;
  }
  return nearest?.index ?? null;
}

function countBegun(calls: readonly Call[], timeNs: bigint): number {
  let from = 0;
  let to = calls.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((calls[middle]?.startNs ?? 0n) <= timeNs) from = middle + 1;
    else to = middle;
  }
  return from;
}
