import type { FacetRow } from '../facet-row';
import type { TokenSums } from '../trace-facets';

export const tokenFields = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;

export const noTokens: TokenSums = {
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  reasoning: null,
};

/** The counts of a span; a total alone gives the direction that is missing. */
export function tokensOf({ usage }: FacetRow): TokenSums | null {
  if (usage === undefined) return null;
  const input = usage.input ?? null;
  const output = usage.output ?? null;
  const total = usage.total ?? null;
  const rest = total === null ? null : Math.max(0, total - (input ?? output ?? 0));
  return {
    // A total alone is mostly an embedding's, whose tokens are all input.
    input: input ?? rest,
    output: output ?? (input === null ? null : rest),
    cacheRead: usage.cacheRead ?? null,
    cacheWrite: usage.cacheWrite ?? null,
    reasoning: usage.reasoning ?? null,
  };
}

export function hasTokens(tokens: TokenSums | null): tokens is TokenSums {
  return tokens !== null && tokenFields.some((field) => tokens[field] !== null);
}

/** Combines field by field; a field that one side lacks is the other's. */
export function combineTokens(
  a: TokenSums | null,
  b: TokenSums | null,
  combine: (a: number, b: number) => number,
): TokenSums {
  const field = (name: keyof TokenSums): number | null => {
    const left = a?.[name] ?? null;
    const right = b?.[name] ?? null;
    return left === null ? right : right === null ? left : combine(left, right);
  };
  return {
    input: field('input'),
    output: field('output'),
    cacheRead: field('cacheRead'),
    cacheWrite: field('cacheWrite'),
    reasoning: field('reasoning'),
  };
}

export const addTokens = (a: TokenSums | null, b: TokenSums | null): TokenSums =>
  combineTokens(a, b, (left, right) => left + right);

/** What `a` has more than `b`; null where that is nothing. */
export function excessTokens(a: TokenSums, b: TokenSums): TokenSums | null {
  let isExcess = false;
  const field = (name: keyof TokenSums): number | null => {
    const excess = (a[name] ?? 0) - (b[name] ?? 0);
    if (excess <= 0) return null;
    isExcess = true;
    return excess;
  };
  const excess: TokenSums = {
    input: field('input'),
    output: field('output'),
    cacheRead: field('cacheRead'),
    cacheWrite: field('cacheWrite'),
    reasoning: field('reasoning'),
  };
  return isExcess ? excess : null;
}

/** Same input and output, at least one of them known. */
export function areTokensEqual(a: TokenSums | null, b: TokenSums | null): boolean {
  if (a === null || b === null || (a.input === null && a.output === null)) return false;
  return a.input === b.input && a.output === b.output;
}
