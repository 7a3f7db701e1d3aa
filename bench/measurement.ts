/** One measured number. `floor` is what the bare parts reach in the same run. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
  /** What the project aims for; `lessIsBetter` tells the direction. */
  readonly aim?: number;
  readonly lessIsBetter?: boolean;
}

/** A group of measurements that share set-up; `names` lets a run pick it. */
export interface Suite {
  readonly names: readonly string[];
  run(wanted: (name: string) => boolean, report: (measurement: Measurement) => void): Promise<void>;
}

/** The middle of a few repeats: machines are noisy, medians less so. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
