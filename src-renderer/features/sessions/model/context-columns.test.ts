import { describe, expect, it } from 'vitest';

import type { ContextPoint } from '@contract/facets';
import type { TraceId } from '@domain/units';

import { contextColumns } from './context-columns';

function point(spanKey: number, changes: Partial<ContextPoint> = {}): ContextPoint {
  return {
    traceId: '1'.padStart(32, '0') as TraceId,
    spanKey,
    turn: 1,
    model: 'gpt-4.1',
    agentName: null,
    startNs: BigInt(spanKey),
    inputTokens: 100,
    isEstimated: false,
    enteredTokens: 10,
    stayedTokens: 30,
    leftTokens: 0,
    wasCompacted: false,
    ...changes,
  };
}

describe('contextColumns', () => {
  it('scales the estimated parts to what the provider counted', () => {
    const [column] = contextColumns([point(1)], 10);
    expect(column!.entered).toBeCloseTo(25);
    expect(column!.stayed).toBeCloseTo(75);
  });

  it('takes all as entered where the parts are not known', () => {
    const [column] = contextColumns([point(1, { enteredTokens: 0, stayedTokens: 0 })], 10);
    expect([column!.entered, column!.stayed]).toEqual([100, 0]);
  });

  it('lets no more go than was there', () => {
    const small = { enteredTokens: 1, stayedTokens: 0, leftTokens: 50 };
    const columns = contextColumns([point(1, { inputTokens: 80 }), point(2, small)], 10);
    expect(columns.map(({ left }) => left)).toEqual([0, 80]);
  });

  it('puts neighbours together, showing the largest and keeping what happened to any', () => {
    const points = [
      point(1, { inputTokens: 50 }),
      point(2, { inputTokens: 90, wasCompacted: true, leftTokens: 5 }),
      point(3, { inputTokens: 70, turn: 2 }),
    ];
    const columns = contextColumns(points, 2);
    expect(columns.map(({ point: { spanKey } }) => spanKey)).toEqual([2, 3]);
    expect(columns[0]!.wasCompacted).toBe(true);
    expect(columns[0]!.callCount).toBe(2);
    expect(columns.map(({ beginsTurn }) => beginsTurn)).toEqual([true, true]);
    expect(contextColumns([], 10)).toEqual([]);
  });
});
