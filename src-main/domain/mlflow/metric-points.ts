/** Values of traces summed up by group. Source: mlflow/store/tracking/utils/sql_trace_metrics_utils.py. */

export const aggregationTypes = ['COUNT', 'SUM', 'AVG', 'MIN', 'MAX', 'PERCENTILE'] as const;

export type Aggregation =
  | { readonly type: Exclude<(typeof aggregationTypes)[number], 'PERCENTILE'> }
  | { readonly type: 'PERCENTILE'; readonly percentile: number };

export interface Measured {
  /** Parallel to the names of the dimensions; those of one group are equal. */
  readonly group: readonly string[];
  readonly value: number;
}

export interface MetricPoint {
  readonly group: readonly string[];
  /** By the name of the aggregation, such as `AVG` or `P95.0`. */
  readonly values: Readonly<Record<string, number>>;
}

/** In order of the groups. */
export function metricPoints(
  measured: Iterable<Measured>,
  aggregations: readonly Aggregation[],
): MetricPoint[] {
  const groups = new Map<string, { group: readonly string[]; values: number[] }>();
  for (const { group, value } of measured) {
    const key = JSON.stringify(group);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { group, values: [value] });
    else known.values.push(value);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { group, values }]) => {
      const sorted = Float64Array.from(values).sort();
      const named = aggregations.map((each) => [nameOf(each), aggregate(sorted, each)] as const);
      return { group, values: Object.fromEntries(named) };
    });
}

/** As Python writes the number. */
function nameOf(aggregation: Aggregation): string {
  if (aggregation.type !== 'PERCENTILE') return aggregation.type;
  const { percentile } = aggregation;
  return `P${Number.isInteger(percentile) ? percentile.toFixed(1) : percentile}`;
}

/** Of values in order, of which there is at least one. */
function aggregate(sorted: Float64Array, aggregation: Aggregation): number {
  const last = sorted.length - 1;
  switch (aggregation.type) {
    case 'COUNT':
      return sorted.length;
    case 'SUM':
      return sum(sorted);
    case 'AVG':
      return sum(sorted) / sorted.length;
    case 'MIN':
      return sorted[0] ?? Number.NaN;
    case 'MAX':
      return sorted[last] ?? Number.NaN;
    case 'PERCENTILE': {
      const place = (aggregation.percentile / 100) * last;
      const below = sorted[Math.floor(place)] ?? Number.NaN;
      const above = sorted[Math.ceil(place)] ?? Number.NaN;
      return below + (above - below) * (place % 1);
    }
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
