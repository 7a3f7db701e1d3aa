/** §8.2: tokens of one span. */
import { describe, expect, it } from 'vitest';

import type { FacetKind } from '../facets/facet-kind';
import type { SpanFacets } from '../facets/span-facets';
import type { FacetDraft } from './convention';
import { facetsOf } from './test-support/sources';
import { at, decide } from './test-support/decided';

describe('§8.2: tokens', () => {
  const usageOf = (propose: (draft: FacetDraft) => void): SpanFacets['usage'] =>
    decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      propose(draft);
    }).usage;

  it('§8.2 takes input and output as inclusive where nothing else is told', () => {
    const usage = usageOf((draft) => {
      draft.tokens('input', 100, at('i'));
      draft.tokens('output', 50, at('o'));
      draft.tokens('cacheRead', 80, at('r'));
      draft.tokens('reasoning', 20, at('t'));
    });
    expect(usage).toMatchObject({
      input: 100,
      output: 50,
      inputIncludedCache: true,
      outputIncludedReasoning: true,
      scope: 'call',
    });
  });

  it('§8.2 adds cache reads and writes to an input that excludes them (Claude Code)', () => {
    const usage = usageOf((draft) => {
      draft.usageRule({ inputIncludedCache: false });
      draft.tokens('input', 8, at('i'));
      draft.tokens('cacheRead', 23_811, at('r'));
      draft.tokens('cacheWrite', 100, at('w'));
    });
    expect(usage).toMatchObject({ input: 23_919, inputIncludedCache: false });
  });

  it('§8.2 infers that input excluded the cache where the cache is larger (Strands, Bedrock)', () => {
    const tell = (input: number) =>
      usageOf((draft) => {
        draft.usageRule({ inputIncludedCache: 'unknown' });
        draft.tokens('input', input, at('i'));
        draft.tokens('cacheRead', 500, at('r'));
      });
    expect(tell(8)).toMatchObject({ input: 508, inputIncludedCache: false });
    expect(tell(600)).toMatchObject({ input: 600, inputIncludedCache: 'unknown' });
  });

  it("§8.2 adds the cache to Anthropic's own counts, not to a gateway's in its words", () => {
    const usageOf = (usage: Readonly<Record<string, number>>) =>
      facetsOf({
        attributes: {
          'mlflow.spanType': 'LLM',
          'mlflow.spanOutputs': JSON.stringify({ id: 'r', usage }),
        },
      }).usage?.input;
    expect(usageOf({ input_tokens: 10, cache_read_input_tokens: 5, output_tokens: 1 })).toBe(15);
    expect(usageOf({ prompt_tokens: 10, cache_read_input_tokens: 5, completion_tokens: 1 })).toBe(
      10,
    );
  });

  it('§8.2 adds thoughts to an output that excludes them (Gemini)', () => {
    const usage = usageOf((draft) => {
      draft.usageRule({ outputIncludedReasoning: false });
      draft.tokens('output', 19, at('o'));
      draft.tokens('reasoning', 32, at('t'));
    });
    expect(usage).toMatchObject({ output: 51, reasoning: 32, outputIncludedReasoning: false });
  });

  it('§8.3.6 takes mirrors of one count as aliases, never adds', () => {
    const usage = usageOf((draft) => {
      draft.tokens('input', 30, at('gen_ai.usage.input_tokens'), 0);
      draft.tokens('input', 30, at('gen_ai.usage.prompt_tokens'), 1);
      draft.tokens('reasoning', 5, at('gen_ai.usage.reasoning.output_tokens'), 0);
      draft.tokens('reasoning', 5, at('gen_ai.usage.details.reasoning_tokens'), 3);
    });
    expect(usage).toMatchObject({ input: 30, reasoning: 5 });
  });

  it('§8.3.1 tells whose tokens they are by the kind of span', () => {
    const scopeOf = (kind: FacetKind) =>
      decide((draft) => {
        draft.kind(kind, null, 'vendorKind', at('k'));
        draft.tokens('input', 1, at('i'));
      }).usage?.scope;
    expect(['llm', 'embedding', 'reranker'].map((kind) => scopeOf(kind as FacetKind))).toEqual([
      'call',
      'call',
      'call',
    ]);
    expect(['agent', 'chain', 'step'].map((kind) => scopeOf(kind as FacetKind))).toEqual([
      'aggregate',
      'aggregate',
      'aggregate',
    ]);
  });

  it('leaves negative counts out and tells of them', () => {
    const facets = decide((draft) => {
      draft.tokens('input', -1, at('i'));
      draft.tokens('output', Number.NaN, at('o'));
    });
    expect(facets.usage).toBeNull();
    expect(facets.notes.map(({ code }) => code)).toEqual(['usageNegative']);
  });

  it('tells 0 from not reported', () => {
    expect(usageOf((draft) => draft.tokens('input', 0, at('i')))).toMatchObject({
      input: 0,
      output: null,
    });
  });
});
