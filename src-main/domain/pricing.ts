/** Prices of model calls. The bundled table is `resources/prices.json`. */

/** One row of a price table; the first row that matches decides, the user's rows first. */
export interface PriceEntry {
  /** As in `ModelCall.provider`; null for any. */
  readonly provider: string | null;
  /** Glob over the model name in lower case: `*` stands for any text. */
  readonly model: string;
  /** US dollars a million tokens; null where that class is not sold or its price is not known. */
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  readonly cacheReadUsd: number | null;
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
