import { expect, it } from 'vitest';

import { defaultTolerances } from '@domain/diff/tolerances';

import type { TraceProgress } from '../../../ui/trace-progress';
import { compared, idOf, NOW_MS, parted, runRow } from '../test-support/runs';
import { goesOn, standingWords, type Standing } from './standing';

const baseline = idOf(1);
const words = (
  verdict: ReturnType<typeof compared>,
  wentOn: boolean,
  status: TraceProgress['status'] = 'ok',
) => standingWords({ kind: 'compared', baseline, verdict, goesOn: wentOn }, { status });

it('says that a run is the same only once it is over', () => {
  expect(words(compared(), false)).toMatchObject({ tone: 'same', text: 'same' });
  // All of it has come, so there is nothing to wait for.
  expect(words(compared(), true)).toMatchObject({ tone: 'same' });
  const behind = compared({ toComeCount: 2 });
  expect(words(behind, true)).toMatchObject({ tone: 'soFar', text: 'same so far' });
  expect(words(behind, true, 'running').title).toBe('The same so far; 2 spans are to come.');
  expect(words(behind, true, 'stalled').text).toBe('same until it stopped');
});

it('does not say that what was not recorded is the same', () => {
  expect(words(compared({ unknownCount: 2 }), false)).toMatchObject({
    text: 'same steps',
    title:
      'This run and the baseline took the same steps. What 2 of them got or gave was not recorded.',
  });
});

it('says where a run parts, and that it may differ in more', () => {
  expect(words(parted(), false)).toEqual({
    tone: 'parted',
    text: 'Step 2: same input, `read` gave something else.',
    title: 'Step 2: same input, read gave something else. 3 steps differ.',
    count: '3',
  });
  expect(words(parted(), true, 'running').title).toContain('3 steps differ so far');
});

it('says why it cannot be compared', () => {
  const standing = (kind: 'waiting' | 'tooLarge'): Standing => ({
    kind,
    baseline,
    baselineState: 'ready',
  });
  const status = { status: 'ok' } as const;
  expect(standingWords(standing('waiting'), status).text).toBe('not comparable yet');
  expect(standingWords(standing('tooLarge'), status).text).toBe('too large');
  const gone: Standing = { kind: 'noBaseline', baseline, baselineState: 'gone' };
  expect(standingWords(gone, status).text).toBe('baseline gone');
});

it('expects more for a while after the root has come', () => {
  expect(goesOn(runRow(2, { lastReceivedMs: NOW_MS - 3000 }), NOW_MS)).toBe(true);
  expect(goesOn(runRow(2, { lastReceivedMs: NOW_MS - 9000 }), NOW_MS)).toBe(false);
  expect(goesOn(runRow(2, { lastReceivedMs: 0, status: 'running' }), NOW_MS)).toBe(true);
});

it('says that a run that took the same steps took longer or cost more', () => {
  const baselineTotals = { durationNs: 2e9, tokens: 100, costUsd: 0.01 };
  const standing: Standing = {
    kind: 'compared',
    baseline,
    verdict: compared({ baselineTotals }),
    goesOn: false,
  };
  const took = (durationNs: number, costUsd: number | null) =>
    standingWords(
      standing,
      { status: 'ok' },
      {
        totals: { durationNs, tokens: 102, costUsd },
        tolerances: defaultTolerances,
      },
    );
  expect(took(10e9, 0.03)).toMatchObject({
    tone: 'same',
    text: 'same steps, slower, dearer',
    title: 'This run and the baseline did the same. This run was slower, dearer.',
  });
  expect(took(2.1e9, null).text).toBe('same');
});
