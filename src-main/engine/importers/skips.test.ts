import { expect, it } from 'vitest';
import { OTHER_REASONS, SkipLog } from './skips';

it('is bounded, whatever the number of reasons', () => {
  const skips = new SkipLog();
  for (let line = 1; line <= 20_000; line++) {
    skips.add({ reason: `Reason ${line}.`, line, offset: line, text: Buffer.alloc(1000, 'x') });
  }
  const groups = skips.groups();
  expect(groups).toHaveLength(51);
  expect(groups[0]).toMatchObject({ reason: OTHER_REASONS, count: 19_950, firstLine: 51 });
  expect(groups[0]?.lines).toHaveLength(100);
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
  expect(skips.text().length).toBeLessThan(1_100_000);
});

it('names a line once, however many of its spans are left out', () => {
  const skips = new SkipLog();
  for (const line of [7, 7, 8]) skips.add({ reason: 'Bad.', line, offset: 0, count: 2 });
  expect(skips.groups()).toMatchObject([{ count: 6, lines: [7, 8] }]);
});
