/** A comparison as the view holds it, with what is looked up in it over and over. */
import { SpanIdIndex } from '@domain/assemble/span-id-index';
import { sideOf, type DiffColumns, type MergedDiff } from '@domain/diff/diff-columns';
import { goesOn } from '@contract/traces';
import { likenessOf, sameWords } from '@domain/diff/describe-headline';
import type { CompareRow } from '@domain/route';
import { facetKinds, categoryOfKind } from '@domain/facets/facet-kind';
import { spanCategories, type SpanCategory } from '@domain/span-category';

import { SpanRowIndex, spanIdOf } from '../../../lib/span-row-index';
import type { DiffHeader, LoadedDiff } from './diff-builder';
import { countFiltered, type FilterCounts } from './row-filter';

export interface DiffModel extends MergedDiff {
  readonly header: DiffHeader;
  readonly counts: FilterCounts;
  /** What is said where nothing differs. */
  readonly sameWords: string;
  /** By row: how many rows are below it. */
  readonly descendants: Int32Array;
  /** By row: number of the category it is drawn as. */
  readonly categories: Uint8Array;
  readonly parents: Int32Array;
  /** Made when a span is first looked for. */
  readonly idsA: () => SpanRowIndex;
  readonly idsB: () => SpanRowIndex;
}

export function buildDiffModel({ header, diff }: LoadedDiff): DiffModel {
  const { count, columns } = diff;
  const categories = facetKinds.map((kind) => spanCategories.indexOf(categoryOfKind(kind)));
  return {
    ...diff,
    header,
    counts: countFiltered(diff),
    sameWords: sameWords(likenessOf(columns), goesOn(header.a, header.b)),
    descendants: columns.subtreeEnds.map((end, row) => end - row - 1),
    categories: columns.kinds.map((kind) => categories[kind] ?? 0),
    parents: columns.parents,
    idsA: onDemand(() => new SpanRowIndex({ count, spanIds: columns.spanIdsA })),
    idsB: onDemand(() => new SpanRowIndex({ count, spanIds: columns.spanIdsB })),
  };
}

function onDemand<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Row of a span of one side, or -1. */
export function rowAt({ idsA, idsB }: DiffModel, { side, spanId }: CompareRow): number {
  return (side === 'a' ? idsA : idsB)().find(spanId);
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

/**
 * Finds rows of one reading in a later one, by their spans; -1 where they are gone. Sides may have
 * been swapped since: no two spans have one key.
 */
export function rowFinder(model: DiffModel, before: DiffModel): (row: number) => number {
  const { keysA, keysB } = model.columns;
  const rows = new SpanIdIndex(model.count * 2);
  const add = (key: number, row: number): void => {
    if (key !== 0) rows.add(Math.floor(key / 2 ** 32), key >>> 0, row);
  };
  for (let row = 0; row < model.count; row += 1) {
    add(keysA[row] ?? 0, row);
    add(keysB[row] ?? 0, row);
  }
  const find = (key: number): number =>
    key === 0 ? -1 : rows.get(Math.floor(key / 2 ** 32), key >>> 0);
  return (row) => {
    const byA = find(before.columns.keysA[row] ?? 0);
    return byA === -1 ? find(before.columns.keysB[row] ?? 0) : byA;
  };
}

/** One row, without an index of all. */
export function rowInModel(model: DiffModel, before: DiffModel, row: number): number {
  const { keysA, keysB } = model.columns;
  for (const key of [before.columns.keysA[row] ?? 0, before.columns.keysB[row] ?? 0]) {
    if (key === 0) continue;
    const at = Math.max(keysA.indexOf(key), keysB.indexOf(key));
    if (at >= 0) return at;
  }
  return -1;
}

/** Whether A of the one is B of the other. */
export function isTurned(model: DiffModel, before: DiffModel): boolean {
  return model.header.a.traceId !== before.header.a.traceId;
}

/** Row of a key; -1 where it has gone. */
export function rowOfKey({ columns }: DiffModel, key: number): number {
  return key > 0 ? columns.keysA.indexOf(key) : columns.keysB.indexOf(-key);
}

export function categoryAt({ categories }: DiffModel, row: number): SpanCategory {
  return spanCategories[categories[row] ?? 0] ?? 'other';
}
