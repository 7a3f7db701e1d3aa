import { expect, it } from 'vitest';

import { npmiOf } from './npmi';

/** As MLflow 3.17's `calculate_npmi_from_counts` computes them. */
it.each([
  [10, 20, 15, 100, 0.5228787452803378, 0.5098689991831412],
  [0, 20, 15, 100, -1, -0.3545022544472705],
  [5, 5, 5, 5, 1, 1],
  [5, 5, 5, 10, 1, 0.7769392487011186],
  [1, 50, 50, 100, -0.6989700043360186, -0.6714559000758996],
  [3, 3, 6, 7, 0.1819321008987486, 0.1247091830455028],
  [0, 0, 3, 10, Number.NaN, Number.NaN],
  [0, 0, 0, 0, Number.NaN, Number.NaN],
])('of %d in %d and %d of %d', (joint, first, second, total, npmi, smoothed) => {
  const result = npmiOf({ joint, first, second, total });
  expect(result).toEqual({ npmi: near(npmi), smoothed: near(smoothed) });
});

function near(value: number): unknown {
  return Number.isNaN(value) ? value : expect.closeTo(value, 12);
}
