/** A comparison of two sets as the page shows it. */
import type { TraceRow } from '@contract/traces';
import type { Findings } from '@domain/diff/groups/findings';
import { namesOfRow, type GroupTable } from '@domain/diff/groups/group-table';
import type { Tolerances } from '@domain/diff/tolerances';
import type { GroupStep } from '@domain/route';
import type { SpanId } from '@domain/units';

import { titleOf, type SpanTitle } from '../../../lib/span-name';
import type { GroupsHeader, LoadedGroups } from './groups-builder';

export interface GroupsModel {
  readonly header: GroupsHeader;
  readonly table: GroupTable;
  readonly findings: Findings;
  /** What the findings take for chance. */
  readonly tolerances: Tolerances;
  /** The good ones, then the bad ones: as entries count them. */
  readonly runs: readonly TraceRow[];
  /** Rows that tell something; the ranking begins with them. */
  readonly tellingCount: number;
}

export function groupsModel(
  { header, table }: LoadedGroups,
  findings: Findings,
  tolerances: Tolerances,
): GroupsModel {
  return {
    header,
    table,
    findings,
    tolerances,
    runs: [...header.good, ...header.bad],
    tellingCount: findings.scores.reduce((sum, score) => sum + (score > 0 ? 1 : 0), 0),
  };
}

const SPAN_ID_BYTES = 8;

/** The run's first span of the step. */
export function spanIdOf({ entries }: GroupTable, entry: number): SpanId {
  const bytes = entries.spanIds.subarray(entry * SPAN_ID_BYTES, (entry + 1) * SPAN_ID_BYTES);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') as SpanId;
}

/** The span that a link to a row names. */
export function linkOf({ table, runs }: GroupsModel, row: number): GroupStep | null {
  const entry = table.entryStarts[row] ?? 0;
  const run = runs[table.entries.runs[entry] ?? -1];
  if (row < 0 || row >= table.count || run === undefined) return null;
  return { traceId: run.traceId, spanId: spanIdOf(table, entry) };
}

/** The row that a span is of; -1 where there is none, as when its run has left the sets. */
export function rowOfStep({ table, runs }: GroupsModel, { traceId, spanId }: GroupStep): number {
  const wanted = Array.from({ length: SPAN_ID_BYTES }, (_, at) =>
    Number.parseInt(spanId.slice(at * 2, at * 2 + 2), 16),
  );
  const { spanIds, runs: runOfEntry } = table.entries;
  for (let row = 0; row < table.count; row++) {
    const end = table.entryStarts[row + 1] ?? 0;
    for (let entry = table.entryStarts[row] ?? 0; entry < end; entry++) {
      const from = entry * SPAN_ID_BYTES;
      const isIt = wanted.every((byte, at) => spanIds[from + at] === byte);
      if (isIt && runs[runOfEntry[entry] ?? -1]?.traceId === traceId) return row;
    }
  }
  return -1;
}

export function titleOfRow(table: GroupTable, row: number): SpanTitle {
  const { name, label } = namesOfRow(table, row);
  return titleOf(name === '' ? '(no name)' : name, label);
}

/** What a step is called where little is to be said of it. */
export function shortNameOf(table: GroupTable, row: number): string {
  return titleOfRow(table, row).target;
}

/** The steps that a step is in, the outermost first. */
export function pathOf(table: GroupTable, row: number): string {
  const names: string[] = [];
  let above = table.columns.parents[row] ?? -1;
  for (; above !== -1; above = table.columns.parents[above] ?? -1) {
    names.unshift(shortNameOf(table, above));
  }
  return names.join(' › ');
}
