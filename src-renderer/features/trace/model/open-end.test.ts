import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SpanFlag } from '@domain/span-table';

import { FakeTrace } from '../test-support/fake-trace';
import { roomFor, openEndOf } from './open-end';
import { LABEL_ROOM } from '../../../ui/timeline/time-window';
import { buildTraceModel } from './trace-model';

const SECOND_NS = 1e9;
const BEGAN_MS = 1_700_000_000_000;

/** A root without an end, the last word of which came `wordS` after its start. */
function openTrace(wordS: number, flags: number = SpanFlag.zeroEnd) {
  const trace = new FakeTrace({
    name: 'run',
    flags,
    duration: 0,
    children: [{ name: 'ask', duration: 2 * SECOND_NS }],
  });
  trace.row = { ...trace.row, status: 'running', lastReceivedMs: BEGAN_MS + wordS * 1000 };
  return { row: trace.row, model: buildTraceModel(trace.table) };
}

describe('the end of what is open', () => {
  it('is now while spans arrive', () => {
    const { row, model } = openTrace(3);
    expect(openEndOf(row, model, BEGAN_MS + 30_000)).toEqual({
      endNs: 30 * SECOND_NS,
      isLive: true,
    });
  });

  it('is the last word once none has come for a minute', () => {
    const { row, model } = openTrace(3);
    const stale = { endNs: 3 * SECOND_NS, isLive: false };
    expect(openEndOf(row, model, BEGAN_MS + 63_000)).toEqual(stale);
    expect(openEndOf(row, model, BEGAN_MS + 9_000_000)).toEqual(stale);
  });

  it('is the last known time where nothing is open, the root has ended, or times are not of now', () => {
    const known = { endNs: 2 * SECOND_NS, isLive: false };
    const nothingOpen = openTrace(3, 0);
    expect(openEndOf(nothingOpen.row, nothingOpen.model, BEGAN_MS + 9000)).toEqual(known);
    const ended = openTrace(3);
    expect(openEndOf({ ...ended.row, status: 'ok' }, ended.model, BEGAN_MS + 9000)).toEqual(known);
    const imported = openTrace(86_400);
    expect(openEndOf(imported.row, imported.model, BEGAN_MS + 86_401_000)).toEqual(known);
  });

  it('never lies before what is known', () => {
    const { row, model } = openTrace(1);
    expect(openEndOf(row, model, BEGAN_MS - 5000)).toEqual({ endNs: 2 * SECOND_NS, isLive: true });
  });
});

describe('room for it', () => {
  const limitsOf = (durationNs: number) => ({ fromNs: 0, toNs: durationNs * LABEL_ROOM });

  it('is what is there until that is used up, so that bars alone move', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 30 * SECOND_NS, noNaN: true }), { maxLength: 60 }),
        (steps) => {
          let endNs = SECOND_NS;
          let limits = limitsOf(endNs);
          let changes = 0;
          for (const step of steps) {
            endNs += step;
            const next = roomFor({ endNs, isLive: true }, limits);
            if (next !== limits) changes += 1;
            limits = next;
            expect(limits.toNs).toBeGreaterThanOrEqual(endNs * LABEL_ROOM);
            expect(limits.toNs).toBeLessThanOrEqual(endNs * LABEL_ROOM * 1.3);
          }
          expect(changes).toBeLessThanOrEqual(Math.log(endNs / SECOND_NS) / Math.log(1.2) + 1);
        },
      ),
    );
  });

  it('fits again once nothing grows', () => {
    const wide = limitsOf(90);
    expect(roomFor({ endNs: 5000, isLive: false }, wide)).toEqual(limitsOf(5000));
    expect(roomFor({ endNs: 5000, isLive: true }, limitsOf(90_000))).toEqual(limitsOf(6250));
  });
});
