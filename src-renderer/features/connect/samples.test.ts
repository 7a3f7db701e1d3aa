import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { sampleRuns, type SampleRun } from './samples';

it('lists the sample runs that are in resources/samples', () => {
  const text = readFileSync('resources/samples/index.json', 'utf8');
  const index = JSON.parse(text) as readonly SampleRun[];
  const shown = index.map(({ title, description, spans, errors }) => ({
    title,
    description,
    spans,
    errors,
  }));
  expect(sampleRuns).toEqual(shown);
});
