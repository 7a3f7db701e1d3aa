import { expect, it } from 'vitest';

import { redactAllBut, reportFindings } from './report-findings';
import type { HtmlReport } from './report-html';

const key = 'sk-abcdefghij0123456789';
const email = 'jo@mail.example.org';
const run = { name: 'coder', traceId: 'aa', started: '14:32:07' };
const step = (name: string, before: string) => ({
  depth: 0,
  side: 'both' as const,
  name,
  words: 'other input',
  time: '',
  contents: [{ title: 'Input', before, after: null, scrubbing: 'content' as const }],
});
const report: HtmlReport = {
  a: run,
  b: run,
  figures: [],
  tolerances: '',
  headline: `Step 1: asked ${email}.`,
  steps: [step('chat', `${key} ${key}`), step('tool', `${email} ${key}`), step('other', 'none')],
  leftOut: 0,
  coverage: 1,
  otherwise: '',
};

it('lists what is found, how often and where', () => {
  expect(reportFindings(report)).toEqual([
    { kind: 'email', value: email, mark: '[email 1]', count: 2, places: ['', 'tool'] },
    { kind: 'key', value: key, mark: '[key 1]', count: 3, places: ['chat', 'tool'] },
  ]);
});

it('takes out all but what is kept', () => {
  const text = JSON.stringify(redactAllBut(report, new Set([email])));
  expect(text).not.toContain(key);
  expect(text).toContain(`${email} [key 1]`);
});
