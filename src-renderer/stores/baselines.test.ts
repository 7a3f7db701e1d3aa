import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Baseline } from '@contract/default-settings';
import type { TraceId } from '@domain/units';

import {
  asBaseline,
  baselineOf,
  isBaseline,
  possibleBaselines,
  withBaseline,
  type RunOfRoot,
} from './baselines';

const idOf = (number: number) => number.toString(16).padStart(32, '0') as TraceId;
const run = (number: number, rootName: string | null = 'plan', serviceName = 'app'): RunOfRoot => ({
  traceId: idOf(number),
  rootName,
  serviceName,
  facets: null,
});
const pinned = (...runs: readonly RunOfRoot[]): Baseline[] =>
  runs.reduce<Baseline[]>((before, one) => {
    const baseline = asBaseline(one);
    return baseline === null ? before : withBaseline(before, baseline);
  }, []);

it('has one baseline for a root, the latest pinned', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(300), fc.nat(200)), { maxLength: 400 }), (pins) => {
      const all = pinned(...pins.map(([number, root]) => run(number, `root ${root}`)));
      expect(new Set(all.map(({ rootName }) => rootName)).size).toBe(all.length);
      expect(all.length).toBeLessThanOrEqual(100);
      const [lastNumber, lastRoot] = pins.at(-1) ?? [0, 0];
      if (pins.length > 0) {
        expect(baselineOf(all, run(999, `root ${lastRoot}`))?.traceId).toBe(idOf(lastNumber));
      }
    }),
  );
});

it('belongs to a root of one name and service', () => {
  const all = pinned(run(1), run(2, 'plan', 'other'), run(3, 'ask'));
  expect(baselineOf(all, run(9))?.traceId).toBe(idOf(1));
  expect(baselineOf(all, run(9, 'plan', 'other'))?.traceId).toBe(idOf(2));
  expect(baselineOf(all, run(9, 'else'))).toBeNull();
  expect(isBaseline(all, idOf(3))).toBe(true);
  expect(asBaseline(run(9, null))).toBeNull();
});

it('may be any of its service before the root has arrived, the latest first', () => {
  const all = pinned(run(1), run(2, 'plan', 'other'), run(3, 'ask'));
  const possible = (one: RunOfRoot) => possibleBaselines(all, one).map(({ traceId }) => traceId);
  expect(possible(run(9, null))).toEqual([idOf(3), idOf(1)]);
  expect(possible(run(9))).toEqual([idOf(1)]);
  expect(possible(run(9, 'else'))).toEqual([]);
});

it('cuts names that are longer than the settings take', () => {
  const long = run(1, 'x'.repeat(2000));
  expect(baselineOf(pinned(long), { ...long, traceId: idOf(2) })?.traceId).toBe(idOf(1));
});
