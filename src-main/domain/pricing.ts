/** Prices of model calls. The bundled table is `resources/prices.json`. */
import type { Usage } from './facets/span-facets';
import { matchesGlob } from './pricing/glob';
import { modelForms, providerForms } from './pricing/model-names';

/** One row of a price table; the first row that matches decides, the user's rows first. */
export interface PriceEntry {
  /** As in `ModelCall.provider`; null for any. */
  readonly provider: string | null;
  /** Glob over the model name in lower case: `*` stands for any text. */
  readonly model: string;
  /** US dollars a million tokens; null where that class is not sold or its price is not known. */
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  /** Null: as input. */
  readonly cacheReadUsd: number | null;
  /** Null: as input. */
  readonly cacheWriteUsd: number | null;
  /** Null: as output. */
  readonly reasoningUsd: number | null;
  /** Factor for batch requests, e.g. 0.5. */
  readonly batchFactor: number | null;
  /** Input tokens above which other prices hold, for models priced by prompt length. */
  readonly above?: {
    readonly inputTokens: number;
    readonly inputUsd: number;
    readonly outputUsd: number;
    readonly cacheReadUsd: number | null;
  };
  /** Runs on the user's own machine: free. */
  readonly isLocal?: true;
  /** Length of the model's context window. */
  readonly contextTokens?: number;
  /** ISO date the price was read. */
  readonly date: string;
  /** Where it was read: a name, for bundled rows the provider's price page. */
  readonly source: string;
}

export interface PriceTable {
  /** ISO date. */
  readonly date: string;
  readonly entries: readonly PriceEntry[];
}

/** What a call costs by a price; parts are null where there is no price or nothing to price. */
export interface PricedCost {
  /** `unknown`: no price, or one that does not cover what was used. */
  readonly state: 'computed' | 'local' | 'unknown';
  readonly totalUsd: number | null;
  /** Of input that was neither read from the cache nor written to it. */
  readonly inputUsd: number | null;
  readonly cacheReadUsd: number | null;
  readonly cacheWriteUsd: number | null;
  /** Without reasoning. */
  readonly outputUsd: number | null;
  readonly reasoningUsd: number | null;
}

/** Counts as in `Usage`: absent and null mean not reported. */
export type PricedUsage = {
  readonly [
    Field in 'input' | 'output' | 'total' | 'cacheRead' | 'cacheWrite' | 'reasoning'
  ]?: Usage[Field];
};

const unknownCost: PricedCost = {
  state: 'unknown',
  totalUsd: null,
  inputUsd: null,
  cacheReadUsd: null,
  cacheWriteUsd: null,
  outputUsd: null,
  reasoningUsd: null,
};

/**
 * The row that prices a model: the first whose provider is the span's, another name of it, or the
 * maker of the model behind a cloud, and whose glob matches the name, with or without region,
 * version and date. A span without provider takes the first row of the model's name; rows for
 * local models need their provider told.
 */
export function priceOf(
  entries: readonly PriceEntry[],
  provider: string | null,
  model: string | null,
): PriceEntry | null {
  if (model === null || model === '') return null;
  const names = modelForms(model);
  const providers = providerForms(provider, model);
  for (const entry of entries) {
    if (!isProviderOf(entry, providers)) continue;
    const glob = entry.model.toLowerCase();
    if (names.some((name) => matchesGlob(glob, name))) return entry;
  }
  return null;
}

function isProviderOf(entry: PriceEntry, providers: readonly string[]): boolean {
  if (entry.provider === null) return true;
  if (providers.length === 0) return entry.isLocal !== true && !entry.model.startsWith('*');
  const [canonical = ''] = providerForms(entry.provider, '');
  return providers.includes(canonical);
}

/**
 * What usage costs by a price, US dollars. Input is the inclusive total: cached tokens are taken
 * out of it and billed at their own price, reasoning likewise out of output (conventions
 * reference §8.2). Without a price that covers all that was used the cost is unknown, never 0.
 */
export function costOf(
  usage: PricedUsage,
  price: PriceEntry | null,
  { isBatch = false }: { readonly isBatch?: boolean } = {},
): PricedCost {
  if (price === null) return unknownCost;
  if (price.isLocal === true) return { ...unknownCost, state: 'local', totalUsd: 0 };
  const counts = countsOf(usage, price);
  if (counts === null) return unknownCost;

  const prices = pricesFor(counts.input, price);
  const factor = isBatch ? (price.batchFactor ?? 1) : 1;
  const usd = (tokens: number, perMillion: number | null): number | null => {
    if (tokens === 0) return 0;
    return perMillion === null ? null : (tokens / 1e6) * perMillion * factor;
  };
  const fresh = Math.max(0, counts.input - counts.cacheRead - counts.cacheWrite);
  const inputUsd = usd(fresh, prices.input);
  const cacheReadUsd = usd(counts.cacheRead, prices.cacheRead);
  const cacheWriteUsd = usd(counts.cacheWrite, prices.cacheWrite);
  const outputUsd = usd(Math.max(0, counts.output - counts.reasoning), prices.output);
  const reasoningUsd = usd(counts.reasoning, prices.reasoning);
  if (
    inputUsd === null ||
    cacheReadUsd === null ||
    cacheWriteUsd === null ||
    outputUsd === null ||
    reasoningUsd === null
  ) {
    return unknownCost;
  }
  return {
    state: 'computed',
    totalUsd: inputUsd + cacheReadUsd + cacheWriteUsd + outputUsd + reasoningUsd,
    inputUsd,
    cacheReadUsd,
    cacheWriteUsd,
    outputUsd,
    reasoningUsd,
  };
}

/** Whether a service tier, as providers call it, is the one of batch requests. */
export function isBatchTier(serviceTier: string | null): boolean {
  return serviceTier !== null && /^batch(es)?$/i.test(serviceTier);
}

interface Counts {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly reasoning: number;
}

/** The directions the price needs a count of that the usage neither has nor tells by its total. */
export function unreportedCounts(
  usage: PricedUsage,
  price: PriceEntry,
): readonly ('input' | 'output')[] {
  if (price.isLocal === true) return [];
  const { input, output, sellsOutput } = directionsOf(usage, price);
  return [
    ...(input === null ? (['input'] as const) : []),
    ...(output === null && sellsOutput ? (['output'] as const) : []),
  ];
}

function directionsOf(usage: PricedUsage, price: PriceEntry) {
  const sellsOutput = price.outputUsd !== null && price.outputUsd > 0;
  const total = countOf(usage.total);
  let input = countOf(usage.input);
  let output = countOf(usage.output);
  // A total tells the direction that is missing; of embeddings it is the input.
  if (input === null && total !== null && (output !== null || !sellsOutput)) {
    input = Math.max(0, total - (output ?? 0));
  }
  if (output === null && total !== null && input !== null) output = Math.max(0, total - input);
  return { input, output, sellsOutput };
}

/** Null where a direction that has a price was not counted. */
function countsOf(usage: PricedUsage, price: PriceEntry): Counts | null {
  const { input, output, sellsOutput } = directionsOf(usage, price);
  if (input === null || (output === null && sellsOutput)) return null;
  const cacheRead = Math.min(countOf(usage.cacheRead) ?? 0, input);
  return {
    input,
    output: output ?? 0,
    cacheRead,
    cacheWrite: Math.min(countOf(usage.cacheWrite) ?? 0, input - cacheRead),
    reasoning: Math.min(countOf(usage.reasoning) ?? 0, output ?? 0),
  };
}

function countOf(count: number | null | undefined): number | null {
  return typeof count === 'number' && Number.isFinite(count) && count >= 0 ? count : null;
}

/** US dollars a million tokens for a request with that many input tokens. */
function pricesFor(inputTokens: number, price: PriceEntry) {
  const { above } = price;
  if (above === undefined || inputTokens <= above.inputTokens) {
    return {
      input: price.inputUsd,
      output: price.outputUsd,
      cacheRead: price.cacheReadUsd ?? price.inputUsd,
      cacheWrite: price.cacheWriteUsd ?? price.inputUsd,
      reasoning: price.reasoningUsd ?? price.outputUsd,
    };
  }
  // Providers raise the price of cache writes by the same factor as that of input.
  const raise = price.inputUsd ? above.inputUsd / price.inputUsd : 1;
  return {
    input: above.inputUsd,
    output: above.outputUsd,
    cacheRead: above.cacheReadUsd ?? above.inputUsd,
    cacheWrite: price.cacheWriteUsd === null ? above.inputUsd : price.cacheWriteUsd * raise,
    reasoning: above.outputUsd,
  };
}
