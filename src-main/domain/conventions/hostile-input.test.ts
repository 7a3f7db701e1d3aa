/** Whatever is sent under the keys that conventions look at, none of them fails. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createAttributeView } from './attribute-view';
import type { SpanSource } from './convention';
import { CollectingDraft } from './facet-draft';
import { conventions } from './registry';
import { inputOf, type Plain, type SpanShape } from './test-support/sources';

/** All that looks like a key or a value in the conventions' own source. */
function wordsOfSource(): string[] {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const words = new Set<string>();
  for (const file of files) {
    if (!file.endsWith('.ts') || file.includes('.test') || file.includes('test-support')) continue;
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    for (const [, word] of text.matchAll(/'([^'\n/]{2,60})'/g))
      if (word !== undefined) words.add(word);
  }
  return [...words];
}

const words = wordsOfSource();
const dotted = words.filter((word) => /[._]/.test(word));

const word = fc.constantFrom(...words);
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...dotted) },
  { weight: 1, arbitrary: word },
);

const { plain } = fc.letrec<{ plain: Plain; leaf: Plain }>((tie) => ({
  leaf: fc.oneof(
    word,
    fc.constantFrom<Plain>(
      null,
      true,
      '',
      '[',
      '{}',
      '[{}]',
      '[null]',
      'null',
      'NaN',
      '-1',
      '1e999',
    ),
    fc.constantFrom<Plain>(-1, 0.5, Number.MAX_SAFE_INTEGER, Number.NaN, Number.POSITIVE_INFINITY),
    fc.string({ unit: 'binary', maxLength: 12 }),
  ),
  plain: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('plain'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(word, fc.constantFrom('__proto__', 'role', 'content', 'parts')),
      tie('plain'),
      {
        maxKeys: 4,
      },
    ),
    tie('plain').map((value) => JSON.stringify(value) ?? ''),
    tie('plain').map((value) => (JSON.stringify(value) ?? '').slice(0, -2)),
  ),
}));

const attributes = fc.dictionary(key, plain, { maxKeys: 10 });

const shape: fc.Arbitrary<SpanShape> = fc.record({
  name: fc.oneof(word, fc.string({ maxLength: 20 })),
  scope: fc.oneof(word, fc.constant('')),
  attributes,
  resource: attributes,
  events: fc.array(fc.record({ name: word, attributes, timeNs: fc.bigInt(0n, 2n ** 64n - 1n) }), {
    maxLength: 3,
  }),
  links: fc.array(fc.record({ traceId: fc.string(), spanId: fc.string(), attributes }), {
    maxLength: 2,
  }),
  logs: fc.array(fc.record({ eventName: word, attributes, body: plain }), { maxLength: 3 }),
  statusCode: fc.constantFrom(0 as const, 2 as const),
  startNs: fc.bigInt(0n, 2n ** 64n - 1n),
});

function sourceOf(of: SpanShape): SpanSource {
  const { span, resource, scope, logs } = inputOf(of);
  return {
    span,
    resource,
    scope,
    logs,
    attributes: createAttributeView(span.attributes),
    resourceAttributes: createAttributeView(resource.attributes),
  };
}

describe('hostile input', () => {
  for (const convention of conventions) {
    it(`does not make ${convention.id} fail`, () => {
      fc.assert(
        fc.property(shape, (of) => {
          const source = sourceOf(of);
          const draft = new CollectingDraft(source, true);
          convention.detect(source);
          // Also of spans it does not know: it reads the same keys of those that it knows.
          convention.propose(source, draft);
          expect(draft.finish([]).kind).toBeTypeOf('string');
        }),
        { numRuns: 60 },
      );
    });
  }
});
