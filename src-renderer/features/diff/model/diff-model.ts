/** A comparison as the view holds it, with what is looked up in it over and over. */
import { sideOf, type DiffColumns, type MergedDiff } from '@domain/diff/diff-columns';
import { countUnknown } from '@domain/diff/describe-headline';
import type { CompareRow } from '@domain/route';
import { facetKinds, categoryOfKind } from '@domain/facets/facet-kind';
import { spanCategories, type SpanCategory } from '@domain/span-category';

import { SpanRowIndex, spanIdOf } from '../../../lib/span-row-index';
import type { DiffHeader, LoadedDiff } from './diff-builder';
import { countFiltered, type FilterCounts } from './row-filter';

export interface DiffModel extends MergedDiff {
  readonly header: DiffHeader;
  readonly counts: FilterCounts;
  /** Steps whose verdict is `unknown`. */
  readonly unknownCount: number;
  /** By row: how many rows are below it. */
  readonly descendants: Int32Array;
  /** By row: number of the category it is drawn as. */
  readonly categories: Uint8Array;
  readonly parents: Int32Array;
  readonly idsA: SpanRowIndex;
  readonly idsB: SpanRowIndex;
}

export function buildDiffModel({ header, diff }: LoadedDiff): DiffModel {
  const { count, columns } = diff;
  const categories = facetKinds.map((kind) => spanCategories.indexOf(categoryOfKind(kind)));
  return {
    ...diff,
    header,
    counts: countFiltered(diff),
    unknownCount: countUnknown(columns),
    descendants: columns.subtreeEnds.map((end, row) => end - row - 1),
    categories: columns.kinds.map((kind) => categories[kind] ?? 0),
    parents: columns.parents,
    idsA: new SpanRowIndex({ count, spanIds: columns.spanIdsA }),
    idsB: new SpanRowIndex({ count, spanIds: columns.spanIdsB }),
  };
}

/** Row of a span of one side, or -1. */
export function rowAt({ idsA, idsB }: DiffModel, { side, spanId }: CompareRow): number {
  return (side === 'a' ? idsA : idsB).find(spanId);
}

/** How a row is named in a link: by A's span where it has one. */
export function linkOf({ columns }: MergedDiff, row: number): CompareRow | null {
  const side = sideOf(columns, row) === 'b' ? 'b' : 'a';
  const spanIds = side === 'a' ? columns.spanIdsA : columns.spanIdsB;
  const spanId = spanIdOf({ spanIds }, row);
  return spanId === null ? null : { side, spanId };
}

/** Names a row from one reading to the next: by A's span where it has one. */
export function rowKey({ keysA, keysB }: DiffColumns, row: number): number {
  const key = keysA[row] ?? 0;
  return key === 0 ? -(keysB[row] ?? 0) : key;
}

/** Row of a key; -1 where it has gone. */
export function rowOfKey({ columns }: DiffModel, key: number): number {
  return key > 0 ? columns.keysA.indexOf(key) : columns.keysB.indexOf(-key);
}

export function categoryAt({ categories }: DiffModel, row: number): SpanCategory {
  return spanCategories[categories[row] ?? 0] ?? 'other';
}
