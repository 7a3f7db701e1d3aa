import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { tickLabel, ticksOf, tickStep } from './time-ticks';

const S = 1e9;
const plain = (label: string): string => label.replaceAll('\u00a0', ' ');
const labels = (fromNs: number, toNs: number, maxTicks: number): string[] =>
  ticksOf({ fromNs, toNs }, maxTicks).map((tick) => plain(tick.label));

describe('ticks', () => {
  it('stand at round times', () => {
    expect(labels(0, 46.8 * S, 5)).toEqual(['0 s', '10 s', '20 s', '30 s', '40 s']);
    expect(labels(0, 900e6, 5)).toEqual(['0 ms', '200 ms', '400 ms', '600 ms', '800 ms']);
    expect(labels(0, 3 * 60 * S, 4)).toEqual(['0 s', '1 m', '2 m', '3 m']);
    expect(labels(0, 5 * 3600 * S, 3)).toEqual(['0 s', '2 h', '4 h']);
  });

  it('have the digits that tell them apart', () => {
    expect(labels(28.8 * S, 28.83 * S, 4)).toEqual(['28.80 s', '28.81 s', '28.82 s', '28.83 s']);
    expect(labels(60 * S, 90 * S, 3)).toEqual(['1 m', '1 m 10 s', '1 m 20 s', '1 m 30 s']);
    expect(plain(tickLabel(-5e6, 5e6))).toBe('−5 ms');
    expect(plain(tickLabel(0, 2))).toBe('0 ns');
  });

  it('are different from each other and not many more than asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e14, noNaN: true }),
        fc.double({ min: 100, max: 1e14, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (fromNs, widthNs, maxTicks) => {
          const ticks = ticksOf({ fromNs, toNs: fromNs + widthNs }, maxTicks);
          expect(ticks.length).toBeLessThanOrEqual(maxTicks + 1);
          // Labels have nine decimals at most, which tell whole nanoseconds apart.
          fc.pre(tickStep(widthNs, maxTicks) >= 1);
          expect(new Set(ticks.map((tick) => tick.label)).size).toBe(ticks.length);
        },
      ),
    );
  });
});
