import { decodeRequest } from '@domain/otlp/decode-request';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOTH_LISTS_REASON, JsonOutline, PART_BYTES, UNKNOWN_LISTS_REASON } from './json-outline';
import { JsonSplitter } from './json-split';
import type { StoredSignal } from './otlp-levels';

interface Part {
  readonly signal: StoredSignal;
  readonly body: Buffer;
}

function split(
  text: string,
  chunkBytes: number,
  partBytes = PART_BYTES,
): { parts: Part[]; warnings: string[] } {
  const parts: Part[] = [];
  const warnings: string[] = [];
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    chunks.push(bytes.subarray(at, at + chunkBytes));
  }
  const warn = (reason: string): number => warnings.push(reason);
  const outline = new JsonOutline(warn, partBytes);
  for (const chunk of chunks) outline.push(chunk);
  const splitter = new JsonSplitter(
    outline.end(),
    { part: (signal, body) => parts.push({ signal, body }), warn },
    partBytes,
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { parts, warnings };
}

/** What the store gets of each span or log record. */
function stored({ signal, body }: Part): { item: string; containers: string[] }[] {
  const decoded = decodeRequest(signal, 'json', new Uint8Array(body));
  if (decoded.signal === 'metrics') throw new Error('Metrics are not stored.');
  const items = decoded.signal === 'traces' ? decoded.spans : decoded.logs;
  return items.map(({ payload, resource, scope }) => ({
    item: Buffer.from(payload).toString('latin1'),
    containers: [decoded.resources[resource], decoded.scopes[scope]].map((container) =>
      Buffer.from(container?.bytes ?? []).toString('latin1'),
    ),
  }));
}

/** Members in any order, as an object may have them. */
function shuffled(
  members: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record(members, { requiredKeys: [] })
    .chain((value) =>
      fc
        .shuffledSubarray(Object.entries(value), { minLength: Object.keys(value).length })
        .map((entries): Record<string, unknown> => Object.fromEntries(entries)),
    );
}

const text = fc.string({ unit: 'grapheme' });
const attributes = fc.array(fc.record({ key: text, value: fc.record({ stringValue: text }) }), {
  maxLength: 2,
});
const span = fc.record({
  traceId: fc.constant('0af7651916cd43dd8448eb211c80319c'),
  spanId: fc.integer({ min: 1, max: 1 << 30 }).map((id) => id.toString(16).padStart(16, '0')),
  name: text,
  attributes,
});
const spans = fc.array(span, { maxLength: 4 });
const scopeMembers = { schemaUrl: text, unknown: fc.jsonValue({ maxDepth: 2 }), spans };
const scopeSpans = shuffled({ ...scopeMembers, scope: fc.record({ name: text }) });
const oldScopeSpans = shuffled({
  ...scopeMembers,
  instrumentationLibrary: fc.record({ name: text }),
});
const scopes = fc.array(scopeSpans, { maxLength: 3 });
const oldScopes = fc.array(oldScopeSpans, { maxLength: 3 });
const resourceMembers = {
  resource: fc.record({ attributes }),
  schemaUrl: text,
  unknown: fc.jsonValue({ maxDepth: 2 }),
};
const resourceSpans = fc.oneof(
  shuffled({ ...resourceMembers, scopeSpans: scopes }),
  shuffled({ ...resourceMembers, scope_spans: scopes }),
  shuffled({ ...resourceMembers, instrumentationLibrarySpans: oldScopes }),
  shuffled({ ...resourceMembers, scopeSpans: scopes, instrumentation_library_spans: oldScopes }),
);
const resources = fc.array(resourceSpans, { maxLength: 4 });
const request = fc.oneof(
  { weight: 3, arbitrary: shuffled({ unknown: fc.jsonValue(), resourceSpans: resources }) },
  { weight: 1, arbitrary: shuffled({ resource_spans: resources }) },
  { weight: 2, arbitrary: resourceSpans },
);

describe('JsonSplitter', () => {
  it('F7 J4 J16 stores just what the whole object would, whatever its members and their order', () => {
    fc.assert(
      fc.property(
        request,
        fc.constantFrom(undefined, 2),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 400 }),
        (value, indent, chunkBytes, partBytes) => {
          const whole = JSON.stringify(value, null, indent);
          const { parts, warnings } = split(whole, chunkBytes, partBytes);
          const expected = stored({ signal: 'traces', body: Buffer.from(whole) });
          const got = parts.flatMap(stored);
          if (warnings.includes(BOTH_LISTS_REASON)) {
            expect(got.map(({ item }) => item)).toEqual(expected.map(({ item }) => item));
          } else {
            expect(got).toEqual(expected);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('F5 hands on every span before the place where the object was torn', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        (each, keep, partBytes) => {
          const value = large(each);
          const whole = JSON.stringify(value);
          const torn = whole.slice(0, Math.floor(keep * whole.length));
          const { parts } = split(torn, 33, partBytes);
          const complete = [...torn.matchAll(/"last":1}/g)].length;
          expect(parts.flatMap(stored)).toHaveLength(complete);
        },
      ),
    );
  });

  it('cuts a scope of many spans into parts of about a megabyte', () => {
    const value = large(20, 100_000);
    const { parts, warnings } = split(JSON.stringify(value), 10_000);
    expect(warnings).toEqual([]);
    expect(parts.flatMap(stored)).toHaveLength(80);
    expect(parts.length).toBeGreaterThan(7);
    for (const part of parts) expect(part.body.length).toBeLessThan(2 * PART_BYTES);
  });

  it('hands small resources on together', () => {
    const resourceSpans = Array.from({ length: 300 }, () => large(1).resourceSpans[0]);
    const { parts } = split(JSON.stringify({ resourceSpans }), 10_000);
    expect(parts).toHaveLength(1);
    expect(parts.flatMap(stored)).toHaveLength(600);
  });

  it('says so where a large resource holds no list that OTLP knows', () => {
    const futureSpans = Array.from({ length: 20 }, () => ({ text: 'x'.repeat(100_000) }));
    const resourceSpans = [{ resource: {}, futureSpans }, ...large(1).resourceSpans];
    const { parts, warnings } = split(JSON.stringify({ resourceSpans }), 10_000);
    expect(warnings).toEqual([UNKNOWN_LISTS_REASON]);
    expect(parts.flatMap(stored)).toHaveLength(4);
  });

  it('cuts each signal of a mixed object by its own lists', () => {
    const padding = 'x'.repeat(300);
    const value = {
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityText: padding }] }] }],
      ...large(1),
      resource_metrics: [{ scope_metrics: [{ metrics: [{ name: padding }] }] }],
    };
    const { parts } = split(JSON.stringify(value), 100, 100);
    expect(parts.map(({ signal }) => signal)).toEqual([
      'logs',
      'traces',
      'traces',
      'traces',
      'traces',
      'metrics',
    ]);
  });

  it('never hangs, whatever the bytes', () => {
    const junk = fc.stringMatching(/^[{}[\]",: a]{0,60}$/);
    fc.assert(
      fc.property(junk, fc.integer({ min: 1, max: 5 }), (text, chunkBytes) => {
        expect(split(`{"resourceSpans":[{${text}`, chunkBytes, 1).warnings).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });
});

/** Two resources of two scopes, with `each` spans a scope and the schema URLs behind them. */
function large(each: number, spanBytes = 0): { resourceSpans: object[] } {
  let id = 0;
  const spansOf = (): object[] =>
    Array.from({ length: each }, () => ({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: (++id).toString(16).padStart(16, '0'),
      name: 'x'.repeat(spanBytes),
      last: 1,
    }));
  const scopeOf = (): object => ({ spans: spansOf(), schemaUrl: 's', scope: { name: 'n' } });
  const resourceOf = (): object => ({ scopeSpans: [scopeOf(), scopeOf()], schemaUrl: 'r' });
  return { resourceSpans: [resourceOf(), resourceOf()] };
}
