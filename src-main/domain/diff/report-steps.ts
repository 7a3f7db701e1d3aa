/** Which steps a report of a comparison tells, and what each is called, whatever it is written in. */
import { formatDurationNs } from '../format';
import { labelOf, nameOf, type DiffColumns, type MergedDiff } from './diff-columns';
import { isDifference } from './explain';
import { formatChangeOf } from './figure-words';

const MAX_ROWS = 200;

export interface ReportedRows {
  /** Those that differ, and what they are in. */
  readonly rows: readonly number[];
  /** Rows that differ and are not among them. */
  readonly leftOut: number;
}

export function reportedRows({ count, columns }: MergedDiff): ReportedRows {
  const rows: number[] = [];
  let leftOut = 0;
  for (let row = 0; row < count; row++) {
    if ((columns.changedBelow[row] ?? 0) === 0) continue;
    if (rows.length < MAX_ROWS) rows.push(row);
    else if (isDifference(columns.verdicts[row] ?? 0)) leftOut++;
  }
  return { rows, leftOut };
}

/** What the step is about and the name of its span; one where the name says both. */
export function stepNames(diff: MergedDiff, row: number): readonly string[] {
  const label = labelOf(diff, row);
  const name = nameOf(diff, row);
  return label === '' || name.includes(label) ? [name] : [label, name];
}

/** What brought the difference about; '' for nothing. */
export function causeOf(diff: MergedDiff, row: number): string {
  const cause = diff.columns.causes[row] ?? -1;
  return cause === -1 ? '' : labelOf(diff, cause) || nameOf(diff, cause);
}

/** How its time changed, or how long it took where one side alone has it; '' for neither. */
export function stepTime({ startsA, startsB, endsA, endsB }: DiffColumns, row: number): string {
  const a = (endsA[row] ?? Number.NaN) - (startsA[row] ?? Number.NaN);
  const b = (endsB[row] ?? Number.NaN) - (startsB[row] ?? Number.NaN);
  if (Number.isFinite(a) && Number.isFinite(b)) {
    const change = formatChangeOf('time', a, b, 'same');
    return change === 'same' ? '' : `time ${change}`;
  }
  const only = Number.isFinite(a) ? a : b;
  return Number.isFinite(only) ? formatDurationNs(only) : '';
}
