import { expect, it } from 'vitest';

import { metricPoints } from './metric-points';

it('sums up by group', () => {
  const measured = [
    { group: ['b', 'OK'], value: 4 },
    { group: ['a', 'OK'], value: 10 },
    { group: ['b', 'OK'], value: 1 },
    { group: ['b', 'OK'], value: 3 },
    { group: ['b', 'OK'], value: 2 },
  ];
  const points = metricPoints(measured, [
    { type: 'COUNT' },
    { type: 'SUM' },
    { type: 'AVG' },
    { type: 'MIN' },
    { type: 'MAX' },
    { type: 'PERCENTILE', percentile: 50 },
    { type: 'PERCENTILE', percentile: 99.5 },
  ]);
  expect(points).toEqual([
    {
      group: ['a', 'OK'],
      values: { COUNT: 1, SUM: 10, AVG: 10, MIN: 10, MAX: 10, 'P50.0': 10, 'P99.5': 10 },
    },
    {
      group: ['b', 'OK'],
      values: {
        COUNT: 4,
        SUM: 10,
        AVG: 2.5,
        MIN: 1,
        MAX: 4,
        'P50.0': 2.5,
        'P99.5': expect.closeTo(3.985, 9),
      },
    },
  ]);
  expect(metricPoints([], [{ type: 'COUNT' }])).toEqual([]);
});
