import { expect, it } from 'vitest';

import { edits } from './edits';
import { peers } from './peers';
import { aims, causeShare, ours, quality, ROUNDS, samples, SEED } from './score';

const all = samples(SEED, ROUNDS);

it.each(Object.keys(edits))('plants in several real traces: %s', (edit) => {
  const of = all.filter((sample) => sample.edit === edit);
  expect(new Set(of.map(({ name }) => name)).size).toBeGreaterThanOrEqual(5);
});

it('pairs what is the same step in a run and an edited one', () => {
  const { precision, recall } = quality(all, ours);
  expect(precision).toBeGreaterThanOrEqual(aims.precision);
  expect(recall).toBeGreaterThanOrEqual(aims.recall);
});

it('has what was planted for its headline', () => {
  expect(causeShare(all)).toBeGreaterThanOrEqual(aims.cause);
});

it.each(Object.entries(peers))('does better than by %s', (_, align) => {
  const own = quality(all, ours);
  const peer = quality(all, align);
  expect(own.precision).toBeGreaterThan(peer.precision);
  expect(own.recall).toBeGreaterThan(peer.recall);
});
