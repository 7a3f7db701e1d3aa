/** 'trace.facets': what the spans of a trace mean, as columns in chunks. */
import { MAX_CHUNK_BYTES } from '@contract/columns';
import {
  allocateFacetColumns,
  costStates,
  FacetFlag,
  usageCounts,
  type FacetChunk,
  type FacetColumns,
} from '@contract/facets';
import { facetKinds } from '@domain/facets/facet-kind';
import { hasPassedOn, type FoldSpan, type SpanFold } from '@domain/facets/trace-facets';
import { Dictionary } from './dictionary';
import { foldedTraces, type FoldedTrace } from './folded-trace';
import { linkedTraceFinder } from './linked-traces';
import type { Query, QueryHost } from './query';

interface Row {
  /** As in `FacetColumns.parents`. */
  readonly parent: number;
  readonly span: FoldSpan;
  readonly fold: SpanFold;
  readonly labelId: number;
  readonly modelId: number;
  readonly agentId: number;
}

/** An upper bound of what a row takes in all columns. */
const ROW_BYTES = 96;
/** Linked traces that are larger are shown as plain spans: folding them takes too long. */
const MAX_LINKED_SPANS = 20_000;

export function traceFacets(host: QueryHost): Query<'trace.facets'> {
  const traces = foldedTraces(host);
  const linkedTraces = linkedTraceFinder(host);
  return ({ traceId }, emit: (chunk: FacetChunk) => void) => {
    const stored = traces.trace(traceId);
    const folded = traces.fold(stored);
    const { fold, isComplete } = folded;
    const labels = new Dictionary();
    const models = new Dictionary();
    const agents = new Dictionary();
    const idOf = (texts: Dictionary, text: string | null | undefined): number =>
      text === null || text === undefined || text === '' ? -1 : texts.idOf(text);
    const rows: Row[] = [];
    const addRows = ({ spans, fold }: FoldedTrace, isOther: boolean): void => {
      const parentOf = pendingParents(spans);
      spans.forEach((span, index) => {
        const spanFold = fold.spans[index];
        if (spanFold === undefined || !hasMeaning(span, spanFold)) return;
        const { label, requestModel, responseModel } = span.facets;
        rows.push({
          span,
          fold: isOther ? withoutUsage(spanFold) : spanFold,
          parent: parentOf(span),
          labelId: labels.idOf(label ?? span.name),
          // As asked for, which is how people know them.
          modelId: idOf(models, requestModel ?? responseModel),
          agentId: idOf(agents, spanFold.agentName),
        });
      });
    };
    addRows(folded, false);
    for (const { traceId: linkedId, spanCount } of linkedTraces.ofTrace(stored.key).parts) {
      host.checkpoint();
      if (spanCount <= MAX_LINKED_SPANS) addRows(traces.fold(traces.trace(linkedId)), true);
    }
    emit({
      type: 'header',
      traceId: stored.traceId,
      isComplete,
      understoodCount: folded.spans.length,
      trace: fold.trace,
      labels: labels.texts,
      models: models.texts,
      agents: agents.texts,
      handoffs: fold.handoffs,
      logsNotRead: traces.logsNotRead(stored),
      rowCount: rows.length,
    });
    for (const chunk of rowChunks(rows)) {
      host.checkpoint();
      emit(chunk);
    }
    return { rows: rows.length };
  };
}

/**
 * Spans of a linked trace spend nothing here: what they tell of a request is counted where they
 * are at home, or by the span that links to them (§8.3 rule 3).
 */
function withoutUsage(fold: SpanFold): SpanFold {
  const usageCount = fold.usageCount === 'duplicate' ? 'duplicate' : 'none';
  return { ...fold, usageCount, tokens: null, cost: null };
}

/** Yields rows in chunks of at most `maxBytes`, each with buffers of its own. */
export function* rowChunks(
  rows: readonly Row[],
  maxBytes = MAX_CHUNK_BYTES,
): Generator<FacetChunk> {
  const rowsPerChunk = Math.max(1, Math.floor(maxBytes / ROW_BYTES));
  for (let from = 0; from < rows.length; from += rowsPerChunk) {
    const some = rows.slice(from, from + rowsPerChunk);
    yield { type: 'rows', from, count: some.length, columns: columnsOf(some) };
  }
}

/** Finds the parent of spans that stand for others: their own parent is the one they stand for. */
function pendingParents(spans: readonly FoldSpan[]): (span: FoldSpan) => number {
  const keys = new Map<string, number>();
  for (const { key, spanId, facets } of spans) {
    const real = facets.standsForSpanId ?? spanId;
    // A span that has come is nearer to the truth than what stands for it.
    if (facets.standsForSpanId === undefined || !keys.has(real)) keys.set(real, key);
  }
  return ({ facets }) => {
    if (facets.standsForSpanId === undefined) return 0;
    const parent = facets.realParentSpanId;
    return parent === undefined ? -1 : (keys.get(parent) ?? -1);
  };
}

/** Whether a span tells anything that its own row does not. */
function hasMeaning(span: FoldSpan, fold: SpanFold): boolean {
  const { facets } = span;
  return (
    facets.kind !== 'span' ||
    fold.usageCount !== 'none' ||
    fold.isSuperseded ||
    fold.requestedBy !== null ||
    hasPassedOn(fold) ||
    facets.isPending === true ||
    facets.hasContentNotes === true ||
    facets.notUnderstood !== undefined ||
    facets.agentName !== undefined ||
    facets.requestModel !== undefined ||
    facets.responseModel !== undefined
  );
}

function columnsOf(rows: readonly Row[]): FacetColumns {
  const columns = allocateFacetColumns(rows.length);
  rows.forEach(({ span, fold, parent, labelId, modelId, agentId }, i) => {
    const { facets } = span;
    columns.keys[i] = span.key;
    columns.kinds[i] = Math.max(0, facetKinds.indexOf(facets.kind));
    columns.labelIds[i] = labelId;
    columns.modelIds[i] = modelId;
    columns.agentIds[i] = agentId;
    columns.inputTokens[i] = fold.tokens?.input ?? Number.NaN;
    columns.outputTokens[i] = fold.tokens?.output ?? Number.NaN;
    columns.cacheReadTokens[i] = fold.tokens?.cacheRead ?? Number.NaN;
    columns.reasoningTokens[i] = fold.tokens?.reasoning ?? Number.NaN;
    const isPriced =
      fold.cost !== null && fold.cost.state !== 'none' && fold.cost.state !== 'unknown';
    columns.costUsd[i] = isPriced ? fold.cost.usd : Number.NaN;
    columns.costStates[i] = costStates.indexOf(fold.cost?.state ?? 'none');
    columns.usageCounts[i] = usageCounts.indexOf(fold.usageCount);
    columns.timeToFirstTokenNs[i] = facets.timeToFirstTokenNs ?? Number.NaN;
    columns.knownMessageCounts[i] = fold.knownMessageCount;
    columns.requestedBy[i] = fold.requestedBy ?? 0;
    columns.parents[i] = parent;
    columns.flags[i] = flagsOf(span, fold);
  });
  return columns;
}

function flagsOf({ facets }: FoldSpan, fold: SpanFold): number {
  return (
    (hasPassedOn(fold) ? FacetFlag.passedError : 0) |
    (fold.isSuperseded ? FacetFlag.superseded : 0) |
    (facets.isPending === true ? FacetFlag.pending : 0) |
    (facets.toolIsError === true ? FacetFlag.toolError : 0) |
    (facets.hasContentNotes === true ? FacetFlag.contentNotes : 0) |
    (fold.attempt?.retriedBy != null ? FacetFlag.triedAgain : 0) |
    (facets.notUnderstood === undefined ? 0 : FacetFlag.notUnderstood)
  );
}
