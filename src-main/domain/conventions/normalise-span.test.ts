import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toFacetRow } from '../facets/to-facet-row';
import type { AnyValue } from '../otlp/model';
import { normaliseSpan } from './normalise-span';
import { facetsOf, inputOf, inputsOfJsonLines, type SpanShape } from './test-support/sources';

const folders = ['../../../e2e/agents/captures/', '../../../resources/samples/'];

/** What real programs sent. */
const recorded = folders.flatMap((folder) => {
  const url = new URL(folder, import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith('.jsonl') && !name.endsWith('.calls.jsonl'))
    .map((name) => [name, new URL(name, url)] as const);
});

describe('spans of real programs', () => {
  it.each(recorded)('%s gives facets that survive being cloned, with provenance', (_, url) => {
    for (const input of inputsOfJsonLines(readFileSync(url, 'utf8'))) {
      const facets = normaliseSpan(input);
      expect(structuredClone(facets)).toEqual(facets);
      if (facets.kind !== 'span') expect(facets.provenance['kind']).toBeDefined();
      if (facets.model?.requestModel != null) {
        expect(facets.provenance['model.requestModel']).toBeDefined();
      }
      if ((facets.model?.input.length ?? 0) > 0) {
        expect(facets.provenance['model.input']).toBeDefined();
      }
    }
  });

  it.each(recorded)('%s gives the same narrow facets when only these are read', (_, url) => {
    for (const input of inputsOfJsonLines(readFileSync(url, 'utf8'))) {
      expect(toFacetRow(normaliseSpan(input, 'row'))).toEqual(toFacetRow(normaliseSpan(input)));
    }
  });
});

describe('spans of no program', () => {
  it('with nothing in them mean nothing beyond themselves', () => {
    const facets = facetsOf({ name: 'work', attributes: { 'app.size': 3 } });
    expect(facets).toMatchObject({
      kind: 'span',
      label: 'work',
      conventions: [],
      model: null,
      error: null,
    });
  });

  const value = fc.letrec<{ any: AnyValue }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constant<AnyValue>({ type: 'empty' }),
      fc.constant<AnyValue>({ type: 'truncated' }),
      fc.record({ type: fc.constant('string' as const), value: fc.string({ unit: 'binary' }) }),
      fc.record({
        type: fc.constant('int' as const),
        value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      }),
      fc.record({ type: fc.constant('double' as const), value: fc.double() }),
      fc.record({ type: fc.constant('bytes' as const), value: fc.uint8Array({ maxLength: 20 }) }),
      fc.record({
        type: fc.constant('array' as const),
        values: fc.array(tie('any'), { maxLength: 4 }),
      }),
      fc.record({
        type: fc.constant('kvlist' as const),
        entries: fc.array(fc.record({ key: fc.string(), value: tie('any') }), { maxLength: 4 }),
      }),
    ),
  })).any;
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '__proto__',
      'constructor',
      'gen_ai.operation.name',
      'gen_ai.input.messages',
      'gen_ai.prompt.0.role',
      'gen_ai.prompt.99999999.role',
      'llm.input_messages.0.message.role',
      'mlflow.spanInputs',
      'ai.operationId',
      'openinference.span.kind',
      'input.value',
      'mcp.method.name',
      'session.id',
      'metadata',
      'http.method',
    ),
  );

  it('never fail, however wild their attributes', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ key, value }), { maxLength: 12 }), (attributes) => {
        const input = inputOf({});
        const facets = normaliseSpan({ ...input, span: { ...input.span, attributes } });
        expect(structuredClone(facets)).toEqual(facets);
        expect(() => JSON.stringify(toFacetRow(facets))).not.toThrow();
      }),
      { numRuns: 300 },
    );
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  it('of absurd size are read in a time that grows with them, and cut to what can be shown', () => {
    const many: Record<string, string> = {};
    for (let at = 0; at < 30_000; at++) many[`llm.input_messages.${at}.message.content`] = 'x';
    const shape: SpanShape = { attributes: { 'openinference.span.kind': 'LLM', ...many } };
    expect(facetsOf(shape).model?.input.length).toBe(20_000);
  });

  it.each([
    ['that mean nothing', {}],
    ['of a model', { 'gen_ai.operation.name': 'chat' }],
  ])('%s are open where they have no end', (_, attributes) => {
    const input = inputOf({ attributes });
    expect(normaliseSpan(input).pending).toBeNull();
    const open = normaliseSpan({ ...input, span: { ...input.span, endNs: 0n } });
    expect(open.pending).toEqual({ realParentSpanId: null, standsForSpanId: null });
    expect(open.provenance['pending']?.place).toBe('derived');
  });
});
