/** Spans with all that is known of their meaning, content decoded when it is asked for. */
import { ContractError } from '@contract/errors';
import type { Judgement, SpanName, SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import { normaliseSpan } from '@domain/conventions/normalise-span';
import { foldTrace } from '@domain/facets/fold-trace';
import { formatCount } from '@domain/format';
import { notUnderstoodFacets } from '@domain/facets/not-understood';
import { callReader } from '@domain/facets/read-call';
import { toFacetRow } from '@domain/facets/to-facet-row';
import type { SpanFacets } from '@domain/facets/span-facets';
import type { FoldSpan, SpanFold } from '@domain/facets/trace-facets';
import { MAX_SPAN_LOGS, spanContentReader, type SpanContent } from '../facets/span-content';
import { costBreakdown } from './cost-breakdown';
import { foldedTraces, type FoldedTrace, type StoredTrace } from './folded-trace';
import type { QueryHost } from './query';

/** Reads the views of one trace, all of one moment. */
export interface SpanViews {
  /** Content in full. @throws ContractError `not_found` where the trace has no such span */
  of(spanKey: StoreKey): SpanView;
}

export function spanViewReader(host: QueryHost): (trace: StoredTrace) => SpanViews {
  const { db } = host;
  const traces = foldedTraces(host);
  const contents = spanContentReader(db);
  const isOfTrace = db
    .prepare<[number, number], number>('SELECT 1 FROM span WHERE id = ? AND trace = ?')
    .pluck();

  return (trace) => {
    contents.forget();
    const folded = traces.fold(trace);
    const logs = traces.logs(trace);
    const read = (key: StoreKey): SpanContent | null =>
      contents.read(key, logs.get(key) ?? [])?.decode() ?? null;
    const readCall = callReader({
      read(key) {
        // It would keep this thread busy as well.
        const given = givenUp(folded, key);
        if (given !== null) return given;
        const content = read(key);
        if (content === null) return null;
        return withLogsNote(normaliseSpan(content), logs.get(key)?.length ?? 0);
      },
      twinsOf: (key) => folded.twins.get(key) ?? [],
      foldOf: (key) => folded.find(key)?.fold,
    });
    return {
      of(spanKey) {
        const isHere = isOfTrace.get(spanKey, trace.key) === 1;
        const facets = isHere ? readCall(spanKey) : null;
        const { entries } = host.prices;
        const fold = folded.find(spanKey)?.fold ?? foldAlone(spanKey, read(spanKey), entries);
        if (facets === null || fold === null) {
          throw new ContractError('not_found', 'This span is no longer in the trace.');
        }
        return {
          key: spanKey,
          facets,
          fold,
          cost: costBreakdown(facets, fold, entries),
          callOf: callPosition(folded, spanKey),
          judgements: judgementsOf(folded, { facets, fold }, readCall),
          earlierToolSpans: earlierToolSpans(folded, facets),
          omittedMessages: 0,
          isCut: false,
        };
      },
    };
  };
}

/** Spans that tell of one span are few, but for a hostile sender. */
const MAX_JUDGES = 50;

/** Its own evaluations, then those of other spans that judge it, each once. */
function judgementsOf(
  folded: FoldedTrace,
  { facets, fold }: Pick<SpanView, 'facets' | 'fold'>,
  read: (key: StoreKey) => SpanFacets | null,
): Judgement[] {
  const nameOf = (key: StoreKey): SpanName => {
    const span = folded.find(key)?.span;
    return { key, label: span?.facets.label ?? span?.name ?? '' };
  };
  const toldBy = (told: SpanFacets, { key, judged }: SpanFold): Judgement[] =>
    told.evaluations.map((evaluation, at) => {
      const target = judged[at] ?? null;
      return {
        evaluation,
        toldBy: nameOf(key),
        judged: target === null ? null : nameOf(target),
      };
    });
  const others = fold.judgedBy.slice(0, MAX_JUDGES).flatMap((key) => {
    const told = read(key);
    const toldFold = folded.find(key)?.fold;
    if (told === null || toldFold === undefined) return [];
    return toldBy(told, toldFold).filter(({ judged }) => judged?.key === fold.key);
  });
  const seen = new Set<string>();
  return [...toldBy(facets, fold), ...others].filter(({ evaluation, judged }) => {
    // A record that names both its span and a response is told of at both.
    const { name, score, label, explanation } = evaluation;
    const text = JSON.stringify([name, score, label, explanation, judged?.key]);
    return !seen.has(text) && seen.add(text);
  });
}

/** What is shown of a span that was given up on; null for others. */
export function givenUp(folded: FoldedTrace, key: StoreKey): SpanFacets | null {
  const span = folded.find(key)?.span;
  if (span?.facets.notUnderstood === undefined) return null;
  return notUnderstoodFacets(span.name, span.facets.notUnderstood);
}

function withLogsNote(facets: SpanFacets, logCount: number): SpanFacets {
  if (logCount <= MAX_SPAN_LOGS) return facets;
  const message =
    `Of its ${formatCount(logCount)} log records the first ${formatCount(MAX_SPAN_LOGS)} ` +
    'were read for what it means. All are kept.';
  return { ...facets, notes: [...facets.notes, { code: 'logsNotRead', field: '', message }] };
}

/** Spans that ran calls, by call id, found once for a folded trace. */
const toolSpansByTrace = new WeakMap<FoldedTrace, ReadonlyMap<string, StoreKey>>();

/** The spans that ran the calls which the input messages of a call tell of. */
function earlierToolSpans(
  folded: FoldedTrace,
  { model }: SpanFacets,
): SpanView['earlierToolSpans'] {
  if (model === null) return [];
  let byId = toolSpansByTrace.get(folded);
  if (byId === undefined) {
    byId = new Map(folded.fold.spans.flatMap(({ toolSpans }) => toolSpans));
    toolSpansByTrace.set(folded, byId);
  }
  const found: (readonly [string, StoreKey])[] = [];
  for (const { parts } of model.input) {
    for (const part of parts) {
      if (part.type !== 'toolCall' || part.id === null) continue;
      const key = byId.get(part.id);
      if (key !== undefined) found.push([part.id, key]);
    }
  }
  return found;
}

/** What can be told of a span that has not been folded with its trace yet. */
function foldAlone(
  key: StoreKey,
  content: SpanContent | null,
  prices: QueryHost['prices']['entries'],
): SpanFold | null {
  if (content === null) return null;
  const { span } = content;
  const alone: FoldSpan = {
    key,
    spanId: span.spanId,
    parentSpanId: null,
    name: span.name,
    serviceName: '',
    startNs: 0,
    endNs: Number(span.endNs - span.startNs),
    status: span.statusCode,
    facets: toFacetRow(normaliseSpan(content)),
  };
  const [fold] = foldTrace([alone], prices).spans;
  if (fold === undefined) throw new Error('Folding one span gave none.');
  return fold;
}

/** Model calls of each agent in order of start, found once for a folded trace. */
const callsByTrace = new WeakMap<FoldedTrace, ReadonlyMap<StoreKey, SpanView['callOf']>>();

function callPosition(folded: FoldedTrace, spanKey: StoreKey): SpanView['callOf'] {
  let positions = callsByTrace.get(folded);
  if (positions === undefined) {
    positions = callPositions(folded);
    callsByTrace.set(folded, positions);
  }
  return positions.get(spanKey) ?? null;
}

function callPositions({ spans, fold }: FoldedTrace): Map<StoreKey, SpanView['callOf']> {
  const calls = new Map<string | null, FoldSpan[]>();
  spans.forEach((span, index) => {
    const spanFold = fold.spans[index];
    if (span.facets.kind !== 'llm' || spanFold === undefined) return;
    if (spanFold.isSuperseded || spanFold.duplicateOf !== null) return;
    if (spanFold.attempt?.retriedBy != null) return;
    const list = calls.get(spanFold.agentName);
    if (list === undefined) calls.set(spanFold.agentName, [span]);
    else list.push(span);
  });
  const positions = new Map<StoreKey, SpanView['callOf']>();
  for (const list of calls.values()) {
    list.sort((a, b) => timeOf(a) - timeOf(b) || a.key - b.key);
    list.forEach(({ key }, at) => positions.set(key, { number: at + 1, total: list.length }));
  }
  return positions;
}

/** Spans without a start come last. */
function timeOf({ startNs }: FoldSpan): number {
  return Number.isNaN(startNs) ? Number.MAX_VALUE : startNs;
}
