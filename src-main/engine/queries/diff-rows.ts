/** The rows of two aligned traces as columns. */
import type { Alignment } from '@domain/diff/alignment';
import { DiffFlag, type DiffColumns } from '@domain/diff/diff-columns';
import { askedAnother, type Explanation } from '@domain/diff/explain';
import type { MergedRows } from '@domain/diff/merge-rows';
import type { SpanTimes } from '@domain/diff/span-times';
import { facetKinds } from '@domain/facets/facet-kind';
import type { FoldSpan, SpanFold } from '@domain/facets/trace-facets';
import type { Dictionary } from './dictionary';
import type { Side } from './diff-sides';

/** A trace as it is compared, and what of its time each span took. */
export interface TimedSide extends Side {
  readonly times: SpanTimes;
}

/** Two of them, aligned. */
export interface Diff {
  readonly a: TimedSide;
  readonly b: TimedSide;
  readonly rows: MergedRows;
  readonly alignment: Alignment;
  readonly explanation: Explanation;
}

/** An upper bound of what a row takes in all columns. */
export const ROW_BYTES = 188;
const SPAN_ID_BYTES = 8;

/** A row a pair or a span of one side, in the order of the merged tree. */
export function diffColumnsOf(diff: Diff, names: Dictionary): DiffColumns {
  const { a, b, rows, alignment, explanation } = diff;
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
    selfNsA: unknown(),
    selfNsB: unknown(),
    pathNsA: unknown(),
    pathNsB: unknown(),
    flags: new Uint8Array(count),
  };
  const idsA = new DataView(columns.spanIdsA.buffer);
  const idsB = new DataView(columns.spanIdsB.buffer);
  const idOf = (text: string | null | undefined): number =>
    text === undefined || text === null ? -1 : names.idOf(text);
  for (let row = 0; row < count; row++) {
    const atA = rows.a[row] ?? -1;
    const atB = rows.b[row] ?? -1;
    const spanA = a.tree.spans[atA];
    const spanB = b.tree.spans[atB];
    const foundA = storedAt(a, atA);
    const foundB = storedAt(b, atB);
    columns.keysA[row] = foundA?.span.key ?? 0;
    columns.keysB[row] = foundB?.span.key ?? 0;
    if (foundA !== undefined) putSpanId(idsA, row, foundA.span.spanId);
    if (foundB !== undefined) putSpanId(idsB, row, foundB.span.spanId);
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
    columns.selfNsA[row] = a.times.selfNs[atA] ?? Number.NaN;
    columns.selfNsB[row] = b.times.selfNs[atB] ?? Number.NaN;
    columns.pathNsA[row] = a.times.pathNs[atA] ?? Number.NaN;
    columns.pathNsB[row] = b.times.pathNs[atB] ?? Number.NaN;
    columns.flags[row] =
      (spanA?.isError === true ? DiffFlag.errorA : 0) |
      (spanB?.isError === true ? DiffFlag.errorB : 0) |
      (explanation.butForIds[row] === 1 ? DiffFlag.butForIds : 0) |
      (askedAnother(spanA, spanB) ? DiffFlag.otherModel : 0);
  }
  return columns;
}

interface Stored {
  readonly span: FoldSpan;
  readonly fold: SpanFold;
}

function storedAt({ folded, trace }: Side, at: number): Stored | undefined {
  const index = trace.indexes[at] ?? -1;
  const [span, fold] = [folded.spans[index], folded.fold.spans[index]];
  return span === undefined || fold === undefined ? undefined : { span, fold };
}

function putSpanId(ids: DataView, row: number, spanId: string): void {
  ids.setUint32(row * SPAN_ID_BYTES, Number.parseInt(spanId.slice(0, 8), 16));
  ids.setUint32(row * SPAN_ID_BYTES + 4, Number.parseInt(spanId.slice(8), 16));
}

/** By row: that of the same step under another parent; -1 where there is none. */
function movedRowsOf(rows: MergedRows, { movedFromA, movedFromB }: Alignment): Int32Array {
  const moved = new Int32Array(rows.count).fill(-1);
  const rowsOfA = new Int32Array(movedFromA.length);
  const rowsOfB = new Int32Array(movedFromB.length);
  for (let row = 0; row < rows.count; row++) {
    const [atA, atB] = [rows.a[row] ?? -1, rows.b[row] ?? -1];
    if (atA !== -1) rowsOfA[atA] = row;
    if (atB !== -1) rowsOfB[atB] = row;
  }
  for (let row = 0; row < rows.count; row++) {
    const inB = movedFromA[rows.a[row] ?? -1] ?? -1;
    const inA = movedFromB[rows.b[row] ?? -1] ?? -1;
    if (rows.b[row] === -1 && inB !== -1) moved[row] = rowsOfB[inB] ?? -1;
    if (rows.a[row] === -1 && inA !== -1) moved[row] = rowsOfA[inA] ?? -1;
  }
  return moved;
}

export function tokensOf(found: Stored | undefined): number {
  const tokens = found?.fold.tokens ?? null;
  if (tokens === null || (tokens.input === null && tokens.output === null)) return Number.NaN;
  return (tokens.input ?? 0) + (tokens.output ?? 0);
}

export function costOf(found: Stored | undefined): number {
  const cost = found?.fold.cost ?? null;
  return cost === null || cost.state === 'none' || cost.state === 'unknown' ? Number.NaN : cost.usd;
}

/** Some rows with buffers of their own, to be handed over. */
export function cutColumns(columns: DiffColumns, from: number, count: number): DiffColumns {
  const cut = Object.entries(columns).map(([name, column]: [string, Float64Array]) => [
    name,
    name.startsWith('spanIds')
      ? column.slice(from * SPAN_ID_BYTES, (from + count) * SPAN_ID_BYTES)
      : column.slice(from, from + count),
  ]);
  return Object.fromEntries(cut) as DiffColumns;
}
