/** 'diff.pair': in what two spans differ that are one step, or what the one is that has no other. */
import type { DiffPair, PairDifference, PairSide } from '@contract/diff';
import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import { compareFacets, type Difference } from '@domain/diff/compare-facets';
import { cutValue } from '@domain/diff/cut-value';
import { newInTurn, type Turn } from '@domain/diff/new-in-turn';
import { newMessages } from '@domain/facets/new-messages';
import { plainFacets } from '@domain/facets/plain-facets';
import type { SpanFacets } from '@domain/facets/span-facets';
import type { SpanId, TraceId } from '@domain/units';
import { foldedTraces } from './folded-trace';
import type { Query, QueryHost } from './query';
import { spanViewReader } from './span-views';

/** Characters of each side of a difference; what is longer is sent when it is asked for. */
const MAX_CHARS = 200_000;

/** What is said is compared in full, whatever is sent of it. */
export function diffPair(host: QueryHost): Query<'diff.pair'> {
  const traces = foldedTraces(host);
  const viewsOf = spanViewReader(host);
  const read = (key: StoreKey | null): Read | null => {
    if (key === null) return null;
    const stored = traces.traceOfSpan(key);
    const view = viewsOf(stored).of(key);
    const { knownMessageCount } = view.fold;
    const { traceId } = stored;
    return {
      view,
      traceId,
      span: traces.fold(stored).find(key)?.span,
      turn: { facets: view.facets, knownMessageCount },
    };
  };
  return ({ keyA, keyB, isWhole = false }): DiffPair => {
    const [a, b] = [read(keyA), read(keyB)];
    const [newA, newB] = newInTurn(a?.turn ?? null, b?.turn ?? null);
    const { differences, same } = compareFacets(newA ?? plainFacets, newB ?? plainFacets);
    const sides = [a, b].map((side) => (side === null ? null : sideOf(side)));
    return {
      a: sides[0] ?? null,
      b: sides[1] ?? null,
      differences: differences.map((each) => (isWhole ? { ...each, isCut: false } : cut(each))),
      same,
      isUnknown: sides.some((side) => side?.isRecorded === false),
    };
  };
}

interface Read {
  readonly view: SpanView;
  readonly traceId: TraceId;
  /** Undefined before it has its place in the trace. */
  readonly span: Placed | undefined;
  readonly turn: Turn;
}

function cut(difference: Difference): PairDifference {
  const [before, after] = [difference.before, difference.after].map((value) =>
    cutValue(value, MAX_CHARS),
  );
  return {
    ...difference,
    before: before?.value ?? null,
    after: after?.value ?? null,
    isCut: before?.isCut === true || after?.isCut === true,
  };
}

interface Placed {
  readonly name: string;
  readonly spanId: string;
  readonly startNs: number;
  readonly endNs: number;
  readonly status: number;
}

function sideOf({ view, traceId, span, turn }: Read): PairSide {
  const { key, facets, fold, cost, callOf } = view;
  const { kind, label, model, tool, error, usage } = facets;
  return {
    key,
    traceId,
    spanId: (span?.spanId ?? '') as SpanId,
    kind,
    name: span?.name ?? label,
    label,
    agentName: fold.agentName,
    callOf,
    model: model?.requestModel ?? model?.responseModel ?? null,
    startNs: span?.startNs ?? Number.NaN,
    durationNs: (span?.endNs ?? Number.NaN) - (span?.startNs ?? Number.NaN),
    timeToFirstTokenNs: model?.timeToFirstTokenNs ?? null,
    inputTokens: usage?.input ?? fold.tokens?.input ?? null,
    outputTokens: usage?.output ?? fold.tokens?.output ?? null,
    cacheReadTokens: usage?.cacheRead ?? fold.tokens?.cacheRead ?? null,
    cacheWriteTokens: usage?.cacheWrite ?? fold.tokens?.cacheWrite ?? null,
    reasoningTokens: usage?.reasoning ?? fold.tokens?.reasoning ?? null,
    finishReason: model?.finishReasons.join(', ') || null,
    attempt: attemptOf(fold),
    costUsd: cost.totalUsd,
    costState: cost.state,
    isError: span?.status === 2 || tool?.isError === true,
    errorType: error?.type ?? null,
    earlierMessageCount: earlierMessageCount(turn),
    isRecorded: isRecorded(facets),
    conventions: facets.conventions.map(({ id }) => id),
  };
}

function attemptOf({ attempt }: SpanView['fold']): PairSide['attempt'] {
  return attempt === null ? null : { number: attempt.number, total: attempt.total };
}

/** Messages that are left out as an earlier call has had them. */
function earlierMessageCount({ facets, knownMessageCount }: Turn): number {
  const countOf = ({ model }: SpanFacets): number =>
    (model?.system.length ?? 0) + (model?.input.length ?? 0);
  return countOf(facets) - countOf(newMessages(facets, knownMessageCount));
}

function isRecorded({ kind, model, tool, input, output }: SpanFacets): boolean {
  const payloads = input.length + output.length;
  if (kind === 'llm') {
    return payloads + (model?.input.length ?? 0) + (model?.output.length ?? 0) > 0;
  }
  if (kind !== 'tool' || tool === null) return true;
  return payloads > 0 || tool.args !== null || tool.result !== null;
}
