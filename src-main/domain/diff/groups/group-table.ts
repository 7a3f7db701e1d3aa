/** Two sets of runs as they are read: rows of the consensus, and by row what each run did. */
import { facetKinds, type FacetKind } from '../../facets/facet-kind';

export interface GroupColumns {
  /** Row of the parent; -1 for a root. */
  readonly parents: Int32Array;
  readonly depths: Int32Array;
  /** Index into `facetKinds`. */
  readonly kinds: Uint8Array;
  /** Index into `names`: of the run that stands for the row. */
  readonly nameIds: Int32Array;
  readonly labelIds: Int32Array;
  /** Entries of the row: as many as runs have it. */
  readonly entryCounts: Int32Array;
}

/** One entry a row and run that has it, in order of rows, then of runs. */
export interface GroupEntries {
  /** The good runs count from 0, the bad ones on from there. */
  readonly runs: Uint16Array;
  readonly times: Int32Array;
  /** NaN where not known. */
  readonly durationsNs: Float64Array;
  readonly tokens: Float64Array;
  readonly costsUsd: Float64Array;
  readonly errors: Int32Array;
  /** 8 bytes an entry: the run's first span of the step. */
  readonly spanIds: Uint8Array;
  /** Index into `names`: as the run calls it. */
  readonly nameIds: Int32Array;
  /** Index into `names`; -1 for none. */
  readonly modelIds: Int32Array;
}

export interface GroupTable {
  /** Of rows, in preorder. */
  readonly count: number;
  readonly goodCount: number;
  readonly badCount: number;
  readonly names: readonly string[];
  readonly columns: GroupColumns;
  /** By row: where its entries begin; and one more, where they end. */
  readonly entryStarts: Int32Array;
  readonly entries: GroupEntries;
}

export const groupSides = ['good', 'bad'] as const;
export type GroupSide = (typeof groupSides)[number];

/** What of a step can tell two sets apart; the one that tells more by itself first. */
export const groupMeasures = ['presence', 'errors', 'times', 'duration', 'tokens', 'cost'] as const;
export type GroupMeasure = (typeof groupMeasures)[number];

function sideOfRun({ goodCount }: GroupTable, run: number): GroupSide {
  return run < goodCount ? 'good' : 'bad';
}

export function sizeOfSide({ goodCount, badCount }: GroupTable, side: GroupSide): number {
  return side === 'good' ? goodCount : badCount;
}

export function kindOfRow({ columns }: GroupTable, row: number): FacetKind {
  return facetKinds[columns.kinds[row] ?? 0] ?? 'span';
}

/** Name and label of a row; the label is '' where it has none. */
export function namesOfRow(
  { names, columns }: GroupTable,
  row: number,
): { readonly name: string; readonly label: string } {
  return {
    name: names[columns.nameIds[row] ?? -1] ?? '',
    label: names[columns.labelIds[row] ?? -1] ?? '',
  };
}

/** Entries of a row on one side. */
export function entriesOf(table: GroupTable, row: number, side: GroupSide): readonly number[] {
  const found: number[] = [];
  const end = table.entryStarts[row + 1] ?? 0;
  for (let entry = table.entryStarts[row] ?? 0; entry < end; entry++) {
    if (sideOfRun(table, table.entries.runs[entry] ?? 0) === side) found.push(entry);
  }
  return found;
}

/** A figure of the runs that have the step, without those where it is not known. */
export function valuesOf(
  table: GroupTable,
  row: number,
  side: GroupSide,
  measure: Exclude<GroupMeasure, 'presence'>,
): readonly number[] {
  const column = columnOf(table.entries, measure);
  return entriesOf(table, row, side)
    .map((entry) => column[entry] ?? Number.NaN)
    .filter((value) => !Number.isNaN(value));
}

export function columnOf(
  entries: GroupEntries,
  measure: Exclude<GroupMeasure, 'presence'>,
): Float64Array | Int32Array {
  switch (measure) {
    case 'errors':
      return entries.errors;
    case 'times':
      return entries.times;
    case 'duration':
      return entries.durationsNs;
    case 'tokens':
      return entries.tokens;
    case 'cost':
      return entries.costsUsd;
  }
}
