/** Puts a comparison together again from the chunks of the `diff.open` stream. */
import type { DiffChunk, DiffHeaderChunk } from '@contract/diff';
import type { DiffColumns, MergedDiff } from '@domain/diff/diff-columns';

const SPAN_ID_BYTES = 8;

export type DiffHeader = Omit<DiffHeaderChunk, 'type' | 'names' | 'rowCount'>;

/** What they have taken so far may be told, but is neither good nor bad yet. */
export function isAnyRunning({ a, b }: Pick<DiffHeader, 'a' | 'b'>): boolean {
  return a.status === 'running' || b.status === 'running';
}

export interface LoadedDiff {
  readonly header: DiffHeader;
  readonly diff: MergedDiff;
}

export class DiffBuilder {
  #header: DiffHeaderChunk | null = null;
  #columns: DiffColumns | null = null;
  #rows = 0;

  /** Takes the next chunk. A header starts over. */
  add(chunk: DiffChunk): void {
    if (chunk.type === 'header') {
      this.#header = chunk;
      this.#columns = allocate(chunk.rowCount);
      this.#rows = 0;
      return;
    }
    if (this.#columns === null) throw new Error('Rows of a comparison came before its header');
    const target = this.#columns;
    for (const name of Object.keys(target) as (keyof DiffColumns)[]) {
      const from = chunk.from * (isSpanIds(name) ? SPAN_ID_BYTES : 1);
      target[name].set(chunk.columns[name], from);
    }
    this.#rows += chunk.count;
  }

  /** The comparison; throws where the stream ended early. */
  finish(): LoadedDiff {
    if (this.#header === null || this.#columns === null) {
      throw new Error('The stream of the comparison ended before its header');
    }
    const { type: _, names, rowCount, ...header } = this.#header;
    if (this.#rows !== rowCount) {
      throw new Error(`The stream ended after ${this.#rows} of ${rowCount} rows`);
    }
    return { header, diff: { count: rowCount, names, columns: this.#columns } };
  }
}

function isSpanIds(name: keyof DiffColumns): boolean {
  return name === 'spanIdsA' || name === 'spanIdsB';
}

function allocate(count: number): DiffColumns {
  return {
    keysA: new Float64Array(count),
    keysB: new Float64Array(count),
    spanIdsA: new Uint8Array(count * SPAN_ID_BYTES),
    spanIdsB: new Uint8Array(count * SPAN_ID_BYTES),
    parents: new Int32Array(count),
    depths: new Int32Array(count),
    subtreeEnds: new Int32Array(count),
    kinds: new Uint8Array(count),
    nameIds: new Int32Array(count),
    otherNameIds: new Int32Array(count),
    labelIds: new Int32Array(count),
    otherLabelIds: new Int32Array(count),
    agentIds: new Int32Array(count),
    otherAgentIds: new Int32Array(count),
    verdicts: new Uint8Array(count),
    causes: new Int32Array(count),
    movedRows: new Int32Array(count),
    changedBelow: new Int32Array(count),
    pairKinds: new Uint8Array(count),
    confidences: new Float32Array(count),
    startsA: new Float64Array(count),
    endsA: new Float64Array(count),
    startsB: new Float64Array(count),
    endsB: new Float64Array(count),
    tokensA: new Float64Array(count),
    tokensB: new Float64Array(count),
    costsUsdA: new Float64Array(count),
    costsUsdB: new Float64Array(count),
    selfNsA: new Float64Array(count),
    selfNsB: new Float64Array(count),
    pathNsA: new Float64Array(count),
    pathNsB: new Float64Array(count),
    flags: new Uint8Array(count),
  };
}
