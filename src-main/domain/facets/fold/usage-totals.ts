/** What counts towards the tokens of a trace. Source: conventions reference §8.3 rules 1, 2, 6. */
import type { FoldSpan, TokenSums, UsageCount } from '../trace-facets';
import type { SameCalls } from './same-calls';
import type { SpanTree } from './span-tree';
import {
  addTokens,
  combineTokens,
  excessTokens,
  hasTokens,
  noTokens,
  tokenFields,
  tokensOf,
} from './token-counts';

export interface UsageTotals {
  readonly total: TokenSums;
  /** By index: tokens that count. */
  readonly counted: readonly (TokenSums | null)[];
  readonly counts: readonly UsageCount[];
  readonly notes: readonly string[];
}

/** Notes of one kind in a trace; more say nothing new. */
const MAX_NOTES = 5;

export function totalUsage(tree: SpanTree, same: SameCalls): UsageTotals {
  const { spans, order, parents } = tree;
  const counted: (TokenSums | null)[] = spans.map(() => null);
  const counts: UsageCount[] = spans.map(() => 'none');
  const below: (TokenSums | null)[] = spans.map(() => null);
  const growth = cumulativeGrowth(tree);
  const notes = new NoteList();
  let total: TokenSums | null = null;

  // Children before parents.
  for (let position = order.length - 1; position >= 0; position--) {
    const index = order[position] ?? 0;
    const span = spans[index];
    if (span === undefined) continue;
    if (same.isCall[index] === 1) countCall(index);
    else countSum(index, span);
    const sum = hasTokens(counted[index] ?? null)
      ? addTokens(below[index] ?? null, counted[index] ?? null)
      : (below[index] ?? null);
    const parent = parents[index] ?? -1;
    if (sum === null) continue;
    if (parent === -1) total = addTokens(total, sum);
    else below[parent] = addTokens(below[parent] ?? null, sum);
  }
  return { total: total ?? noTokens, counted, counts, notes: notes.texts };

  function countCall(index: number): void {
    const own = tokensOf(spans[index]?.facets ?? { kind: 'span' });
    if ((same.counted[index] ?? index) !== index) {
      counts[index] = 'duplicate';
      return;
    }
    // What only another span of the same request tells, e.g. cached tokens.
    const others = same.members.get(index) ?? [];
    const tokens = others.reduce<TokenSums | null>(
      (merged, other) =>
        combineTokens(merged, tokensOf(spans[other]?.facets ?? { kind: 'span' }), (left) => left),
      own,
    );
    if (!hasTokens(tokens)) return;
    counts[index] = 'counted';
    counted[index] = tokens;
  }

  function countSum(index: number, span: FoldSpan): void {
    const isCumulative = span.facets.usageScope === 'cumulative';
    const own = isCumulative ? (growth.get(index)?.tokens ?? null) : tokensOf(span.facets);
    if (!hasTokens(tokensOf(span.facets))) return;
    const calls = below[index] ?? null;
    if (!hasTokens(calls)) {
      counts[index] = 'counted';
      counted[index] = own;
      if (isCumulative && growth.get(index)?.isFirst === true) notes.addLifetime(span);
      return;
    }
    counts[index] = isCumulative ? 'cumulative' : 'aggregate';
    const excess = isCumulative || own === null ? null : excessTokens(own, calls);
    if (excess === null) return;
    counted[index] = excess;
    notes.addExcess(span, excess);
  }
}

/**
 * Of counts over the life of an agent: what each run added to the run before. A count that fell
 * was begun anew.
 */
function cumulativeGrowth(
  tree: SpanTree,
): ReadonlyMap<number, { readonly tokens: TokenSums; readonly isFirst: boolean }> {
  const runs = [...tree.order].filter(
    (index) => tree.spans[index]?.facets.usageScope === 'cumulative',
  );
  const endOf = (index: number): number => {
    const { startNs = NaN, endNs = NaN } = tree.spans[index] ?? {};
    return Number.isNaN(endNs) ? (Number.isNaN(startNs) ? Infinity : startNs) : endNs;
  };
  runs.sort((a, b) => (endOf(a) === endOf(b) ? a - b : endOf(a) < endOf(b) ? -1 : 1));
  const latest = new Map<string, TokenSums>();
  const growth = new Map<number, { tokens: TokenSums; isFirst: boolean }>();
  for (const index of runs) {
    const span = tree.spans[index];
    const now = span === undefined ? null : tokensOf(span.facets);
    if (span === undefined || now === null) continue;
    const agent = agentKeyOf(span);
    const before = latest.get(agent);
    const fell = before !== undefined && tokenFields.some((f) => (now[f] ?? 0) < (before[f] ?? 0));
    const isFirst = before === undefined || fell;
    growth.set(index, { tokens: isFirst ? now : difference(now, before), isFirst });
    latest.set(agent, now);
  }
  return growth;
}

function agentKeyOf({ facets, name, serviceName }: FoldSpan): string {
  return JSON.stringify([serviceName, facets.agentId ?? facets.agentName ?? facets.label ?? name]);
}

function difference(now: TokenSums, before: TokenSums): TokenSums {
  const field = (name: keyof TokenSums): number | null => {
    const value = now[name];
    return value === null ? null : value - (before[name] ?? 0);
  };
  return {
    input: field('input'),
    output: field('output'),
    cacheRead: field('cacheRead'),
    cacheWrite: field('cacheWrite'),
    reasoning: field('reasoning'),
  };
}

class NoteList {
  readonly texts: string[] = [];
  #excess = 0;
  #lifetime = 0;

  addExcess(span: FoldSpan, excess: TokenSums): void {
    if (++this.#excess > MAX_NOTES) return;
    const counts = [
      excess.input === null ? [] : [`${excess.input} input`],
      excess.output === null ? [] : [`${excess.output} output`],
      excess.input === null && excess.output === null ? ['some cached or reasoning'] : [],
    ].flat();
    this.texts.push(
      `${nameOf(span)} reported ${counts.join(' and ')} tokens more than its calls; they are counted, calls may be missing.`,
    );
  }

  addLifetime(span: FoldSpan): void {
    if (++this.#lifetime > MAX_NOTES) return;
    this.texts.push(
      `${nameOf(span)} counts tokens over its whole life: those of runs before this trace may be among them.`,
    );
  }
}

function nameOf({ facets, name }: FoldSpan): string {
  return facets.agentName ?? facets.label ?? name;
}
