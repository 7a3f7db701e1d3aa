import { expect, it } from 'vitest';

import type { FacetRow } from '../facets/facet-row';
import { describeHeadline, type HeadlineSpan } from './describe-headline';

const span = (facets: Partial<FacetRow>, agentName: string | null = 'planner'): HeadlineSpan => ({
  name: 'span',
  agentName,
  isError: facets.toolIsError === true || facets.errorType !== undefined,
  facets: { kind: 'llm', requestModel: 'gpt', inputHashes: [1], ...facets },
});
const asked = (...names: string[]) => span({ requestedToolNames: names });

it.each([
  [asked('read_file'), asked('web_search'), 'planner chose `web_search` instead of `read_file`.'],
  [asked(), asked('web_search'), 'planner called `web_search` instead of answering.'],
  [asked('read_file'), asked(), 'planner answered instead of calling `read_file`.'],
  [asked('f'), asked('f'), 'planner called `f` with other arguments.'],
  [asked(), asked(), 'planner answered something else.'],
])('says what was decided otherwise', (a, b, text) => {
  expect(describeHeadline({ verdict: 'decision', step: 7, a, b })).toBe(
    `Step 7: same prompt, ${text}`,
  );
});

it('says who is alone, and what was given', () => {
  const tool = span({ kind: 'tool', toolName: 'run_tests' });
  expect(describeHeadline({ verdict: 'onlyA', step: 2, a: tool, b: null })).toBe(
    'Step 2: only A has `run_tests`.',
  );
  expect(
    describeHeadline({ verdict: 'wrapper', step: null, a: null, b: span({ label: 'guard' }) }),
  ).toBe('B has `guard` around steps that both have.');
  const failed = span({ kind: 'tool', toolName: 'run_tests', toolIsError: true });
  expect(describeHeadline({ verdict: 'environment', step: 2, a: tool, b: failed })).toBe(
    'Step 2: same input, `run_tests` failed in B.',
  );
});

it('says that a call failed, not that the model decided so', () => {
  const failed = span({ errorType: '429' });
  expect(describeHeadline({ verdict: 'environment', step: 1, a: asked('search'), b: failed })).toBe(
    'Step 1: same prompt, the call of `gpt` failed in B.',
  );
});

it('says which settings are others', () => {
  const words = (a: Partial<FacetRow>, b: Partial<FacetRow>) =>
    describeHeadline({ verdict: 'settingsChange', step: 1, a: span(a), b: span(b) });
  expect(words({ toolsHash: 1 }, { toolsHash: 2 })).toBe(
    'Step 1: planner was offered other tools.',
  );
  expect(words({ parametersHash: 1 }, {})).toBe('Step 1: the parameters of planner are others.');
  expect(words({ toolsHash: 1 }, { parametersHash: 2 })).toBe(
    'Step 1: planner was offered other tools, with other parameters.',
  );
});

it('does not say that the prompt was the same where it was not recorded', () => {
  const silent = { ...asked('f'), facets: { kind: 'llm', requestModel: 'gpt' } as const };
  expect(describeHeadline({ verdict: 'decision', step: 1, a: silent, b: asked() })).toBe(
    'Step 1: planner answered something else.',
  );
});

it('tells of another model beside an edit of the prompt', () => {
  const told = (a: HeadlineSpan, b: HeadlineSpan) =>
    describeHeadline({ verdict: 'promptEdit', step: 6, a, b });
  expect(told(span({}), span({ requestModel: 'opus' }))).toBe(
    'Step 6: the system prompt of planner was edited, and `opus` was asked instead of `gpt`.',
  );
  expect(told(span({}), span({}))).toBe('Step 6: the system prompt of planner was edited.');
  expect(
    told({ name: 'chat', agentName: null, isError: false, facets: { kind: 'llm' } }, span({})),
  ).toBe('Step 6: the system prompt of planner was edited.');
});

it('does not let a name break out of its quotes, or fill the page', () => {
  const odd = span({ label: `a\`b${'x'.repeat(500)}` });
  const text = describeHeadline({ verdict: 'onlyB', step: null, a: null, b: odd });
  expect(text.match(/`/g)).toHaveLength(2);
  expect(text.length).toBeLessThan(120);
});
