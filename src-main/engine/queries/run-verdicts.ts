/** 'diff.verdicts': runs against the baseline of their root, as the trace list shows them. */
import type { RunVerdict, RunVerdicts, VerdictHeadline } from '@contract/baseline';
import type { MethodParams } from '@contract/methods';
import type { DiffTree } from '@domain/diff/diff-tree';
import { isSameBeginning, judgeRun, type ComparedRun, type Parting } from '@domain/diff/judge-run';
import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import type { SpanId, TraceId } from '@domain/units';
import { LruMap } from '../store/lru-map';
import { headlineOf, sideOf, userPairs, type Side } from './diff-sides';
import { foldedTraces, type StoredTrace } from './folded-trace';
import type { Query, QueryHost } from './query';

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
          ? compare(baselineSide(stored), sideOf(host, traces, storedRun), run)
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

function compare(a: Side, b: Side, asked: AskedRun): RunVerdict {
  const traceId = asked.traceId as TraceId;
  const run = comparedRun(b);
  const hasRoot = run.missingParents.some((parent, at) => parent === null && isRoot(b.tree, at));
  if (!hasRoot && !isSameBeginning(a.tree, b.tree)) return { traceId, state: 'otherRoot' };
  const judgement = judgeRun(a.tree, run, asked.goesOn, userPairs(a, b, asked));
  const { parting, changedCount, unknownCount, toComeCount } = judgement;
  return {
    traceId,
    state: 'compared',
    headline: parting === null ? null : verdictHeadline(a, b, parting),
    changedCount,
    unknownCount,
    toComeCount,
  };
}

function isRoot({ parents }: DiffTree, at: number): boolean {
  return parents[at] === -1;
}

function comparedRun({ folded, trace, tree }: Side): ComparedRun {
  const spans = trace.keys.map((key) => folded.find(key)?.span);
  return {
    tree,
    missingParents: spans.map((span, at) =>
      isRoot(tree, at) ? (span?.parentSpanId ?? null) : null,
    ),
    areOpen: spans.map(
      (span) => span?.facets.isPending === true || Number.isNaN(span?.endNs ?? Number.NaN),
    ),
  };
}

function verdictHeadline(a: Side, run: Side, parting: Parting): VerdictHeadline | null {
  const { tree, origins, rows, explanation } = parting;
  const keys = [...origins].map((origin) => run.trace.keys[origin] ?? -1);
  const b: Side = { ...run, tree, trace: { spans: tree.spans, keys } };
  const headline = headlineOf({ a, b, rows, explanation });
  if (headline === null) return null;
  const spanIdAt = ({ folded, trace }: Side, at: number): SpanId | undefined =>
    folded.find(trace.keys[at] ?? -1)?.span.spanId as SpanId | undefined;
  const inB = spanIdAt(b, rows.b[headline.row] ?? -1);
  const spanId = inB ?? spanIdAt(a, rows.a[headline.row] ?? -1);
  if (spanId === undefined) return null;
  return { text: headline.text, side: inB === undefined ? 'a' : 'b', spanId };
}
