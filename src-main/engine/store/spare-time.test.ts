import { expect, it } from 'vitest';

import { SpareTime } from './spare-time';

it('gives all of the time while no requests come', () => {
  const spare = new SpareTime();
  expect(spare.waitMs(0)).toBe(0);
  spare.spend(1000);
  expect(spare.waitMs(0)).toBe(0);
});

it('keeps to a small share while requests fill the time', () => {
  const spare = new SpareTime();
  let spentMs = 0;
  let nowMs = 0;
  while (nowMs < 10_000) {
    spare.noteRequests(nowMs, nowMs + 20);
    nowMs += 20;
    if (spare.waitMs(nowMs) > 0) continue;
    spare.spend(3);
    spentMs += 3;
    nowMs += 3;
  }
  expect(spentMs / nowMs).toBeGreaterThan(0.03);
  expect(spentMs / nowMs).toBeLessThan(0.06);
});

it('gives more of the time between requests', () => {
  const spare = new SpareTime();
  let spentMs = 0;
  for (let nowMs = 0; nowMs < 10_000; nowMs += 10) {
    spare.noteRequests(nowMs, nowMs + 1);
    if (spare.waitMs(nowMs + 9) > 0) continue;
    spare.spend(1);
    spentMs += 1;
  }
  expect(spentMs).toBeGreaterThan(800);
  expect(spentMs).toBeLessThan(1100);
});

it('tells when to ask again, and forgets its debts in a calm', () => {
  const spare = new SpareTime();
  spare.noteRequests(0, 10);
  spare.spend(3);
  const waitMs = spare.waitMs(10);
  expect(waitMs).toBeGreaterThan(10);
  expect(spare.waitMs(10 + waitMs)).toBe(0);
  spare.spend(500);
  // At the latest when it has been calm for a tenth of a second.
  expect(spare.waitMs(20)).toBeCloseTo(90);
  expect(spare.waitMs(110)).toBe(0);
  spare.noteRequests(500, 510);
  expect(spare.waitMs(510)).toBe(0);
});

it('does not save up for a stall', () => {
  const spare = new SpareTime();
  for (let nowMs = 0; nowMs < 10_000; nowMs += 50) spare.noteRequests(nowMs, nowMs + 40);
  spare.spend(21);
  expect(spare.waitMs(9990)).toBeGreaterThan(0);
});
