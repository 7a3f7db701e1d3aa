/** The words of a row of the tree. */
import {
  DiffFlag,
  labelOf,
  nameOf,
  sideOf,
  verdictOf,
  type DiffColumns,
} from '@domain/diff/diff-columns';
import { formatChange } from '@domain/diff/figure-words';
import { pairingWords, verdictSentence } from '@domain/diff/verdict-words';
import { formatDurationNs } from '@domain/format';

import { titleOf, type SpanTitle } from '../../../lib/span-name';
import type { DiffModel } from '../model/diff-model';

/** Below this share a change of time is grey: runs differ by as much anyway. */
const NOTABLE_SHARE = 0.1;

export interface TimeDelta {
  readonly text: string;
  readonly tone: 'better' | 'worse' | 'quiet';
  /** Both times, exact. */
  readonly title: string;
}

/** How long B took against A; of one side alone, how long it took. */
export function timeDelta(columns: DiffColumns, row: number): TimeDelta {
  const a = (columns.endsA[row] ?? Number.NaN) - (columns.startsA[row] ?? Number.NaN);
  const b = (columns.endsB[row] ?? Number.NaN) - (columns.startsB[row] ?? Number.NaN);
  const side = sideOf(columns, row);
  if (side !== 'both') {
    const own = formatDurationNs(side === 'a' ? a : b);
    return { text: own, tone: 'quiet', title: `${own} in ${side.toUpperCase()}` };
  }
  const title = `${formatDurationNs(a)} in A, ${formatDurationNs(b)} in B`;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return { text: '—', tone: 'quiet', title };
  const text = formatChange(a, b, true);
  const isNotable = a > 0 && Math.abs(b - a) / a >= NOTABLE_SHARE;
  return { text, tone: !isNotable ? 'quiet' : b < a ? 'better' : 'worse', title };
}

/** Name of a row as it is drawn; of a renamed step the name that B has too. */
export function rowTitle(model: DiffModel, row: number): SpanTitle & { readonly other: string } {
  const { columns, names } = model;
  const title = titleOf(nameOf(model, row), labelOf(model, row));
  const otherName = names[columns.otherNameIds[row] ?? -1];
  const otherLabel = names[columns.otherLabelIds[row] ?? -1];
  return { ...title, other: otherLabel ?? otherName ?? '' };
}

/** What a row is called in a sentence. */
export function shortName(model: DiffModel, row: number): string {
  return labelOf(model, row) || nameOf(model, row);
}

export function isErrorRow({ flags }: DiffColumns, row: number): boolean {
  return ((flags[row] ?? 0) & (DiffFlag.errorA | DiffFlag.errorB)) !== 0;
}

/** On which side a step failed. */
export function errorWords({ flags }: DiffColumns, row: number): string {
  const inA = ((flags[row] ?? 0) & DiffFlag.errorA) !== 0;
  const inB = ((flags[row] ?? 0) & DiffFlag.errorB) !== 0;
  if (inA && inB) return 'failed in both';
  return inA ? 'failed in A' : inB ? 'failed in B' : '';
}

/** What hovering a row tells: the verdict, and how the pair was found. */
export function rowHint(columns: DiffColumns, row: number): string {
  const isPair = sideOf(columns, row) === 'both';
  return [
    verdictSentence(columns, row),
    ...(isPair ? [`${pairingWords(columns, row)}.`] : []),
  ].join(' ');
}

/** The one row a row points to: its cause, or where the same step is in the other place; -1. */
export function linkedRow(columns: DiffColumns, row: number): number {
  if (verdictOf(columns, row) === 'moved') return columns.movedRows[row] ?? -1;
  return columns.causes[row] ?? -1;
}
