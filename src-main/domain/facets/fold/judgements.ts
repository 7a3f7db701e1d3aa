/** Which spans evaluations judge. Source: conventions reference §5, §8.4. */
import type { EvaluationTarget } from '../span-facets';
import type { SameCalls } from './same-calls';
import type { SpanTree } from './span-tree';

export interface Judgements {
  /** By index of a span with evaluations: the index that each of them judges, -1 where it is not here. */
  readonly judged: ReadonlyMap<number, readonly number[]>;
  /** By index of a judged span: the other spans that tell of it, in their order. */
  readonly judges: ReadonlyMap<number, readonly number[]>;
}

/** Finds the spans that are judged. Takes time linear in the number of spans. */
export function findJudgements(tree: SpanTree, same: SameCalls): Judgements {
  const judged = new Map<number, readonly number[]>();
  const judges = new Map<number, number[]>();
  const { spans, order } = tree;
  const telling = [...order].filter(
    (index) => spans[index]?.facets.evaluationTargets !== undefined,
  );
  if (telling.length === 0) return { judged, judges };
  const places = new TargetPlaces(tree, same);
  for (const index of telling) {
    const targets = (spans[index]?.facets.evaluationTargets ?? []).map((target) =>
      places.find(target, index),
    );
    judged.set(index, targets);
    for (const target of new Set(targets)) {
      if (target === -1 || target === index) continue;
      const list = judges.get(target);
      if (list === undefined) judges.set(target, [index]);
      else list.push(index);
    }
  }
  return { judged, judges };
}

class TargetPlaces {
  readonly #same: SameCalls;
  readonly #root: number;
  readonly #bySpanId = new Map<string, number>();
  readonly #byResponseId = new Map<string, number>();

  constructor({ spans, order, roots }: SpanTree, same: SameCalls) {
    this.#same = same;
    this.#root = roots[0] ?? -1;
    for (const index of order) {
      const span = spans[index];
      if (span === undefined) continue;
      const { responseId, kind } = span.facets;
      if (!this.#bySpanId.has(span.spanId)) this.#bySpanId.set(span.spanId, index);
      if (responseId === undefined || kind !== 'llm') continue;
      if (!this.#byResponseId.has(responseId)) this.#byResponseId.set(responseId, index);
    }
  }

  /** @param own the span that tells */
  find({ scope, id, traceId }: EvaluationTarget, own: number): number {
    if (traceId !== null) return -1;
    switch (scope) {
      case 'span':
        return id === null ? own : this.#counted(this.#bySpanId.get(id));
      case 'response':
        return this.#counted(this.#byResponseId.get(id ?? ''));
      case 'trace':
        return this.#root;
      case 'session':
        return -1;
    }
  }

  /** Of several spans of one call the one that is shown. */
  #counted(index: number | undefined): number {
    return index === undefined ? -1 : (this.#same.counted[index] ?? index);
  }
}
