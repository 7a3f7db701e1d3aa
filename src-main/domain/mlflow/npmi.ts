/**
 * How far two conditions hold of the same traces: normalised pointwise mutual information, from -1
 * (never together) over 0 (by chance) to 1 (always together); NaN where one of them never holds.
 * Source: mlflow/store/analytics/trace_correlation.py.
 */

export interface JointCounts {
  readonly total: number;
  readonly first: number;
  readonly second: number;
  readonly joint: number;
}

export interface Npmi {
  readonly npmi: number;
  /** With half a trace more in each cell (Jeffreys prior), for few traces. */
  readonly smoothed: number;
}

const JEFFREYS_PRIOR = 0.5;

export function npmiOf({ total, first, second, joint }: JointCounts): Npmi {
  if (total === 0 || first === 0 || second === 0) return { npmi: Number.NaN, smoothed: Number.NaN };
  const cells = [joint, first - joint, second - joint, total - first - second + joint] as const;
  return {
    npmi: joint === 0 ? -1 : npmiOfCells(cells, 0),
    smoothed: npmiOfCells(cells, JEFFREYS_PRIOR),
  };
}

type Cells = readonly [both: number, first: number, second: number, neither: number];

function npmiOfCells([both, first, second, neither]: Cells, prior: number): number {
  if (first === 0 && second === 0 && neither === 0) return 1;
  const total = both + first + second + neither + 4 * prior;
  const joint = both + prior;
  const mutual = Math.log((joint * total) / ((joint + first + prior) * (joint + second + prior)));
  return Math.min(Math.max(mutual / -Math.log(joint / total), -1), 1);
}
