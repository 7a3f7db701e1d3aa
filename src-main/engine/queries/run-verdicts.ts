/** 'diff.verdicts': runs against the baseline of their root, as the trace list shows them. */
import type { RunVerdict, RunVerdicts } from '@contract/baseline';
import type { MethodParams } from '@contract/methods';
import { runTotals, type RunTotals } from '@domain/diff/compare-figures';
import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import { failureCount, shownSpanCount } from '@domain/facets/shown-counts';
import type { TraceId } from '@domain/units';
import { LruMap } from '../store/lru-map';
import { sideOf, type Side } from './diff-sides';
import { foldedTraces, type StoredTrace } from './folded-trace';
import { isOfSameRoot, judgeSides } from './judge-sides';
import type { Query, QueryHost } from './query';
import { selectTraceRows } from './trace-row';

/** Of one side: more are compared only where somebody opens the comparison. */
const MAX_SPANS = 20_000;
/** Spans of runs that are compared in one call, so that other queries have their turn. */
const SPANS_PER_CALL = 20_000;
const MAX_KEPT = 2000;

type AskedRun = MethodParams<'diff.verdicts'>['runs'][number];

export function runVerdicts(host: QueryHost): Query<'diff.verdicts'> {
  const traces = foldedTraces(host);
  const find = host.db.prepare<[Uint8Array], { key: number; spanCount: number }>(
    'SELECT id AS key, span_count AS spanCount FROM trace WHERE trace_id = ? AND deleted_at_ms IS NULL',
  );
  const found = (traceId: string) => find.get(Buffer.from(traceId, 'hex'));
  const kept = new LruMap<string, RunVerdict>(MAX_KEPT);
  let last: { readonly state: string; readonly side: Side } | null = null;
  const rowOf = selectTraceRows<[number]>(host.db, 'WHERE id = ?');
  const totalsOf = (key: number): RunTotals => {
    const row = rowOf.get(key);
    if (row === undefined) throw new Error('A trace has lost its row.');
    const { durationNs, facets } = row;
    const [spanCount, errorCount] = [shownSpanCount(row), failureCount(row)];
    return runTotals({ durationNs, spanCount, errorCount, facets });
  };

  function baselineSide(stored: StoredTrace): Side {
    const state = stateOf(stored);
    if (last?.state !== state) {
      // Let go of the old one first: both may be large.
      last = null;
      last = { state, side: sideOf(host, traces, stored) };
    }
    return last.side;
  }

  return ({ baseline, runs }) => {
    const base = found(baseline);
    if (base === undefined) return { baseline: 'gone', baselineKey: null, verdicts: [] };
    const answer = (state: RunVerdicts['baseline'], verdicts: RunVerdict[] = []): RunVerdicts => ({
      baseline: state,
      baselineKey: base.key,
      verdicts,
    });
    if (base.spanCount > MAX_SPANS) return answer('tooLarge');
    const stored = traces.trace(baseline);
    if (!isUnderstood(stored)) return answer('waiting');
    const baseState = `${stateOf(stored)} ${host.prices.stamp}`;
    const verdicts: RunVerdict[] = [];
    let spansLeft = SPANS_PER_CALL;
    for (const run of runs) {
      const traceId = run.traceId as TraceId;
      const trace = found(traceId);
      if (trace === undefined || trace.spanCount > MAX_SPANS) {
        verdicts.push({ traceId, state: trace === undefined ? 'gone' : 'tooLarge' });
        continue;
      }
      const storedRun = traces.trace(traceId);
      const said = [...run.pinned, ...run.broken].join(' ');
      const state = [baseState, stateOf(storedRun), run.goesOn, run.pinned.length, said].join(' ');
      let verdict = kept.get(state);
      if (verdict === undefined) {
        if (spansLeft <= 0) break;
        spansLeft -= trace.spanCount;
        host.checkpoint();
        verdict = isUnderstood(storedRun)
          ? compare(
              { ...baselineSide(stored), totals: totalsOf(base.key) },
              sideOf(host, traces, storedRun),
              run,
              host.checkpoint,
            )
          : { traceId, state: 'waiting' };
        kept.set(state, verdict);
        kept.trim();
      }
      verdicts.push(verdict);
    }
    return answer('ready', verdicts);
  };
}

/** Changes with every span that arrives or is understood. */
function stateOf({ key, revision, facetRevision, facetVersion }: StoredTrace): string {
  return [key, revision, facetRevision, facetVersion].join(' ');
}

function isUnderstood({ facetVersion }: StoredTrace): boolean {
  return facetVersion >= NORMALISER_VERSION;
}

/** Where it is read there is no A and B to look at. */
const inList = { a: 'the baseline', b: 'this run' };

function compare(
  a: Side & { readonly totals: RunTotals },
  b: Side,
  asked: AskedRun,
  checkpoint: () => void,
): RunVerdict {
  const traceId = asked.traceId as TraceId;
  if (!isOfSameRoot(a, b)) return { traceId, state: 'otherRoot' };
  return {
    traceId,
    state: 'compared',
    ...judgeSides(a, b, asked.goesOn, asked, checkpoint, inList),
    baselineTotals: a.totals,
  };
}
