import {
  columnOf,
  entriesOf,
  type GroupSide,
  type GroupTable,
} from '@domain/diff/groups/group-table';
import type { Finding } from '@domain/diff/groups/findings';
import { spreadOf } from '@domain/diff/groups/statistics';
import { compareRoute, type CompareRoute } from '@domain/route';

import { spanIdOf, type GroupsModel } from './groups-model';

/**
 * A good and a bad run that show a finding, at the step: the comparison of the two. Null where a
 * side has no run. Of a step that tells nothing, two runs that have it.
 */
export function examplePair(
  model: GroupsModel,
  row: number,
  finding: Finding | null,
): CompareRoute | null {
  const [good, bad] = [example(model, row, finding, 'good'), example(model, row, finding, 'bad')];
  const [a, b] = [model.runs[good.run], model.runs[bad.run]];
  if (a === undefined || b === undefined || a.traceId === b.traceId) return null;
  const route = compareRoute(a.traceId, b.traceId);
  if (bad.entry !== -1) {
    return { ...route, row: { side: 'b', spanId: spanIdOf(model.table, bad.entry) } };
  }
  if (good.entry === -1) return route;
  return { ...route, row: { side: 'a', spanId: spanIdOf(model.table, good.entry) } };
}

interface Example {
  /** -1 where the side has no run. */
  readonly run: number;
  /** -1 where the run does not have the step. */
  readonly entry: number;
}

function example(
  { table }: GroupsModel,
  row: number,
  finding: Finding | null,
  side: GroupSide,
): Example {
  const entries = entriesOf(table, row, side);
  const isMore = finding === null || finding.effect > 0 === (side === 'bad');
  if (finding?.measure === 'presence' && !isMore) {
    const without = runWithout(table, entries, side);
    if (without !== -1) return { run: without, entry: -1 };
  }
  const entry = bestEntry(table, entries, finding, isMore);
  if (entry !== undefined) return { run: table.entries.runs[entry] ?? -1, entry };
  return { run: runWithout(table, entries, side), entry: -1 };
}

/** The newest run of a side that lacks the step. */
function runWithout(
  { entries, goodCount, badCount }: GroupTable,
  having: readonly number[],
  side: GroupSide,
): number {
  const taken = new Set(having.map((entry) => entries.runs[entry]));
  const [from, to] = side === 'good' ? [0, goodCount] : [goodCount, goodCount + badCount];
  for (let run = from; run < to; run++) if (!taken.has(run)) return run;
  return -1;
}

/** A run that failed where failures tell, and one near the median where a figure does. */
function bestEntry(
  { entries }: GroupTable,
  having: readonly number[],
  finding: Finding | null,
  isMore: boolean,
): number | undefined {
  const measure = finding?.measure ?? 'presence';
  if (measure === 'presence') return having[0];
  const column = columnOf(entries, measure);
  if (measure === 'errors') {
    return having.find((entry) => (column[entry] ?? 0) > 0 === isMore) ?? having[0];
  }
  const median = spreadOf(having.map((entry) => column[entry] ?? Number.NaN))?.median;
  if (median === undefined) return having[0];
  const awayOf = (entry: number): number => {
    const by = Math.abs((column[entry] ?? Number.NaN) - median);
    return Number.isNaN(by) ? Infinity : by;
  };
  return [...having].sort((x, y) => awayOf(x) - awayOf(y))[0];
}
