/** Tokens of one call as the parts of a bar. Source: conventions reference §8.2. */
import type { CostBreakdown } from '@contract/facets';
import type { Usage } from '@domain/facets/span-facets';
import { formatUsd } from '@domain/format-cost';

export interface TokenSegment {
  readonly id: 'cacheRead' | 'cacheWrite' | 'input' | 'reasoning' | 'output';
  readonly side: 'input' | 'output';
  readonly name: string;
  readonly tokens: number;
  readonly usd: number | null;
  /** Where its provenance is told. */
  readonly field: string;
}

/**
 * Parts that do not overlap: input less what the cache gave and took, output less reasoning.
 * Parts that were not reported, or are nothing beside others, are left out.
 */
export function tokenSegments(usage: Usage, cost: CostBreakdown): TokenSegment[] {
  const cacheRead = usage.cacheRead ?? 0;
  const cacheWrite = usage.cacheWrite ?? 0;
  const reasoning = usage.reasoning ?? 0;
  const segments: TokenSegment[] = [];
  const add = (segment: TokenSegment): void => {
    if (segment.tokens > 0) segments.push(segment);
  };
  add({
    id: 'cacheRead',
    side: 'input',
    name: 'Cached input',
    tokens: cacheRead,
    usd: cost.cacheReadUsd,
    field: 'usage.cacheRead',
  });
  add({
    id: 'cacheWrite',
    side: 'input',
    name: 'Cache write',
    tokens: cacheWrite,
    usd: cost.cacheWriteUsd,
    field: 'usage.cacheWrite',
  });
  if (usage.input !== null) {
    segments.push({
      id: 'input',
      side: 'input',
      name: 'Input',
      tokens: Math.max(0, usage.input - cacheRead - cacheWrite),
      usd: cost.inputUsd,
      field: 'usage.input',
    });
  }
  add({
    id: 'reasoning',
    side: 'output',
    name: 'Reasoning',
    tokens: reasoning,
    usd: cost.reasoningUsd,
    field: 'usage.reasoning',
  });
  if (usage.output !== null) {
    segments.push({
      id: 'output',
      side: 'output',
      name: 'Output',
      tokens: Math.max(0, usage.output - reasoning),
      usd: cost.outputUsd,
      field: 'usage.output',
    });
  }
  return segments;
}

/** All tokens of a call; null where nothing was reported. */
export function totalTokens({ input, output, total }: Usage): number | null {
  if (input === null && output === null) return total;
  return (input ?? 0) + (output ?? 0);
}

/** The cost of a call: `$0.0138`, `$0, local`, or that no price is known; '' where there is none. */
export function costLabel({ state, totalUsd, price }: CostBreakdown): string {
  switch (state) {
    case 'none':
      return '';
    case 'local':
      return '$0, local';
    case 'unknown':
      if (totalUsd !== null && totalUsd !== 0) return `${formatUsd(totalUsd)}+`;
      return price === null ? 'no price' : 'cost unknown';
    default:
      return totalUsd === null ? 'no price' : formatUsd(totalUsd);
  }
}
