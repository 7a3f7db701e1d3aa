/** The words of a row of the tree. */
import {
  DiffFlag,
  labelOf,
  nameOf,
  sideOf,
  verdictOf,
  type DiffColumns,
} from '@domain/diff/diff-columns';
import type { Tolerances } from '@domain/diff/tolerances';
import { pairingWords, verdictSentence } from '@domain/diff/verdict-words';
import { formatDurationNs } from '@domain/format';

import { titleOf, type SpanTitle } from '../../../lib/span-name';
import { isAnyRunning } from '../model/diff-builder';
import type { DiffModel } from '../model/diff-model';
import { changeOf, type Tone } from '../tone-of';

export interface TimeDelta {
  readonly text: string;
  readonly tone: Tone;
  /** Both times, exact. */
  readonly title: string;
}

/** How long B took against A; of one side alone, how long it took. */
export function timeDelta(
  { columns, header }: Pick<DiffModel, 'columns' | 'header'>,
  row: number,
  tolerances: Tolerances,
): TimeDelta {
  const a = (columns.endsA[row] ?? Number.NaN) - (columns.startsA[row] ?? Number.NaN);
  const b = (columns.endsB[row] ?? Number.NaN) - (columns.startsB[row] ?? Number.NaN);
  const side = sideOf(columns, row);
  if (side !== 'both') {
    const own = formatDurationNs(side === 'a' ? a : b);
    return { text: own, tone: 't3', title: `${own} in ${side.toUpperCase()}` };
  }
  const title = `${formatDurationNs(a)} in A, ${formatDurationNs(b)} in B`;
  const { text, tone } = changeOf('time', a, b, tolerances);
  // Of what goes on nobody says yet that it is faster.
  const judged = tone !== 't3' && isAnyRunning(header) ? 't2' : tone;
  return { text: text === '' ? '—' : text, tone: judged, title };
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
    ...pathWords(columns, row),
  ].join(' ');
}

/** Whether the run waited for it. */
function pathWords({ pathNsA, pathNsB }: DiffColumns, row: number): readonly string[] {
  const sides = [(pathNsA[row] ?? 0) > 0 ? 'A' : '', (pathNsB[row] ?? 0) > 0 ? 'B' : ''];
  const on = sides.filter((side) => side !== '').join(' and ');
  return on === '' ? [] : [`On the critical path of ${on}.`];
}

/** The one row a row points to: its cause, or where the same step is in the other place; -1. */
export function linkedRow(columns: DiffColumns, row: number): number {
  if (verdictOf(columns, row) === 'moved') return columns.movedRows[row] ?? -1;
  return columns.causes[row] ?? -1;
}
