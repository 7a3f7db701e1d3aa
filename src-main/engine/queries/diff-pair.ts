/** 'diff.pair': in what two spans differ that are one step, or what the one is that has no other. */
import type { DiffPair, PairSide } from '@contract/diff';
import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import { compareFacets } from '@domain/diff/compare-facets';
import { cutFacets } from '@domain/facets/cut-facets';
import { newMessages } from '@domain/facets/new-messages';
import { plainFacets } from '@domain/facets/plain-facets';
import type { SpanFacets } from '@domain/facets/span-facets';
import { foldedTraces } from './folded-trace';
import type { Query, QueryHost } from './query';
import { spanViewReader } from './span-views';

/** Of each text; what is longer is read in the inspector of its trace. */
const MAX_TEXT_LENGTH = 200_000;

export function diffPair(host: QueryHost): Query<'diff.pair'> {
  const traces = foldedTraces(host);
  const viewsOf = spanViewReader(host);
  const read = (key: StoreKey | null): { side: PairSide; facets: SpanFacets } | null => {
    if (key === null) return null;
    const stored = traces.traceOfSpan(key);
    const view = viewsOf(stored).of(key);
    const found = traces.fold(stored).find(key);
    return {
      side: sideOf(view, stored.traceId, found?.span),
      facets: cutFacets(newMessages(view.facets, view.fold.knownMessageCount), MAX_TEXT_LENGTH)
        .facets,
    };
  };
  return ({ keyA, keyB }): DiffPair => {
    const [a, b] = [read(keyA), read(keyB)];
    return {
      a: a?.side ?? null,
      b: b?.side ?? null,
      differences: compareFacets(a?.facets ?? plainFacets, b?.facets ?? plainFacets),
      isUnknown: [a, b].some((side) => side !== null && isUnknown(side.facets)),
    };
  };
}

interface Placed {
  readonly name: string;
  readonly spanId: string;
  readonly startNs: number;
  readonly endNs: number;
  readonly status: number;
}

function sideOf({ key, facets, fold, cost }: SpanView, traceId: string, span?: Placed): PairSide {
  return {
    key,
    traceId,
    spanId: span?.spanId ?? '',
    name: facets.label ?? span?.name ?? '',
    model: facets.model?.requestModel ?? facets.model?.responseModel ?? null,
    startNs: span?.startNs ?? Number.NaN,
    durationNs: (span?.endNs ?? Number.NaN) - (span?.startNs ?? Number.NaN),
    timeToFirstTokenNs: facets.model?.timeToFirstTokenNs ?? null,
    inputTokens: fold.tokens?.input ?? null,
    outputTokens: fold.tokens?.output ?? null,
    costUsd: cost.totalUsd,
    isError: span?.status === 2 || facets.tool?.isError === true,
  };
}

function isUnknown({ kind, model, tool }: SpanFacets): boolean {
  if (kind === 'llm') return (model?.input.length ?? 0) + (model?.output.length ?? 0) === 0;
  return kind === 'tool' && tool !== null && tool.args === null && tool.result === null;
}
