import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonSplitter, LATE_MEMBER_REASON } from './json-split';

interface Part {
  signal: string;
  body: {
    resourceSpans: {
      scopeSpans: { spans: { name: string }[]; scope?: unknown }[];
      resource?: unknown;
    }[];
  };
}

function split(text: string, chunkBytes: number): { parts: Part[]; warnings: string[] } {
  const parts: Part[] = [];
  const warnings: string[] = [];
  const splitter = new JsonSplitter({
    part: (signal, body) =>
      parts.push({ signal, body: JSON.parse(body.toString('utf8')) as Part['body'] }),
    warn: (reason) => warnings.push(reason),
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    splitter.push(Buffer.from(bytes.subarray(at, at + chunkBytes)));
  }
  splitter.end();
  return { parts, warnings };
}

const span = fc.record({
  name: fc.string({ unit: 'grapheme' }),
  attributes: fc.jsonValue({ maxDepth: 3 }),
  n: fc.double({ noNaN: true, noDefaultInfinity: true }),
});
const request = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.jsonValue({ maxDepth: 2 }),
      scopeSpans: fc.array(
        fc.record({
          scope: fc.jsonValue({ maxDepth: 2 }),
          spans: fc.array(span),
          schemaUrl: fc.string(),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  ),
});

describe('JsonSplitter', () => {
  it('repeats resource and scope on every part and keeps each span once, in order', () => {
    fc.assert(
      fc.property(
        request,
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        (value, pretty, chunk) => {
          const text = JSON.stringify(value, null, pretty ? 2 : undefined);
          const { parts, warnings } = split(text, chunk);
          expect(warnings).toEqual([]);
          const expected = (JSON.parse(text) as Part['body']).resourceSpans.flatMap(
            (resourceSpans) =>
              resourceSpans.scopeSpans.flatMap((scopeSpans) =>
                scopeSpans.spans.map((leaf) => ({
                  resource: resourceSpans.resource,
                  scope: scopeSpans.scope,
                  leaf,
                })),
              ),
          );
          const got = parts.flatMap((part) =>
            part.body.resourceSpans.flatMap((resourceSpans) =>
              resourceSpans.scopeSpans.flatMap((scopeSpans) =>
                scopeSpans.spans.map((leaf) => ({
                  resource: resourceSpans.resource,
                  scope: scopeSpans.scope,
                  leaf,
                })),
              ),
            ),
          );
          expect(got).toEqual(expected);
        },
      ),
    );
  });

  it('cuts a scope of many spans into parts of about a megabyte', () => {
    const spans = Array.from({ length: 40 }, (_, i) => ({
      name: `${i}`,
      text: 'x'.repeat(100_000),
    }));
    const { parts } = split(
      JSON.stringify({
        resourceSpans: [{ resource: { a: 1 }, scopeSpans: [{ scope: { name: 's' }, spans }] }],
      }),
      10_000,
    );
    expect(parts.length).toBeGreaterThan(3);
    expect(
      parts.flatMap((part) => part.body.resourceSpans[0]?.scopeSpans[0]?.spans ?? []),
    ).toHaveLength(40);
    for (const part of parts) expect(part.body.resourceSpans[0]?.resource).toEqual({ a: 1 });
  });

  it('says so where the resource comes too late for spans already handed on', () => {
    const spans = Array.from({ length: 20 }, (_, i) => ({
      name: `${i}`,
      text: 'x'.repeat(100_000),
    }));
    const { warnings } = split(
      JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }], resource: { a: 1 } }] }),
      10_000,
    );
    expect(warnings).toEqual([LATE_MEMBER_REASON]);
  });
});
