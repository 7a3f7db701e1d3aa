/** Puts the facets of a trace together again from the chunks of the `trace.facets` stream. */
import {
  allocateFacetColumns,
  facetColumnNames,
  type FacetChunk,
  type FacetColumns,
  type FacetHeaderChunk,
} from '@contract/facets';

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
      this.#columns = allocateFacetColumns(chunk.rowCount);
      this.#rows = 0;
      return;
    }
    if (this.#columns === null) throw new Error('Rows of facets came before their header');
    const { from, columns: source } = chunk;
    const target = this.#columns;
    for (const name of facetColumnNames) target[name].set(source[name], from);
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
