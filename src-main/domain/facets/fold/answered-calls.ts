import type { FoldSpan } from '../trace-facets';

/**
 * Pairs of siblings of which one tells what a model was asked, and the next what it answered: one
 * call that a library tells twice. Logfire sends what a stream brought in a span of its own, when
 * the stream has ended.
 * @param calls indices of model calls in order of start
 */
export function* answeredCalls(
  spans: readonly FoldSpan[],
  calls: readonly number[],
): Generator<readonly [asked: number, answer: number]> {
  let asked: number | null = null;
  for (const index of calls) {
    const span = spans[index];
    if (span === undefined) continue;
    const earlier = asked === null ? undefined : spans[asked];
    if (isUnanswered(span)) asked = index;
    else if (asked !== null && earlier !== undefined && isAnswerTo(span, earlier)) {
      yield [asked, index];
      asked = null;
    }
  }
}

/** Whether a model call tells what was asked and nothing of an answer, good or bad. */
function isUnanswered({ facets, status }: FoldSpan): boolean {
  return (
    facets.inputHashes !== undefined &&
    facets.usage === undefined &&
    facets.outputHashes === undefined &&
    facets.errorType === undefined &&
    status !== 2
  );
}

/** Whether `later` tells the answer to what `earlier` asked: the same library, the same messages. */
function isAnswerTo(later: FoldSpan, earlier: FoldSpan): boolean {
  const asked = earlier.facets.inputHashes ?? [];
  const answered = later.facets.inputHashes ?? [];
  return (
    later.facets.outputHashes !== undefined &&
    later.facets.convention === earlier.facets.convention &&
    asked.length === answered.length &&
    asked.every((hash, at) => hash === answered[at])
  );
}
