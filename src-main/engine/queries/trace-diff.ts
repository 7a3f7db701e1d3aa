/** 'diff.open': two traces aligned, as one tree of rows in columns. */
import { MAX_CHUNK_BYTES } from '@contract/columns';
import type { DiffChunk, DiffHeaderChunk } from '@contract/diff';
import type { MethodParams } from '@contract/methods';
import { goesOn, type TraceRow } from '@contract/traces';
import { alignTrees } from '@domain/diff/align';
import type { RunFigures } from '@domain/diff/compare-figures';
import { explain } from '@domain/diff/explain';
import { mergeRows } from '@domain/diff/merge-rows';
import { runDetails, type RunDetails } from '@domain/diff/run-details';
import { spanTimes } from '@domain/diff/span-times';
import { failureCount, shownSpanCount } from '@domain/facets/shown-counts';
import { Dictionary } from './dictionary';
import { cutColumns, diffColumnsOf, ROW_BYTES, type Diff, type TimedSide } from './diff-rows';
import { headlineOf, sideOf, userPairs, type Side } from './diff-sides';
import { foldedTraces } from './folded-trace';
import { judgeSides } from './judge-sides';
import type { Query, QueryHost } from './query';
import { selectTraceRows } from './trace-row';

export function traceDiff(host: QueryHost): Query<'diff.open'> {
  const traces = foldedTraces(host);
  const rowOf = selectTraceRows<[number]>(host.db, 'WHERE id = ?');

  return (params, emit: (chunk: DiffChunk) => void) => {
    const a = timed(sideOf(host, traces, traces.trace(params.a)));
    const b = timed(sideOf(host, traces, traces.trace(params.b)));
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
      headline: goesOn(rowA, rowB)
        ? headlineSoFar(diff, params, host.checkpoint)
        : headlineOf(diff),
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

function timed(side: Side): TimedSide {
  return { ...side, times: spanTimes(side.tree, side.trace.isSkewed) };
}

/** Where B goes on, what has not arrived of it is no difference yet. */
function headlineSoFar(
  { a, b, rows }: Diff,
  said: MethodParams<'diff.open'>,
  checkpoint: () => void,
): DiffHeaderChunk['headline'] {
  const { headline } = judgeSides(a, b, true, said, checkpoint);
  if (headline === null) return null;
  const { folded, trace } = headline.side === 'a' ? a : b;
  const at = trace.indexes.findIndex((index) => folded.spans[index]?.spanId === headline.spanId);
  return { row: rows[headline.side].indexOf(at), text: headline.text };
}

function figuresOf({ trace, times, folded }: TimedSide, row: TraceRow): RunFigures & RunDetails {
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
