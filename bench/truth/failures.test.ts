import { expect, it } from 'vitest';

import { understandCapture } from './understand';

it('counts what LangSmith tells at each level of a run once, and names what was thrown', () => {
  const failures = understandCapture('langsmith').flatMap(({ spans, fold }) => {
    const failed = spans.filter((each) => each.fold.failure !== null);
    return failed.length === 0 ? [] : [{ failed, passedCount: fold.trace.passedErrorCount }];
  });
  const tool = failures.find(({ failed }) => failed.some(({ facets }) => facets.kind === 'tool'));
  expect(tool?.failed).toHaveLength(3);
  expect(tool?.passedCount).toBe(2);
  for (const { facets } of tool?.failed ?? []) {
    expect(facets.error).toMatchObject({
      type: 'ValueError',
      message: 'no weather station in Atlantis',
    });
    expect(facets.error?.stack).not.toMatch(/\n\s*\n/);
  }
  for (const { facets } of failures.flatMap(({ failed }) => failed)) {
    expect(facets.error?.message).not.toContain('Traceback');
  }
});
