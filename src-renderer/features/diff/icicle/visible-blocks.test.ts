import { expect, it } from 'vitest';

import { layOutIcicle } from '@domain/diff/icicle-layout';
import { mergedDiff } from '@domain/diff/test-support/merged';

import { blockAt, visibleBlocks, zoomToSee } from './visible-blocks';

const layout = layOutIcicle(
  mergedDiff([
    { depth: 0, name: 'run', a: [0, 1000], b: null },
    { depth: 1, name: 'wide', a: [0, 600], b: null },
    { depth: 2, name: 'half', a: [0, 300], b: null },
    { depth: 1, name: 'thin', a: [600, 601], b: null },
    { depth: 2, name: 'thinner', a: [600, 600.5], b: null },
    { depth: 2, name: 'nothing', a: [600, 600], b: null },
  ]),
  'time',
  false,
);
const [WIDE, THIN, THINNER] = [1, 3, 4];

it('draws what is a pixel wide, and counts the rest', () => {
  const { rows, hiddenCount } = visibleBlocks(layout, -1, 500);
  expect(rows.map(({ blocks }) => blocks)).toEqual([[0], [1], [2]]);
  expect(rows[1]).toMatchObject({ stripLefts: [300], stripEnds: [300.5] });
  expect(rows[2]).toMatchObject({ lefts: [0], widths: [150] });
  expect(hiddenCount).toBe(2);
});

it('zooms to a block, with what that is in above it', () => {
  const { rows, hiddenCount } = visibleBlocks(layout, THIN, 500);
  expect(rows.map(({ blocks }) => blocks)).toEqual([[0], [THIN], [THINNER]]);
  expect(rows.map(({ widths }) => widths[0])).toEqual([500, 500, 250]);
  expect(hiddenCount).toBe(0);
  expect(visibleBlocks(layout, -1, 0).rows).toEqual([]);
});

it('finds the block at a place', () => {
  const visible = visibleBlocks(layout, -1, 500);
  expect(blockAt(visible, 1, 0)).toBe(WIDE);
  expect(blockAt(visible, 1, 299)).toBe(WIDE);
  expect(blockAt(visible, 1, 300)).toBe(-1);
  expect(blockAt(visible, 7, 0)).toBe(-1);
});

it('zooms no further than it takes to see a block', () => {
  expect(zoomToSee(layout, -1, WIDE, 500)).toBe(-1);
  expect(zoomToSee(layout, -1, THINNER, 500)).toBe(THIN);
  expect(zoomToSee(layout, WIDE, THINNER, 3000)).toBe(-1);
  expect(zoomToSee(layout, THIN, WIDE, 500)).toBe(-1);
  expect(zoomToSee(layout, THIN, 0, 500)).toBe(THIN);
});
