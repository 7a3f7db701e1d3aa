import type { DetailName, Figure, FigureName } from '@domain/diff/compare-figures';
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

/** Of a change of which less is better. */
export function toneOfChange(
  quantity: Quantity,
  a: number | null,
  b: number | null,
  tolerances: Tolerances,
): Tone {
  return tones[directionOf(quantity, a, b, tolerances)];
}

const tones: Readonly<Record<Direction, Tone>> = {
  same: 't3',
  unknown: 't3',
  less: 'okText',
  more: 'errorText',
};
