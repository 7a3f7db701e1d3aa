import { ContractError } from '@contract/errors';
import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import type { TraceId } from '@domain/units';

import type { EngineClient } from '../../../lib/engine-client';

/** Longer texts are cut; the inspector has them in full. */
const MAX_TEXT_LENGTH = 20_000;
/** The engine takes no more at once. */
const MAX_KEYS = 100;

interface Wanted {
  readonly key: StoreKey;
  readonly resolve: (view: SpanView) => void;
  readonly reject: (reason: unknown) => void;
}

/** Reads what steps say. Those that are asked for at one time are read with one call. */
export class StepReader {
  readonly #client: EngineClient;
  readonly #traceId: TraceId;
  #wanted: Wanted[] = [];

  constructor(client: EngineClient, traceId: TraceId) {
    this.#client = client;
    this.#traceId = traceId;
  }

  /** What a step says. @throws ContractError, `not_found` where the span is gone */
  read(key: StoreKey): Promise<SpanView> {
    return new Promise((resolve, reject) => {
      if (this.#wanted.length === 0) queueMicrotask(() => this.#flush());
      this.#wanted.push({ key, resolve, reject });
    });
  }

  #flush(): void {
    const wanted = this.#wanted;
    this.#wanted = [];
    for (let from = 0; from < wanted.length; from += MAX_KEYS) {
      void this.#readAll(wanted.slice(from, from + MAX_KEYS));
    }
  }

  async #readAll(wanted: readonly Wanted[]): Promise<void> {
    try {
      const views = await this.#client.call('trace.steps', {
        traceId: this.#traceId,
        spanKeys: wanted.map(({ key }) => key),
        maxTextLength: MAX_TEXT_LENGTH,
      });
      const byKey = new Map(views.map((view) => [view.key, view]));
      for (const { key, resolve, reject } of wanted) {
        const view = byKey.get(key);
        if (view === undefined) reject(new Error(`The engine told nothing of span ${key}.`));
        else resolve(view);
      }
    } catch (error) {
      // One span that is gone must not hide the others.
      const isOneGone = error instanceof ContractError && error.code === 'not_found';
      if (isOneGone && wanted.length > 1) for (const one of wanted) void this.#readAll([one]);
      else for (const { reject } of wanted) reject(error);
    }
  }
}
