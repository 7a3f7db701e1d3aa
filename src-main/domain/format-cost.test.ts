import { describe, expect, it } from 'vitest';

import { describeCost, formatCost, formatUsd } from './format-cost';

describe('formatUsd', () => {
  it.each([
    [0, '$0'],
    [0.00001, '<$0.0001'],
    [0.00005, '$0.0001'],
    [0.0031, '$0.0031'],
    [0.99994, '$0.9999'],
    [0.99996, '$1.00'],
    [12.4, '$12.40'],
    [1234567.891, '$1,234,567.89'],
    [-0.5, '−$0.5000'],
    [Number.NaN, '—'],
  ])('%d is %s', (usd, text) => {
    expect(formatUsd(usd)).toBe(text);
  });
});

describe('formatCost', () => {
  it('never shows an unknown price as 0', () => {
    expect(formatCost({ usd: 0, state: 'unknown' })).toBe('—');
    expect(formatCost({ usd: 0.02, state: 'unknown' })).toBe('$0.0200+');
  });

  it('shows local models as free and nothing where nothing was called', () => {
    expect(formatCost({ usd: 0, state: 'local' })).toBe('$0');
    expect(formatCost({ usd: 0, state: 'none' })).toBe('');
  });
});

describe('describeCost', () => {
  it('names the models without a price', () => {
    expect(describeCost({ state: 'unknown', unknownModels: ['a', 'b'] })).toContain('a, b');
    expect(describeCost({ state: 'local', unknownModels: [] })).toContain('free');
  });
});
