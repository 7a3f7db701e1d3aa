/** The items of the transcript as the window holds them: each with a key that outlasts its place. */
import { sideOf } from '@domain/diff/diff-columns';
import { isDifference } from '@domain/diff/explain';
import { transcriptItems, type TranscriptItem } from '@domain/diff/transcript-items';

import { rowKey, type DiffModel } from '../model/diff-model';
import { passes, type RowFilter } from '../model/row-filter';

export type ToldItem = TranscriptItem & { readonly key: number };

const types = ['step', 'same', 'answer'] as const satisfies readonly TranscriptItem['type'][];

/** @param isFolded whether the line of same turns with a key is folded */
export function toldItems(
  model: DiffModel,
  filter: RowFilter,
  isFolded: (key: number) => boolean,
): readonly ToldItem[] {
  const { columns } = model;
  return transcriptItems(model, {
    passes: filter === 'all' ? null : (row) => passes(columns, row, filter),
    isOpen: (row) => !isFolded(itemKey(model, row, 'same')),
  }).map((item) => ({ ...item, key: itemKey(model, item.row, item.type) }));
}

function itemKey({ columns }: DiffModel, row: number, type: TranscriptItem['type']): number {
  return rowKey(columns, row) * types.length + types.indexOf(type);
}

/** What did the same, or differs only inside, is one line until the reader opens it. */
export function beginsFolded({ columns }: DiffModel, { type, row }: ToldItem): boolean {
  if (type === 'same') return true;
  if (type === 'answer' || sideOf(columns, row) !== 'both') return false;
  return !isDifference(columns.verdicts[row] ?? 0);
}
