import type { PriceEntry } from '../../pricing';
import { foldTrace } from '../fold-trace';
import type { SpanFold, TraceFold } from '../trace-facets';
import { sketchTrace, type SpanSketch } from './fold-spans';

const price = (provider: string, model: string, more: Partial<PriceEntry> = {}): PriceEntry => ({
  provider,
  model,
  inputUsd: 1,
  outputUsd: 2,
  cacheReadUsd: null,
  cacheWriteUsd: null,
  reasoningUsd: null,
  batchFactor: null,
  date: '2026-11-01',
  source: 'test',
  ...more,
});

/** Of `gpt-4o`, a million tokens cost $1 in and $2 out; models of Ollama are free. */
export const testPrices = [price('openai', 'gpt-4o'), price('ollama', '*', { isLocal: true })];

export function fold(...sketches: readonly SpanSketch[]): TraceFold {
  return foldTrace(sketchTrace(sketches), testPrices);
}

/** What the fold says of the span written at that place, from 1. */
export function at({ spans }: TraceFold, key: number): SpanFold {
  const span = spans[key - 1];
  if (span === undefined) throw new Error(`no span ${key}`);
  return span;
}

/** A model call. */
export const gpt = { kind: 'llm', requestModel: 'gpt-4o', provider: 'openai' } as const;
