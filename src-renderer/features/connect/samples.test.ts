import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { decodeTracesJson } from '@domain/otlp/decode-json';
import { decodeSpan } from '@domain/otlp/decode-span';

import { sampleRuns, type SampleRun } from './samples';

const folder = 'resources/samples';
const index = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) as readonly (SampleRun & {
  readonly file: string;
})[];

it('lists the sample runs that are in resources/samples', () => {
  const shown = index.map(({ title, description, traceId, spans, errors, status }) => ({
    title,
    description,
    traceId,
    spans,
    errors,
    status,
  }));
  expect(sampleRuns).toEqual(shown);
});

describe.each(index)('$file', ({ file, traceId, spans, errors, status }) => {
  it('holds the trace that the index tells of', () => {
    const decoded = decodeTracesJson(readFileSync(`${folder}/${file}`)).spans;
    const all = decoded.map((one) => ({ ...one, status: decodeSpan(one.payload).statusCode }));
    expect(new Set(all.map((span) => Buffer.from(span.traceId).toString('hex')))).toEqual(
      new Set([traceId]),
    );
    expect(all).toHaveLength(spans);
    expect(all.filter((span) => span.status === 2)).toHaveLength(errors);
    const roots = all.filter((span) => span.parentSpanId === null);
    const [root] = roots.sort((a, b) => Number(a.startNs - b.startNs));
    expect(['unset', 'ok', 'error'][root?.status ?? -1]).toBe(status);
  });
});
