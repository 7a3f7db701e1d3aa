/** A store of traces that answers as the engine's `traces.window` does. */
import type { MethodParams } from '@contract/methods';
import type { TraceRow, TraceWindow } from '@contract/traces';
import type { TraceId } from '@domain/units';

const BASE_NS = 1_760_000_000_000_000_000n;

/** A finished trace; its key orders it in arrival and in start. */
export function traceRow(key: number, changes: Partial<TraceRow> = {}): TraceRow {
  return {
    key,
    traceId: key.toString(16).padStart(32, '0') as TraceId,
    rootName: `run ${key}`,
    firstSpanName: `run ${key}`,
    rootCategory: 0,
    serviceName: 'svc',
    serviceCount: 1,
    startNs: BASE_NS + BigInt(key) * 1_000_000_000n,
    durationNs: key * 1e6,
    spanCount: 3,
    errorCount: 0,
    logCount: 0,
    status: 'ok',
    lastReceivedMs: Number(BASE_NS / 1_000_000n) + key * 1000,
    sameCallAs: null,
    experimentId: 0,
    tags: [],
    assessments: [],
    facets: null,
    ...changes,
  };
}

export class FakeTraces {
  readonly requests: MethodParams<'traces.window'>[] = [];
  #rows: TraceRow[] = [];
  failure: Error | null = null;

  constructor(count = 0) {
    for (let key = 1; key <= count; key += 1) this.#rows.push(traceRow(key));
  }

  add(...rows: readonly TraceRow[]): void {
    this.#rows.push(...rows);
  }

  change(key: number, changes: Partial<TraceRow>): void {
    this.#rows = this.#rows.map((row) => (row.key === key ? { ...row, ...changes } : row));
  }

  row(key: number): TraceRow {
    const found = this.#rows.find((row) => row.key === key);
    if (found === undefined) throw new Error(`There is no trace ${key}.`);
    return found;
  }

  remove(keys: readonly number[]): TraceRow[] {
    const removed = this.#rows.filter((row) => keys.includes(row.key));
    this.#rows = this.#rows.filter((row) => !keys.includes(row.key));
    return removed;
  }

  window(params: MethodParams<'traces.window'>): TraceWindow {
    this.requests.push(params);
    if (this.failure !== null) throw this.failure;
    const newest = Math.max(0, ...this.#rows.map((row) => row.key));
    const snapshot = params.snapshot ?? newest;
    const matching = this.#rows
      .filter(
        ({ experimentId }) => params.experiment === null || experimentId === params.experiment,
      )
      .filter((row) => `${row.rootName} ${row.serviceName} ${row.traceId}`.includes(params.text))
      .sort((a, b) => {
        const byStart =
          params.sort.key === 'duration' ? a.durationNs - b.durationNs : a.key - b.key;
        return params.sort.descending ? -byStart : byStart;
      });
    const seen = matching.filter((row) => row.key <= snapshot);
    return {
      offset: params.offset,
      rows: seen.slice(params.offset, params.offset + params.limit),
      total: seen.length,
      totalStored: this.#rows.length,
      snapshot,
      newer: matching.length - seen.length,
      longestNs: Math.max(0, ...matching.map((row) => row.durationNs)),
    };
  }

  readonly load = (params: MethodParams<'traces.window'>): Promise<TraceWindow> =>
    new Promise((resolve) => resolve(this.window(params)));
}
