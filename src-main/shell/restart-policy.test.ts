import { describe, expect, it } from 'vitest';

import { planRestart } from './restart-policy';

describe('planRestart', () => {
  it('restarts at once, then waits longer, then gives up', () => {
    const delays: (number | null)[] = [];
    let deaths = 0;
    for (let death = 1; death <= 7; death++) {
      const plan = planRestart(deaths, 100);
      delays.push(plan.delayMs);
      ({ deaths } = plan);
      expect(deaths).toBe(death);
    }
    expect(delays).toEqual([0, 250, 500, 1000, 2000, 5000, null]);
  });

  it('forgets earlier deaths of an engine that was healthy for a minute', () => {
    expect(planRestart(5, 59_999)).toEqual({ deaths: 6, delayMs: 5000 });
    expect(planRestart(5, 60_000)).toEqual({ deaths: 1, delayMs: 0 });
  });
});
