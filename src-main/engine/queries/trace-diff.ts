/** 'diff.open': two traces aligned, as one tree of rows in columns. */
import { MAX_CHUNK_BYTES } from '@contract/columns';
import type { DiffChunk } from '@contract/diff';
import type { TraceRow } from '@contract/traces';
import { alignTrees } from '@domain/diff/align';
import type { UserPairs } from '@domain/diff/alignment';
import type { RunFigures } from '@domain/diff/compare-figures';
import { describeHeadline, type HeadlineSpan } from '@domain/diff/describe-headline';
import { diffTraceOf } from '@domain/diff/diff-spans-of';
import { buildDiffTree } from '@domain/diff/diff-tree';
import { explain, verdicts } from '@domain/diff/explain';
import { mergeRows } from '@domain/diff/merge-rows';
import { runDetails, type RunDetails } from '@domain/diff/run-details';
import { spanTimes } from '@domain/diff/span-times';
import type { FacetKind } from '@domain/facets/facet-kind';
import { failureCount, shownSpanCount } from '@domain/facets/shown-counts';
import { Dictionary } from './dictionary';
import { cutColumns, diffColumnsOf, ROW_BYTES, type Diff, type Side } from './diff-rows';
import { foldedTraces } from './folded-trace';
import type { Query, QueryHost } from './query';
import { selectTraceRows } from './trace-row';

export function traceDiff(host: QueryHost): Query<'diff.open'> {
  const traces = foldedTraces(host);
  const rowOf = selectTraceRows<[number]>(host.db, 'WHERE id = ?');
  const sideOf = (traceId: string): Side => {
    const stored = traces.trace(traceId);
    const folded = traces.fold(stored);
    host.checkpoint();
    const trace = diffTraceOf(folded.spans, folded.fold.spans);
    const tree = buildDiffTree(trace.spans);
    return { stored, folded, trace, tree, times: spanTimes(tree, trace.isSkewed) };
  };

  return (params, emit: (chunk: DiffChunk) => void) => {
    const [a, b] = [sideOf(params.a), sideOf(params.b)];
    host.checkpoint();
    const alignment = alignTrees(a.tree, b.tree, userPairs(a, b, params), host.checkpoint);
    host.checkpoint();
    const rows = mergeRows(a.tree, b.tree, alignment);
    const explanation = explain(a.tree, b.tree, rows, alignment);
    const diff: Diff = { a, b, rows, alignment, explanation };
    const [rowA, rowB] = [rowOf.get(a.stored.key), rowOf.get(b.stored.key)];
    if (rowA === undefined || rowB === undefined) throw new Error('A trace has lost its row.');
    const names = new Dictionary();
    const columns = diffColumnsOf(diff, names);
    emit({
      type: 'header',
      a: rowA,
      b: rowB,
      isComplete: a.folded.isComplete && b.folded.isComplete,
      figuresA: figuresOf(a, rowA),
      figuresB: figuresOf(b, rowB),
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
  const positions = new Map<string, number>();
  trace.indexes.forEach((index, at) => positions.set(folded.spans[index]?.spanId ?? '', at));
  return positions;
}

function figuresOf({ trace, times, folded }: Side, row: TraceRow): RunFigures & RunDetails {
  return {
    durationNs: row.durationNs,
    spanCount: shownSpanCount(row),
    errorCount: failureCount(row),
    facets: row.facets,
    ...runDetails(trace.spans, times.ownPathNs, folded.spans, folded.fold.spans),
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
  const index = trace.indexes[at] ?? -1;
  const [span, fold] = [folded.spans[index], folded.fold.spans[index]];
  if (span === undefined || fold === undefined) return null;
  const isError = trace.spans[at]?.isError === true || span.facets.errorType !== undefined;
  return { name: span.name, agentName: fold.agentName, isError, facets: span.facets };
}
