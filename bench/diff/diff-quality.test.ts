import { expect, it } from 'vitest';

import { edits } from './edits';
import { peers } from './peers';
import { affectedShare, aims, causeShare, ours, quality, ROUNDS, samples, SEED } from './score';

const all = samples(SEED, ROUNDS);

it.each(Object.keys(edits))('plants in several real traces: %s', (edit) => {
  const of = all.filter((sample) => sample.edit === edit);
  expect(new Set(of.map(({ name }) => name)).size).toBeGreaterThanOrEqual(5);
});

it.each([
  ['captured runs', false],
  ['long loops', true],
])('pairs what is the same step in a run and an edited one: %s', (_, areLong) => {
  const of = all.filter(({ isLong }) => isLong === areLong);
  const { precision, recall } = quality(of, ours);
  expect(precision).toBeGreaterThanOrEqual(aims.precision);
  expect(recall).toBeGreaterThanOrEqual(aims.recall);
});

it('finds no difference where all that differs is what differs in every run', () => {
  const again = all.filter(({ edit }) => edit === 'nothing');
  expect(causeShare(again)).toBe(1);
});

it('has long loops among what is compared', () => {
  expect(all.some(({ a }) => a.spans.filter(({ kind }) => kind === 'llm').length >= 50)).toBe(true);
});

it('has what was planted for its headline', () => {
  expect(causeShare(all)).toBeGreaterThanOrEqual(aims.cause);
});

it.each(Object.entries(peers))('does better than by %s', (_, align) => {
  const own = quality(all, ours);
  const peer = quality(all, align);
  expect(own.precision).toBeGreaterThan(peer.precision);
  expect(own.recall).toBeGreaterThan(peer.recall);
  expect(affectedShare(all, ours)).toBeGreaterThan(affectedShare(all, align));
});
