import type { DetailName, Figure, FigureName } from '@domain/diff/compare-figures';
import { formatChangeOf } from '@domain/diff/figure-words';
import {
  directionOf,
  type Direction,
  type Quantity,
  type Tolerances,
} from '@domain/diff/tolerances';

/** Class of a change's text: grey within the tolerance, green or red where it is good or bad. */
export type Tone = 'okText' | 'errorText' | 't2' | 't3';

export function toneOf({
  direction,
  judgement,
}: Pick<Figure<FigureName | DetailName>, 'direction' | 'judgement'>): Tone {
  if (direction !== 'less' && direction !== 'more') return 't3';
  if (judgement === 'neither') return 't2';
  return judgement === 'better' ? 'okText' : 'errorText';
}

export interface Change {
  /** E.g. `▾ 19%`; '' where a side is not known. */
  readonly text: string;
  readonly tone: Tone;
}

/** How B differs from A, of what is better where there is less of it. NaN is not known either. */
export function changeOf(
  quantity: Quantity,
  a: number | null,
  b: number | null,
  tolerances: Tolerances,
): Change {
  const direction = directionOf(quantity, a, b, tolerances);
  const isKnown = a !== null && b !== null && direction !== 'unknown';
  return {
    text: isKnown ? formatChangeOf(quantity, a, b, direction) : '',
    tone: tones[direction],
  };
}

const tones: Readonly<Record<Direction, Tone>> = {
  same: 't3',
  unknown: 't3',
  less: 'okText',
  more: 'errorText',
};
