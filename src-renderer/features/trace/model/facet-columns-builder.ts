/** Puts the facets of a trace together again from the chunks of the `trace.facets` stream. */
import type { FacetChunk, FacetColumns, FacetHeaderChunk } from '@contract/facets';

/** What the spans of a trace mean, in the engine's order. */
export interface LoadedFacets {
  readonly header: FacetHeaderChunk;
  readonly columns: FacetColumns;
}

export class FacetColumnsBuilder {
  #header: FacetHeaderChunk | null = null;
  #columns: FacetColumns | null = null;
  #rows = 0;

  /** Takes the next chunk. A header starts over. */
  add(chunk: FacetChunk): void {
    if (chunk.type === 'header') {
      this.#header = chunk;
      this.#columns = allocate(chunk.rowCount);
      this.#rows = 0;
      return;
    }
    if (this.#columns === null) throw new Error('Rows of facets came before their header');
    const { from, columns: source } = chunk;
    const target = this.#columns;
    target.keys.set(source.keys, from);
    target.kinds.set(source.kinds, from);
    target.labelIds.set(source.labelIds, from);
    target.modelIds.set(source.modelIds, from);
    target.agentIds.set(source.agentIds, from);
    target.inputTokens.set(source.inputTokens, from);
    target.outputTokens.set(source.outputTokens, from);
    target.cacheReadTokens.set(source.cacheReadTokens, from);
    target.reasoningTokens.set(source.reasoningTokens, from);
    target.costUsd.set(source.costUsd, from);
    target.costStates.set(source.costStates, from);
    target.usageCounts.set(source.usageCounts, from);
    target.timeToFirstTokenNs.set(source.timeToFirstTokenNs, from);
    target.knownMessageCounts.set(source.knownMessageCounts, from);
    target.requestedBy.set(source.requestedBy, from);
    target.parents.set(source.parents, from);
    target.flags.set(source.flags, from);
    this.#rows += chunk.count;
  }

  /** The facets; throws where the stream ended early. */
  finish(): LoadedFacets {
    if (this.#header === null || this.#columns === null) {
      throw new Error('The stream of facets ended before its header');
    }
    if (this.#rows !== this.#header.rowCount) {
      throw new Error(
        `The stream of facets ended after ${this.#rows} of ${this.#header.rowCount} rows`,
      );
    }
    return { header: this.#header, columns: this.#columns };
  }
}

function allocate(count: number): FacetColumns {
  return {
    keys: new Float64Array(count),
    kinds: new Uint8Array(count),
    labelIds: new Int32Array(count),
    modelIds: new Int32Array(count),
    agentIds: new Int32Array(count),
    inputTokens: new Float64Array(count),
    outputTokens: new Float64Array(count),
    cacheReadTokens: new Float64Array(count),
    reasoningTokens: new Float64Array(count),
    costUsd: new Float64Array(count),
    costStates: new Uint8Array(count),
    usageCounts: new Uint8Array(count),
    timeToFirstTokenNs: new Float64Array(count),
    knownMessageCounts: new Int32Array(count),
    requestedBy: new Float64Array(count),
    parents: new Float64Array(count),
    flags: new Uint8Array(count),
  };
}
