/** Runs of one root, and verdicts on them. */
import type { ComparedVerdict, RunVerdict, RunVerdicts } from '@contract/baseline';
import type { Baseline } from '@contract/default-settings';
import type { MethodParams } from '@contract/methods';
import type { TraceRow } from '@contract/traces';
import type { SpanId, TraceId } from '@domain/units';

export const NOW_MS = 1_790_000_000_000;

export const idOf = (key: number) => key.toString(16).padStart(32, '0') as TraceId;

export const theBaseline: Baseline = { rootName: 'plan', serviceName: 'app', traceId: idOf(1) };

/** A run that has just come. */
export function runRow(key: number, changes: Partial<TraceRow> = {}): TraceRow {
  return {
    key,
    traceId: idOf(key),
    rootName: 'plan',
    firstSpanName: 'chat',
    rootCategory: 0,
    serviceName: 'app',
    serviceCount: 1,
    startNs: BigInt(NOW_MS - 2000) * 1_000_000n,
    durationNs: 1e9,
    spanCount: 4,
    errorCount: 0,
    logCount: 0,
    status: 'ok',
    lastReceivedMs: NOW_MS,
    facets: null,
    sameCallAs: null,
    experimentId: 0,
    tags: [],
    assessments: [],
    ...changes,
  };
}

export function compared(changes: Partial<Omit<ComparedVerdict, 'state'>> = {}): ComparedVerdict {
  return {
    traceId: idOf(2),
    state: 'compared',
    headline: null,
    changedCount: 0,
    unknownCount: 0,
    isButForIds: false,
    toComeCount: 0,
    baselineTotals: { durationNs: null, tokens: null, costUsd: null },
    ...changes,
  };
}

export const parted = (side: 'a' | 'b' = 'b'): ComparedVerdict =>
  compared({
    headline: {
      text: 'Step 2: same input, `read` gave something else.',
      side,
      spanId: '00000000000000aa' as SpanId,
    },
    changedCount: 3,
  });

/** An engine that answers with what is set for a run, of `perCall` runs at a time. */
export class FakeVerdicts {
  readonly asked: MethodParams<'diff.verdicts'>[] = [];
  readonly byRun = new Map<TraceId, RunVerdict>();
  baseline: RunVerdicts['baseline'] = 'ready';
  perCall = 100;

  set(key: number, verdict: RunVerdict): void {
    this.byRun.set(idOf(key), { ...verdict, traceId: idOf(key) });
  }

  readonly load = (params: MethodParams<'diff.verdicts'>): Promise<RunVerdicts> =>
    Promise.resolve(this.answer(params));

  answer(params: MethodParams<'diff.verdicts'>): RunVerdicts {
    this.asked.push(params);
    const verdicts = params.runs.slice(0, this.perCall).map(({ traceId }): RunVerdict => {
      const known = this.byRun.get(traceId as TraceId);
      return known ?? compared({ traceId: traceId as TraceId });
    });
    return {
      baseline: this.baseline,
      baselineKey: this.baseline === 'gone' ? null : 1,
      verdicts: this.baseline === 'ready' ? verdicts : [],
    };
  }
}
