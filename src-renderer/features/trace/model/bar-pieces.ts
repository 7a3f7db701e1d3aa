/**
 * What a bar is made of in time: the parts in which a span itself works (own time), and for
 * a folded one the leaves below it. Computed when a bar is first drawn and kept with the
 * table, since a span with very many children is drawn in every frame.
 */
import type { SpanIndex } from '@domain/units';

import type { TraceModel } from './trace-model';

export interface Pieces {
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  /** Category of each piece; null where all are the span's own. */
  readonly categories: Uint8Array | null;
}

export class BarPieces {
  readonly #model: Pick<TraceModel, 'table' | 'endsNs'>;
  readonly #own = new Map<SpanIndex, Pieces>();
  readonly #leaves = new Map<SpanIndex, Pieces>();

  constructor(model: Pick<TraceModel, 'table' | 'endsNs'>) {
    this.#model = model;
  }

  /** Parts of a span that none of its children covers, in time order. */
  ownTime(span: SpanIndex): Pieces {
    return remember(this.#own, span, () => ownTime(this.#model, span));
  }

  /** Leaves of a span's subtree, in tree order. */
  leaves(span: SpanIndex): Pieces {
    return remember(this.#leaves, span, () => leaves(this.#model, span));
  }
}

function remember(kept: Map<SpanIndex, Pieces>, span: SpanIndex, make: () => Pieces): Pieces {
  let pieces = kept.get(span);
  if (pieces === undefined) {
    pieces = make();
    kept.set(span, pieces);
  }
  return pieces;
}

function ownTime({ table, endsNs }: Pick<TraceModel, 'table' | 'endsNs'>, span: SpanIndex): Pieces {
  const fromNs: number[] = [];
  const toNs: number[] = [];
  const startNs = table.startNs[span] ?? 0;
  const endNs = endsNs[span] ?? 0;
  let coveredTo = startNs;
  const last = span + (table.descendants[span] ?? 0);
  // Children stand in the order of their starts.
  for (let child = span + 1; child <= last; child += 1 + (table.descendants[child] ?? 0)) {
    const childStart = Math.min(table.startNs[child] ?? 0, endNs);
    if (childStart > coveredTo) {
      fromNs.push(coveredTo);
      toNs.push(childStart);
    }
    coveredTo = Math.max(coveredTo, endsNs[child] ?? 0);
  }
  if (coveredTo < endNs) {
    fromNs.push(coveredTo);
    toNs.push(endNs);
  }
  return { fromNs: Float64Array.from(fromNs), toNs: Float64Array.from(toNs), categories: null };
}

function leaves({ table, endsNs }: Pick<TraceModel, 'table' | 'endsNs'>, span: SpanIndex): Pieces {
  const below = table.descendants[span] ?? 0;
  const fromNs = new Float64Array(below);
  const toNs = new Float64Array(below);
  const categories = new Uint8Array(below);
  let count = 0;
  for (let at = span + 1; at <= span + below; at += 1) {
    if ((table.descendants[at] ?? 0) > 0) continue;
    fromNs[count] = table.startNs[at] ?? 0;
    toNs[count] = endsNs[at] ?? 0;
    categories[count] = table.categories[at] ?? 0;
    count += 1;
  }
  return {
    fromNs: fromNs.slice(0, count),
    toNs: toNs.slice(0, count),
    categories: categories.slice(0, count),
  };
}
