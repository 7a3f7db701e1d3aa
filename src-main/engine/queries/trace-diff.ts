/** 'diff.open': two traces aligned, as one tree of rows in columns. */
import { MAX_CHUNK_BYTES } from '@contract/columns';
import type { DiffChunk } from '@contract/diff';
import type { TraceRow } from '@contract/traces';
import { alignTrees } from '@domain/diff/align';
import type { Alignment, UserPairs } from '@domain/diff/alignment';
import { compareFigures, defaultTolerances, type RunFigures } from '@domain/diff/compare-figures';
import { DiffFlag, type DiffColumns } from '@domain/diff/diff-columns';
import { describeHeadline, type HeadlineSpan } from '@domain/diff/describe-headline';
import { diffTraceOf, type DiffTrace } from '@domain/diff/diff-spans-of';
import { buildDiffTree, type DiffTree } from '@domain/diff/diff-tree';
import { explain, verdicts, type Explanation } from '@domain/diff/explain';
import { mergeRows, type MergedRows } from '@domain/diff/merge-rows';
import { facetKinds, type FacetKind } from '@domain/facets/facet-kind';
import { failureCount, shownSpanCount } from '@domain/facets/shown-counts';
import { Dictionary } from './dictionary';
import { foldedTraces, type FoldedTrace, type StoredTrace } from './folded-trace';
import type { Query, QueryHost } from './query';
import { selectTraceRows } from './trace-row';

/** An upper bound of what a row takes in all columns. */
const ROW_BYTES = 156;
const SPAN_ID_BYTES = 8;

export function traceDiff(host: QueryHost): Query<'diff.open'> {
  const traces = foldedTraces(host);
  const rowOf = selectTraceRows<[number]>(host.db, 'WHERE id = ?');
  const sideOf = (traceId: string): Side => {
    const stored = traces.trace(traceId);
    const folded = traces.fold(stored);
    host.checkpoint();
    const trace = diffTraceOf(folded.spans, folded.fold.spans);
    return { stored, folded, trace, tree: buildDiffTree(trace.spans) };
  };

  return (params, emit: (chunk: DiffChunk) => void) => {
    const [a, b] = [sideOf(params.a), sideOf(params.b)];
    host.checkpoint();
    const alignment = alignTrees(a.tree, b.tree, userPairs(a, b, params));
    host.checkpoint();
    const rows = mergeRows(a.tree, b.tree, alignment);
    const explanation = explain(a.tree, b.tree, rows, alignment);
    const diff: Diff = { a, b, rows, alignment, explanation };
    const [rowA, rowB] = [rowOf.get(a.stored.key), rowOf.get(b.stored.key)];
    if (rowA === undefined || rowB === undefined) throw new Error('A trace has lost its row.');
    const names = new Dictionary();
    const columns = columnsOf(diff, names);
    emit({
      type: 'header',
      a: rowA,
      b: rowB,
      isComplete: a.folded.isComplete && b.folded.isComplete,
      figures: compareFigures(figuresOf(rowA), figuresOf(rowB), defaultTolerances),
      headline: headlineOf(diff),
      coverage: coverageOf(diff),
      names: names.texts,
      rowCount: rows.count,
    });
    const rowsPerChunk = Math.floor(MAX_CHUNK_BYTES / ROW_BYTES);
    for (let from = 0; from < rows.count; from += rowsPerChunk) {
      host.checkpoint();
      const count = Math.min(rowsPerChunk, rows.count - from);
      emit({ type: 'rows', from, count, columns: cutColumns(columns, from, count) });
    }
    return { rows: rows.count };
  };
}

interface Side {
  readonly stored: StoredTrace;
  readonly folded: FoldedTrace;
  readonly trace: DiffTrace;
  readonly tree: DiffTree;
}

interface Diff {
  readonly a: Side;
  readonly b: Side;
  readonly rows: MergedRows;
  readonly alignment: Alignment;
  readonly explanation: Explanation;
}

type Ids = readonly (readonly [a: string, b: string])[];

/** Pairs of span ids as pairs of positions; those of spans that are gone do not count. */
function userPairs(
  a: Side,
  b: Side,
  said: { readonly pinned: Ids; readonly broken: Ids },
): UserPairs {
  if (said.pinned.length + said.broken.length === 0) return { pinned: [], broken: [] };
  const inA = positionsById(a);
  const inB = positionsById(b);
  const positions = (ids: Ids): (readonly [a: number, b: number])[] =>
    ids.flatMap(([x, y]) => {
      const [atA, atB] = [inA.get(x), inB.get(y)];
      return atA === undefined || atB === undefined ? [] : [[atA, atB] as const];
    });
  return { pinned: positions(said.pinned), broken: positions(said.broken) };
}

function positionsById({ folded, trace }: Side): ReadonlyMap<string, number> {
  return new Map(trace.keys.map((key, at) => [folded.find(key)?.span.spanId ?? '', at]));
}

function figuresOf(row: TraceRow): RunFigures {
  return {
    durationNs: row.durationNs,
    spanCount: shownSpanCount(row),
    errorCount: failureCount(row),
    facets: row.facets,
  };
}

function coverageOf({ a, b, rows }: Diff): number {
  const all = a.tree.count + b.tree.count;
  return all === 0 ? 1 : (2 * (all - rows.count)) / all;
}

const steps: ReadonlySet<FacetKind> = new Set(['llm', 'tool', 'mcp']);

function headlineOf(diff: Diff): { readonly row: number; readonly text: string } | null {
  const { a, b, rows, explanation } = diff;
  const row = explanation.headline;
  if (row === -1) return null;
  const kindOf = (at: number): FacetKind =>
    a.tree.spans[rows.a[at] ?? -1]?.kind ?? b.tree.spans[rows.b[at] ?? -1]?.kind ?? 'span';
  let step = 0;
  for (let at = 0; at <= row; at++) if (steps.has(kindOf(at))) step++;
  const text = describeHeadline({
    verdict: verdicts[explanation.verdicts[row] ?? 0] ?? 'same',
    step: steps.has(kindOf(row)) ? step : null,
    a: headlineSpan(a, rows.a[row] ?? -1),
    b: headlineSpan(b, rows.b[row] ?? -1),
  });
  return { row, text };
}

function headlineSpan({ folded, trace }: Side, at: number): HeadlineSpan | null {
  const found = at === -1 ? undefined : folded.find(trace.keys[at] ?? -1);
  if (found === undefined) return null;
  const { span, fold } = found;
  return { name: span.name, agentName: fold.agentName, facets: span.facets };
}

function columnsOf({ a, b, rows, alignment, explanation }: Diff, names: Dictionary): DiffColumns {
  const { count } = rows;
  const unknown = (): Float64Array => new Float64Array(count).fill(Number.NaN);
  const columns = {
    keysA: new Float64Array(count),
    keysB: new Float64Array(count),
    spanIdsA: new Uint8Array(count * SPAN_ID_BYTES),
    spanIdsB: new Uint8Array(count * SPAN_ID_BYTES),
    parents: rows.parents,
    depths: rows.depths,
    subtreeEnds: rows.subtreeEnds,
    kinds: new Uint8Array(count),
    nameIds: new Int32Array(count),
    otherNameIds: new Int32Array(count).fill(-1),
    labelIds: new Int32Array(count).fill(-1),
    otherLabelIds: new Int32Array(count).fill(-1),
    agentIds: new Int32Array(count).fill(-1),
    otherAgentIds: new Int32Array(count).fill(-1),
    verdicts: explanation.verdicts,
    causes: explanation.causes,
    movedRows: movedRowsOf(rows, alignment),
    changedBelow: explanation.changedBelow,
    pairKinds: new Uint8Array(count),
    confidences: new Float32Array(count),
    startsA: unknown(),
    endsA: unknown(),
    startsB: unknown(),
    endsB: unknown(),
    tokensA: unknown(),
    tokensB: unknown(),
    costsUsdA: unknown(),
    costsUsdB: unknown(),
    flags: new Uint8Array(count),
  };
  const idOf = (text: string | null | undefined): number =>
    text === undefined || text === null ? -1 : names.idOf(text);
  for (let row = 0; row < count; row++) {
    const atA = rows.a[row] ?? -1;
    const atB = rows.b[row] ?? -1;
    const spanA = a.tree.spans[atA];
    const spanB = b.tree.spans[atB];
    const foundA = atA === -1 ? undefined : a.folded.find(a.trace.keys[atA] ?? -1);
    const foundB = atB === -1 ? undefined : b.folded.find(b.trace.keys[atB] ?? -1);
    columns.keysA[row] = foundA?.span.key ?? 0;
    columns.keysB[row] = foundB?.span.key ?? 0;
    putSpanId(columns.spanIdsA, row, foundA);
    putSpanId(columns.spanIdsB, row, foundB);
    columns.kinds[row] = Math.max(0, facetKinds.indexOf(spanA?.kind ?? spanB?.kind ?? 'span'));
    const [nameA, nameB] = [foundA?.span.name ?? null, foundB?.span.name ?? null];
    columns.nameIds[row] = names.idOf(nameA ?? nameB ?? '');
    if (nameA !== null && nameB !== null && nameA !== nameB) {
      columns.otherNameIds[row] = names.idOf(nameB);
    }
    const [labelA, labelB] = [foundA?.span.facets.label, foundB?.span.facets.label];
    columns.labelIds[row] = idOf(labelA ?? labelB);
    if (labelA !== labelB && labelA !== undefined) columns.otherLabelIds[row] = idOf(labelB);
    const [agentA, agentB] = [foundA?.fold.agentName ?? null, foundB?.fold.agentName ?? null];
    columns.agentIds[row] = idOf(agentA ?? agentB);
    if (agentA !== null && agentA !== agentB) columns.otherAgentIds[row] = idOf(agentB);
    if (atA !== -1) {
      columns.pairKinds[row] = alignment.kinds[atA] ?? 0;
      columns.confidences[row] = alignment.confidences[atA] ?? 0;
    }
    columns.startsA[row] = spanA?.startNs ?? Number.NaN;
    columns.endsA[row] = spanA?.endNs ?? Number.NaN;
    columns.startsB[row] = spanB?.startNs ?? Number.NaN;
    columns.endsB[row] = spanB?.endNs ?? Number.NaN;
    columns.tokensA[row] = tokensOf(foundA);
    columns.tokensB[row] = tokensOf(foundB);
    columns.costsUsdA[row] = costOf(foundA);
    columns.costsUsdB[row] = costOf(foundB);
    columns.flags[row] =
      (spanA?.isError === true ? DiffFlag.errorA : 0) |
      (spanB?.isError === true ? DiffFlag.errorB : 0);
  }
  return columns;
}

type Found = ReturnType<FoldedTrace['find']>;

function putSpanId(ids: Uint8Array, row: number, found: Found): void {
  if (found === undefined) return;
  const { spanId } = found.span;
  for (let at = 0; at < SPAN_ID_BYTES; at++) {
    ids[row * SPAN_ID_BYTES + at] = Number.parseInt(spanId.slice(at * 2, at * 2 + 2), 16);
  }
}

/** By row: that of the same step under another parent; -1 where there is none. */
function movedRowsOf(rows: MergedRows, { movedFromA, movedFromB }: Alignment): Int32Array {
  const moved = new Int32Array(rows.count).fill(-1);
  const rowsOfA = new Map<number, number>();
  const rowsOfB = new Map<number, number>();
  for (let row = 0; row < rows.count; row++) {
    rowsOfA.set(rows.a[row] ?? -1, row);
    rowsOfB.set(rows.b[row] ?? -1, row);
  }
  for (let row = 0; row < rows.count; row++) {
    const inB = movedFromA[rows.a[row] ?? -1] ?? -1;
    const inA = movedFromB[rows.b[row] ?? -1] ?? -1;
    if (rows.b[row] === -1 && inB !== -1) moved[row] = rowsOfB.get(inB) ?? -1;
    if (rows.a[row] === -1 && inA !== -1) moved[row] = rowsOfA.get(inA) ?? -1;
  }
  return moved;
}

function tokensOf(found: Found): number {
  const tokens = found?.fold.tokens ?? null;
  if (tokens === null || (tokens.input === null && tokens.output === null)) return Number.NaN;
  return (tokens.input ?? 0) + (tokens.output ?? 0);
}

function costOf(found: Found): number {
  const cost = found?.fold.cost ?? null;
  return cost === null || cost.state === 'none' || cost.state === 'unknown' ? Number.NaN : cost.usd;
}

/** Some rows with buffers of their own, to be handed over. */
function cutColumns(columns: DiffColumns, from: number, count: number): DiffColumns {
  const cut = Object.entries(columns).map(([name, column]: [string, Float64Array]) => [
    name,
    name.startsWith('spanIds')
      ? column.slice(from * SPAN_ID_BYTES, (from + count) * SPAN_ID_BYTES)
      : column.slice(from, from + count),
  ]);
  return Object.fromEntries(cut) as DiffColumns;
}
