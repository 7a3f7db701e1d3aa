import type { Judgement, SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';

/** What of an evaluation leads to another span. */
export interface JudgementTie {
  /** E.g. `of` the span it judges, or `by` the one that tells. */
  readonly word: string;
  readonly text: string;
  /** Null where the other end is not in this trace. */
  readonly key: StoreKey | null;
}

/** How an evaluation is tied to other spans as seen from one; null where it is its own of itself. */
export function tieOf(
  own: StoreKey,
  { evaluation, toldBy, judged }: Judgement,
): JudgementTie | null {
  const { scope, id, traceId } = evaluation.target;
  if (judged !== null && judged.key === own) {
    if (toldBy.key !== own) return { word: 'by', text: toldBy.label, key: toldBy.key };
    return scope === 'trace' ? { word: 'of', text: 'the whole trace', key: null } : null;
  }
  if (scope === 'trace') return { word: 'of', text: 'the whole trace', key: judged?.key ?? null };
  if (judged !== null) return { word: 'of', text: judged.label, key: judged.key };
  if (scope === 'session') return { word: 'of', text: 'the session', key: null };
  if (scope === 'response') {
    return { word: 'of', text: `response ${id ?? ''}, which is not in this trace`, key: null };
  }
  return traceId === null
    ? { word: 'of', text: `span ${id ?? ''}, which has not been received`, key: null }
    : { word: 'of', text: `span ${id ?? ''} in trace ${traceId}`, key: null };
}

/** Evaluations that judge the span, whoever tells them. */
export function judgementsOfSpan({ key, judgements }: SpanView): readonly Judgement[] {
  return judgements.filter(({ judged }) => judged?.key === key);
}

/** Label and score in a few characters. */
export function verdictOf({ evaluation: { score, label } }: Judgement): string {
  return [label, score === null ? null : String(score)]
    .filter((text) => text !== null && text !== '')
    .join(' ');
}
