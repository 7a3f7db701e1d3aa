/** 'diff.pair': in what two spans differ that are one step, or what the one is that has no other. */
import type { DiffPair, PairDifference, PairSide } from '@contract/diff';
import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import { compareFacets, type Difference } from '@domain/diff/compare-facets';
import { cutValue } from '@domain/diff/cut-value';
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
  const read = (key: StoreKey | null): { side: PairSide; facets: SpanFacets } | null => {
    if (key === null) return null;
    const stored = traces.traceOfSpan(key);
    const view = viewsOf(stored).of(key);
    const found = traces.fold(stored).find(key);
    const facets = newMessages(view.facets, view.fold.knownMessageCount);
    const earlierMessageCount = messageCount(view.facets) - messageCount(facets);
    return { side: sideOf(view, earlierMessageCount, stored.traceId, found?.span), facets };
  };
  return ({ keyA, keyB, isWhole = false }): DiffPair => {
    const [a, b] = [read(keyA), read(keyB)];
    const { differences, same } = compareFacets(a?.facets ?? plainFacets, b?.facets ?? plainFacets);
    return {
      a: a?.side ?? null,
      b: b?.side ?? null,
      differences: differences.map((each) => (isWhole ? { ...each, isCut: false } : cut(each))),
      same,
      isUnknown: [a, b].some((side) => side?.side.isRecorded === false),
    };
  };
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

function sideOf(
  { key, facets, fold, cost, callOf }: SpanView,
  earlierMessageCount: number,
  traceId: TraceId,
  span?: Placed,
): PairSide {
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
    costUsd: cost.totalUsd,
    costState: cost.state,
    isError: span?.status === 2 || tool?.isError === true,
    errorType: error?.type ?? null,
    earlierMessageCount,
    isRecorded: isRecorded(facets),
    conventions: facets.conventions.map(({ id }) => id),
  };
}

function messageCount({ model }: SpanFacets): number {
  return (model?.system.length ?? 0) + (model?.input.length ?? 0);
}

function isRecorded({ kind, model, tool, input, output }: SpanFacets): boolean {
  const payloads = input.length + output.length;
  if (kind === 'llm') {
    return payloads + (model?.input.length ?? 0) + (model?.output.length ?? 0) > 0;
  }
  if (kind !== 'tool' || tool === null) return true;
  return payloads > 0 || tool.args !== null || tool.result !== null;
}
