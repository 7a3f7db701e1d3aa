import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  carryWindow,
  fitWindow,
  panBy,
  showsAll,
  type TimeWindow,
  widthOf,
  windowAround,
  windowBetween,
  windowShowing,
  zoomAt,
} from './time-window';

const limits = fitWindow(1_000_000);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyWindow = fc
  .tuple(share, share)
  .map(([a, b]) => windowBetween(a * limits.toNs, b * limits.toNs, limits));

const isWithin = (window: TimeWindow): boolean =>
  window.fromNs >= limits.fromNs &&
  window.toNs <= limits.toNs * (1 + 1e-9) &&
  widthOf(window) >= 99.999;

describe('time windows', () => {
  it('stay within the trace and wide enough to see, however they are zoomed and panned', () => {
    const step = fc.oneof(
      fc.record({ at: share, factor: fc.double({ min: 0.01, max: 100, noNaN: true }) }),
      fc.record({ pan: fc.double({ min: -3, max: 3, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let window = limits;
        for (const one of steps) {
          window =
            'pan' in one
              ? panBy(window, limits, one.pan)
              : zoomAt(window, limits, window.fromNs + one.at * widthOf(window), one.factor);
          expect(isWithin(window)).toBe(true);
        }
      }),
    );
  });

  it('keep the time under the pointer where it is while zooming in', () => {
    fc.assert(
      fc.property(anyWindow, share, (window, at) => {
        fc.pre(widthOf(window) > 1000);
        const atNs = window.fromNs + at * widthOf(window);
        const zoomed = zoomAt(window, limits, atNs, 2);
        expect((atNs - zoomed.fromNs) / widthOf(zoomed)).toBeCloseTo(at, 6);
      }),
    );
  });

  it('end at the whole trace when zoomed out far enough', () => {
    const window = windowAround(400_000, 1000, limits);
    expect(showsAll(window, limits)).toBe(false);
    expect(zoomAt(window, limits, 400_000, 1e-9)).toEqual(limits);
  });

  it('do not change width while panning', () => {
    const window = windowBetween(100_000, 200_000, limits);
    expect(panBy(window, limits, 0.5)).toEqual({ fromNs: 150_000, toNs: 250_000 });
    expect(widthOf(panBy(window, limits, -9))).toBe(100_000);
    expect(panBy(window, limits, -9).fromNs).toBe(0);
  });

  it('move only where nothing of a span is seen', () => {
    const window = windowBetween(100_000, 200_000, limits);
    expect(windowShowing(window, limits, 190_000, 900_000)).toBe(window);
    const moved = windowShowing(window, limits, 500_000, 500_010);
    expect(moved.fromNs).toBeLessThan(500_000);
    expect(moved.toNs).toBeGreaterThan(500_010);
    expect(widthOf(moved)).toBeCloseTo(100_000);
  });

  it('follow a growing trace while they show all of it, and stay where they are else', () => {
    const grown = fitWindow(2_000_000);
    expect(carryWindow(limits, limits, grown)).toBe(grown);
    const zoomed = windowBetween(100_000, 200_000, limits);
    expect(carryWindow(zoomed, limits, grown)).toEqual(zoomed);
  });

  it('show a trace without duration', () => {
    expect(widthOf(fitWindow(0))).toBeGreaterThan(0);
  });
});
