/** What a block of the icicle is called, and what it says of both sides. */
import type { Tolerances } from '@domain/diff/tolerances';
import { formatChange, formatFigure } from '@domain/diff/figure-words';
import {
  changeOfBlock,
  type IcicleChange,
  type IcicleLayout,
  type IcicleMeasure,
} from '@domain/diff/icicle-layout';
import { formatCount } from '@domain/format';

import type { DiffModel } from '../model/diff-model';
import { rowTitle, shortName } from '../tree/row-words';

export interface IcicleOf {
  readonly model: DiffModel;
  readonly layout: IcicleLayout;
  readonly measure: IcicleMeasure;
  readonly tolerances: Tolerances;
}

export interface BlockWords {
  readonly name: string;
  /** What both sides took, `—` where a side has no such step. */
  readonly a: string;
  readonly b: string;
  readonly change: IcicleChange;
  /** E.g. `▴ 23%`, `only in A`. */
  readonly delta: string;
}

/** The name, and how many steps it stands for. */
export function blockName({ model, layout }: IcicleOf, block: number): string {
  const row = layout.rows[block] ?? 0;
  const { operation, target, rest } = rowTitle(model, row);
  return `${operation}${target}${rest}${timesOf(layout, block)}`;
}

/** What a block is called where there is little room. */
export function shortBlockName({ model, layout }: IcicleOf, block: number): string {
  return `${shortName(model, layout.rows[block] ?? 0)}${timesOf(layout, block)}`;
}

function timesOf({ countsA, countsB }: IcicleLayout, block: number): string {
  const times = Math.max(countsA[block] ?? 0, countsB[block] ?? 0);
  return times > 1 ? ` ×${formatCount(times)}` : '';
}

const figures = { time: 'duration', tokens: 'tokens', cost: 'cost' } as const;

export function blockWords(of: IcicleOf, block: number): BlockWords {
  const { layout, measure } = of;
  const { totalsA, totalsB } = layout;
  const change = changeOf(of, block);
  return {
    name: blockName(of, block),
    a: sideWords(layout.countsA[block] ?? 0, totalsA[block] ?? 0, measure),
    b: sideWords(layout.countsB[block] ?? 0, totalsB[block] ?? 0, measure),
    change,
    delta: judgedDelta(change, totalsA[block] ?? 0, totalsB[block] ?? 0),
  };
}

export function changeOf(of: IcicleOf, block: number): IcicleChange {
  return changeOfBlock(of.layout, block, of.measure, of.tolerances);
}

export function deltaWords(change: IcicleChange, a: number, b: number): string {
  if (change === 'onlyA') return 'only in A';
  if (change === 'onlyB') return 'only in B';
  return formatChange(a, b, true);
}

/** What is within the tolerance is said to be. */
function judgedDelta(change: IcicleChange, a: number, b: number): string {
  const delta = deltaWords(change, a, b);
  return change === 'same' && delta !== 'same' ? `${delta}, counts as chance` : delta;
}

function sideWords(count: number, total: number, measure: IcicleMeasure): string {
  if (count === 0) return '—';
  const unit = measure === 'tokens' ? ' tokens' : '';
  const value = `${formatFigure(figures[measure], total)}${unit}`;
  return count === 1 ? value : `${value} in ${formatCount(count)} steps`;
}
