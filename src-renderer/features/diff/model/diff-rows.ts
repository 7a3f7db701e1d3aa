/**
 * Which rows of a comparison stand in the tree. Beside folds and the filter, identical steps in a
 * row stand as one line.
 */
import { verdictOf } from '@domain/diff/diff-columns';

import type { Folds } from '../../../lib/folds';
import { computeVisibleRows, type VisibleRows } from '../../../lib/visible-rows';
import type { DiffModel } from './diff-model';
import { passes, type RowFilter } from './row-filter';

/** So many identical steps in a row stand as one line, at the least. */
const MIN_RUN = 4;

export interface DiffRows extends VisibleRows {
  /** By visible row: how many identical steps it stands for; 0 for a row that is one step. */
  readonly runLengths: Int32Array;
}

const KEPT = 0;
const LEFT_OUT = 1;

/** @param unrolled keys of rows that stand by themselves, however alike their neighbours are */
export function computeDiffRows(
  model: DiffModel,
  folds: Folds,
  filter: RowFilter,
  isUnrolled: (row: number) => boolean,
): DiffRows {
  const { count, descendants } = model;
  if (filter !== 'all') {
    const categories = keptRows(model, filter);
    const rows = computeVisibleRows({ count, descendants, categories }, folds, 1 << LEFT_OUT);
    return { ...rows, runLengths: new Int32Array(rows.count) };
  }
  const categories = new Uint8Array(count);
  const rows = computeVisibleRows({ count, descendants, categories }, folds);
  return rolledUp(rows, (span) => isPlain(model, span) && !isUnrolled(span));
}

/** What passes, and what is above it. */
function keptRows(model: DiffModel, filter: RowFilter): Uint8Array {
  const kept = new Uint8Array(model.count).fill(LEFT_OUT);
  for (let row = 0; row < model.count; row += 1) {
    if (!passes(model.columns, row, filter)) continue;
    for (let at = row; at !== -1 && kept[at] !== KEPT; at = model.parents[at] ?? -1) {
      kept[at] = KEPT;
    }
  }
  return kept;
}

/** Nothing at or below a row is worth a look by itself. */
function isPlain({ columns }: DiffModel, row: number): boolean {
  return verdictOf(columns, row) === 'same' && columns.changedBelow[row] === 0;
}

/** Puts lines in the place of runs of rows that may be rolled up and show nothing below them. */
function rolledUp(rows: VisibleRows, mayRoll: (span: number) => boolean): DiffRows {
  const spans: number[] = [];
  const parents: number[] = [];
  const depths: number[] = [];
  const runLengths: number[] = [];
  /** New row of an old one. */
  const places = new Int32Array(rows.count);
  for (let row = 0; row < rows.count;) {
    const end = endOfRun(rows, row, mayRoll);
    const isRun = end - row >= MIN_RUN;
    const parent = rows.parents[row] ?? -1;
    places[row] = spans.length;
    spans.push(rows.spans[row] ?? 0);
    parents.push(parent === -1 ? -1 : (places[parent] ?? -1));
    depths.push(rows.depths[row] ?? 0);
    runLengths.push(isRun ? end - row : 0);
    row = isRun ? end : row + 1;
  }
  return {
    count: spans.length,
    spans: Int32Array.from(spans),
    parents: Int32Array.from(parents),
    depths: Int32Array.from(depths),
    runLengths: Int32Array.from(runLengths),
    ...placesAmongSiblings(parents),
  };
}

/** Row behind the last one of a run that begins at a row; the row itself where none does. */
function endOfRun(rows: VisibleRows, from: number, mayRoll: (span: number) => boolean): number {
  let row = from;
  while (
    row < rows.count &&
    rows.parents[row] === rows.parents[from] &&
    mayRoll(rows.spans[row] ?? 0) &&
    rows.parents[row + 1] !== row
  ) {
    row += 1;
  }
  return row;
}

function placesAmongSiblings(
  parents: readonly number[],
): Pick<VisibleRows, 'positions' | 'setSizes'> {
  /** By parent, that of roots first. */
  const sizes = new Int32Array(parents.length + 1);
  const positions = Int32Array.from(parents, (parent) => {
    const position = (sizes[parent + 1] ?? 0) + 1;
    sizes[parent + 1] = position;
    return position;
  });
  return { positions, setSizes: Int32Array.from(parents, (parent) => sizes[parent + 1] ?? 0) };
}
