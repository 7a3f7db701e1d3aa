/**
 * What a span is to a reader: the colour, shape and word it is drawn with. Numbers are
 * stored, so they never change meaning; new ones are added at the end.
 */
export const spanCategories = [
  'other',
  'agent',
  'llm',
  'tool',
  'retriever',
  'embedding',
  'chain',
  'guardrail',
  'evaluator',
  'http',
  'database',
] as const;

export type SpanCategory = (typeof spanCategories)[number];

/** The stored number of a category. */
export function categoryNumber(category: SpanCategory): number {
  return spanCategories.indexOf(category);
}

/** The category of a stored number; numbers of a newer version read as `other`. */
export function categoryOf(number: number): SpanCategory {
  return spanCategories[number] ?? 'other';
}
