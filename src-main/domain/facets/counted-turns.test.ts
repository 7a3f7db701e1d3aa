import { expect, it } from 'vitest';

import type { TraceId } from '../units';
import { countedTurns } from './counted-turns';

const turn = (traceId: string, sameCallAs: string | null) => ({
  traceId: traceId as TraceId,
  sameCallAs: sameCallAs as TraceId | null,
});

it('leaves out what another turn counts, but not what a trace elsewhere does', () => {
  const [one, twin, lone] = [turn('a', null), turn('b', 'a'), turn('c', 'x')];
  expect(countedTurns([one, twin, lone])).toEqual([one, lone]);
});
