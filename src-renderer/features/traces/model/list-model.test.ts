import { describe, expect, it } from 'vitest';

import { durationShare } from './duration-bar';
import { noTicks, toggled, withoutTicks, withTicks } from './selection';

describe('durationShare', () => {
  it('is full for the longest and keeps the order of durations', () => {
    expect(durationShare(184e9, 184e9)).toBe(1);
    const shares = [1e6, 1.9e9, 9.8e9, 41.8e9, 92e9].map((ns) => durationShare(ns, 184e9));
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(durationShare(1.94e9, 184e9)).toBeCloseTo(0.31, 1);
  });

  it('is empty for no time, a negative time and an empty list', () => {
    expect(durationShare(0, 10)).toBe(0);
    expect(durationShare(-5, 10)).toBe(0);
    expect(durationShare(5, 0)).toBe(0);
  });

  it('does not exceed the column while a running trace outgrows the longest known', () => {
    expect(durationShare(20, 10)).toBe(1);
  });
});

describe('ticks', () => {
  it('toggle one, add and take away many, and never change in place', () => {
    const one = toggled(noTicks, 4);
    expect([...one]).toEqual([4]);
    expect([...toggled(one, 4)]).toEqual([]);
    const many = withTicks(one, [5, 6]);
    expect([...many]).toEqual([4, 5, 6]);
    expect([...withoutTicks(many, [4, 6])]).toEqual([5]);
    expect([...one]).toEqual([4]);
    expect(noTicks.size).toBe(0);
  });
});
