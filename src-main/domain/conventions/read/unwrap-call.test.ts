import { describe, expect, it } from 'vitest';

import { unwrapCall, unwrapRun } from './unwrap-call';

describe('calls as decorators write them', () => {
  it('takes the wrapping off where one kind of argument was given', () => {
    expect(unwrapCall({ args: [], kwargs: { city: 'Oslo' } })).toEqual({ city: 'Oslo' });
    expect(unwrapCall({ args: ['Oslo'], kwargs: {} })).toBe('Oslo');
    expect(unwrapCall({ args: ['Oslo', 3], kwargs: {} })).toEqual(['Oslo', 3]);
  });

  it('keeps what has both, or only looks alike', () => {
    const both = { args: ['Oslo'], kwargs: { days: 3 } };
    expect(unwrapCall(both)).toBe(both);
    const own = { args: [], kwargs: {}, command: 'run' };
    expect(unwrapCall(own)).toBe(own);
  });

  it('takes off what callbacks of LangChain wrap around a run', () => {
    const run = { inputs: { city: 'Oslo' }, tags: [], metadata: {}, kwargs: { name: 'x' } };
    expect(unwrapRun(run)).toEqual({ city: 'Oslo' });
    expect(unwrapRun({ outputs: 'done', kwargs: {} })).toBe('done');
    const own = { inputs: 1, outputs: 2 };
    expect(unwrapRun(own)).toBe(own);
  });
});
