/**
 * What tells good runs from bad ones, the most telling first.
 *
 * Shares (in how many runs a step is, in how many it failed) are told apart by their difference and
 * Fisher's exact test; figures of the runs that have the step by Cliff's delta and the test of Mann
 * and Whitney. Both effects lie between -1 and 1. A finding counts for the size of its effect, less
 * the chance that it is none: `|effect| × (1 − p)`. A row counts for its best finding.
 *
 * Many steps are tested, so how sure a finding is goes by its false discovery rate among the tests
 * of its measure that could have told anything at all.
 */
import { directionOf, type Tolerances } from '../tolerances';
import {
  entriesOf,
  groupMeasures,
  sizeOfSide,
  valuesOf,
  type GroupMeasure,
  type GroupSide,
  type GroupTable,
} from './group-table';
import { falseDiscoveryRates, fisherExact, rankTest, spreadOf } from './statistics';

/** How sure it is that a finding is none of chance. */
export type Certainty = 'clear' | 'likely' | 'unsure';

export interface Finding {
  readonly measure: GroupMeasure;
  /** From -1 to 1; above 0 where the bad runs have more. */
  readonly effect: number;
  /** Of the test. */
  readonly p: number;
  readonly certainty: Certainty;
  /** Runs that have the step, or in which it failed; else medians of those that have it, or means. */
  readonly good: number;
  readonly bad: number;
  /** Of means: the medians are alike, so only some of the runs differ. */
  readonly isMean: boolean;
  /** The row that this follows from: its parent, or what is within it; -1 for none. */
  readonly follows: number;
}

export interface Findings {
  /** By row, the most telling first. */
  readonly ofRows: readonly (readonly Finding[])[];
  /** By row: how telling it is, from 0 to 1; what follows from another row counts nothing. */
  readonly scores: Float64Array;
  /** Rows, the most telling first; those that tell nothing are last, in their order. */
  readonly ranking: readonly number[];
}

/** Fewer values on a side are not compared. */
const LEAST_VALUES = 3;
/** Up to these rates a finding is clear, or likely. */
const CLEAR = 0.05;
const LIKELY = 0.2;
/** Of so few runs, on the smaller side, nothing is likely; of more, but few, nothing clear. */
export const TOO_FEW_RUNS = 4;
export const FEW_RUNS = 6;
/** A step within makes up this much of a difference in time: then that is where it is. */
const MADE_UP_BY = 0.6;

/** @param tolerances what of a difference of medians is taken for chance */
export function findDifferences(table: GroupTable, tolerances: Tolerances): Findings {
  const found: Found[][] = Array.from({ length: table.count }, (_, row) =>
    testRow(table, row, tolerances),
  );
  const tests = found.flat();
  for (const measure of groupMeasures) rate(tests, measure);
  const ofRows = found.map((ofRow, row) =>
    ofRow
      .filter(({ isBeyondTolerance }) => isBeyondTolerance)
      .map((each) => ({ ...finished(table, each), follows: cause(table, found, row, each) }))
      .sort((x, y) => scoreOf(y) - scoreOf(x) || orderOf(x) - orderOf(y)),
  );
  const scores = Float64Array.from(ofRows, (ofRow) => Math.max(0, ...ofRow.map(scoreOf)));
  const ranking = [...ofRows.keys()].sort(
    (x, y) =>
      (scores[y] ?? 0) - (scores[x] ?? 0) ||
      firstMeasure(ofRows[x]) - firstMeasure(ofRows[y]) ||
      x - y,
  );
  return { ofRows, scores, ranking };
}

/** How telling a finding is. */
function scoreOf({ effect, p, follows }: Finding): number {
  // Without the noise of its computation: what is as telling goes by its measure.
  return follows === -1 ? Math.round(Math.abs(effect) * (1 - p) * 1e9) / 1e9 : 0;
}

function orderOf({ measure }: Finding): number {
  return groupMeasures.indexOf(measure);
}

function firstMeasure(findings: readonly Finding[] | undefined): number {
  return groupMeasures.indexOf(findings?.[0]?.measure ?? 'cost');
}

interface Found {
  readonly measure: GroupMeasure;
  readonly effect: number;
  readonly p: number;
  readonly good: number;
  readonly bad: number;
  readonly isMean: boolean;
  /** False where the two differ by no more than runs do anyway, or not at all. */
  readonly isBeyondTolerance: boolean;
  rate: number;
}

function finished(
  { goodCount, badCount }: GroupTable,
  { measure, effect, p, good, bad, isMean, rate }: Found,
): Omit<Finding, 'follows'> {
  const least = Math.min(goodCount, badCount);
  const certainty =
    rate > LIKELY || least < TOO_FEW_RUNS
      ? 'unsure'
      : rate > CLEAR || least < FEW_RUNS
        ? 'likely'
        : 'clear';
  return { measure, effect, p, good, bad, isMean, certainty };
}

/** Tests that could tell something, whatever they told. */
function testRow(table: GroupTable, row: number, tolerances: Tolerances): Found[] {
  return groupMeasures.flatMap((measure): Found[] => {
    const found =
      measure === 'presence' || measure === 'errors'
        ? testShare(table, row, measure)
        : testFigure(table, row, measure, tolerances);
    return found === null ? [] : [found];
  });
}

function testShare(table: GroupTable, row: number, measure: 'presence' | 'errors'): Found | null {
  const [n, m] = [sizeOfSide(table, 'good'), sizeOfSide(table, 'bad')];
  const [good, bad] = (['good', 'bad'] as const).map(
    (side) => hitsOf(table, row, side, measure).length,
  );
  if (good === undefined || bad === undefined || n === 0 || m === 0) return null;
  // Of a step that all runs have, or none, there is nothing to tell.
  if (good + bad === 0 || good + bad === n + m) return null;
  const effect = bad / m - good / n;
  return {
    measure,
    effect,
    p: fisherExact(good, n, bad, m),
    good,
    bad,
    isMean: false,
    isBeyondTolerance: effect !== 0,
    rate: 1,
  };
}

/** Runs that have a step, or in which it failed. */
function hitsOf(
  table: GroupTable,
  row: number,
  side: GroupSide,
  measure: 'presence' | 'errors',
): readonly number[] {
  const { runs, errors } = table.entries;
  return entriesOf(table, row, side)
    .filter((entry) => measure === 'presence' || (errors[entry] ?? 0) > 0)
    .map((entry) => runs[entry] ?? 0);
}

type NumberMeasure = Exclude<GroupMeasure, 'presence' | 'errors'>;

function testFigure(
  table: GroupTable,
  row: number,
  measure: NumberMeasure,
  tolerances: Tolerances,
): Found | null {
  const [good, bad] = [valuesOf(table, row, 'good', measure), valuesOf(table, row, 'bad', measure)];
  if (good.length < LEAST_VALUES || bad.length < LEAST_VALUES) return null;
  const [first] = good;
  const areAllEqual =
    good.every((value) => value === first) && bad.every((value) => value === first);
  if (areAllEqual) return null;
  const { delta, p } = rankTest(good, bad);
  const isBeyond = (before: number, after: number): boolean =>
    directionOf(quantities[measure], before, after, tolerances) !== 'same';
  const medians = [good, bad].map((values) => spreadOf(values)?.median ?? 0);
  // What half of the runs do leaves the median where it is.
  const isMean = !isBeyond(medians[0] ?? 0, medians[1] ?? 0);
  const [before = 0, after = 0] = isMean ? [meanOf(good), meanOf(bad)] : medians;
  return {
    measure,
    effect: delta,
    p,
    good: before,
    bad: after,
    isMean,
    // By what is taken for chance between two runs, and so that both tell of the same direction.
    isBeyondTolerance: isBeyond(before, after) && after > before === delta > 0,
    rate: 1,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const quantities = { times: 'count', duration: 'time', tokens: 'tokens', cost: 'cost' } as const;

function rate(found: readonly Found[], measure: GroupMeasure): void {
  const tested = found.filter((each) => each.measure === measure);
  const rates = falseDiscoveryRates(tested.map(({ p }) => p));
  tested.forEach((each, at) => {
    each.rate = rates[at] ?? 1;
  });
}

/**
 * Where a finding follows from another row: a step is there since what it is in is there, and takes
 * longer since something in it does.
 */
function cause(
  table: GroupTable,
  found: readonly (readonly Found[])[],
  row: number,
  { measure, effect }: Found,
): number {
  if (measure === 'presence') {
    const parent = table.columns.parents[row] ?? -1;
    return parent !== -1 && hasSameRuns(table, row, parent) ? parent : -1;
  }
  if (measure !== 'duration') return -1;
  const within = timedRuns(table, row);
  const whole = meanDifference(table, row, within);
  for (const child of childrenOf(table, row)) {
    if (meanDifference(table, child, within) / whole < MADE_UP_BY) continue;
    const tells = found[child]?.some(
      (each) =>
        each.isBeyondTolerance &&
        (each.measure === 'times' || each.measure === 'duration') &&
        Math.sign(each.effect) === Math.sign(effect),
    );
    const share = shareDifference(table, child, within);
    if (tells === true || (share !== 0 && Math.sign(share) === Math.sign(effect))) return child;
  }
  return -1;
}

type RunsBySide = Readonly<Record<GroupSide, ReadonlySet<number>>>;

/** Runs that have the step, and in which its time is known: a step within is judged among them. */
function timedRuns(table: GroupTable, row: number): RunsBySide {
  const { runs, durationsNs } = table.entries;
  const of = (side: GroupSide): ReadonlySet<number> =>
    new Set(
      entriesOf(table, row, side)
        .filter((entry) => !Number.isNaN(durationsNs[entry] ?? Number.NaN))
        .map((entry) => runs[entry] ?? -1),
    );
  return { good: of('good'), bad: of('bad') };
}

function hasSameRuns(table: GroupTable, row: number, other: number): boolean {
  const [from, otherFrom] = [table.entryStarts[row] ?? 0, table.entryStarts[other] ?? 0];
  const count = (table.entryStarts[row + 1] ?? 0) - from;
  if (count !== (table.entryStarts[other + 1] ?? 0) - otherFrom) return false;
  const { runs } = table.entries;
  for (let at = 0; at < count; at++) if (runs[from + at] !== runs[otherFrom + at]) return false;
  return true;
}

/**
 * By how much longer the bad ones of some runs are at a step, on average, ns; those without it take no
 * time.
 */
function meanDifference(table: GroupTable, row: number, within: RunsBySide): number {
  const { runs, durationsNs } = table.entries;
  const meanOf = (side: GroupSide): number =>
    entriesOf(table, row, side).reduce((sumNs, entry) => {
      const durationNs = durationsNs[entry] ?? Number.NaN;
      const counts = within[side].has(runs[entry] ?? -1) && !Number.isNaN(durationNs);
      return counts ? sumNs + durationNs : sumNs;
    }, 0) / Math.max(1, within[side].size);
  return meanOf('bad') - meanOf('good');
}

/** By how much larger a share of the bad ones of some runs has a step. */
function shareDifference(table: GroupTable, row: number, within: RunsBySide): number {
  const { runs } = table.entries;
  const shareOf = (side: GroupSide): number =>
    entriesOf(table, row, side).filter((entry) => within[side].has(runs[entry] ?? -1)).length /
    Math.max(1, within[side].size);
  return shareOf('bad') - shareOf('good');
}

function childrenOf({ count, columns }: GroupTable, row: number): readonly number[] {
  const children: number[] = [];
  const depth = columns.depths[row] ?? 0;
  for (let at = row + 1; at < count && (columns.depths[at] ?? 0) > depth; at++) {
    if (columns.parents[at] === row) children.push(at);
  }
  return children;
}
