import { describe, expect, it } from 'vitest';

import type { ConventionId } from '../facets/convention-id';
import type { FacetKind } from '../facets/facet-kind';
import type { Provenance, SpanFacets } from '../facets/span-facets';
import type { FacetDraft, KindTier } from './convention';
import { CollectingDraft } from './facet-draft';
import { sessionRank } from './field-table';
import { createAttributeView } from './attribute-view';
import { messageOf, textMessage } from './read/message';
import { facetsOf, inputOf, type SpanShape } from './test-support/sources';

const at = (key: string, convention: ConventionId = 'otel-genai'): Provenance => ({
  key,
  convention,
  place: 'attribute',
});

/** What comes of proposals alone, whatever convention made them. */
function decide(propose: (draft: FacetDraft) => void, shape: SpanShape = {}): SpanFacets {
  const input = inputOf(shape);
  const draft = new CollectingDraft(
    {
      ...input,
      attributes: createAttributeView(input.span.attributes),
      resourceAttributes: createAttributeView(input.resource.attributes),
    },
    true,
  );
  propose(draft);
  return draft.finish([]);
}

function kindOf(...told: readonly (readonly [FacetKind, KindTier])[]): FacetKind {
  return decide((draft) => {
    for (const [kind, tier] of told) draft.kind(kind, kind, tier, at(tier));
  }).kind;
}

describe('§8.1.1 and §8.1.2: kind', () => {
  it('§8.1.1 takes the most explicit evidence, in whatever order it was told', () => {
    const tiers: readonly KindTier[] = [
      'vendorKind',
      'genAiOperation',
      'aiOperation',
      'toolKeys',
      'mcpMethod',
      'spanName',
      'model',
      'protocol',
    ];
    tiers.forEach((tier, rank) => {
      for (const weaker of tiers.slice(rank + 1)) {
        expect(kindOf(['llm', weaker], ['tool', tier])).toBe('tool');
        expect(kindOf(['tool', tier], ['llm', weaker])).toBe('tool');
      }
    });
  });

  it('§8.1.1 takes the first of equals: vendors are asked in the order of the reference', () => {
    expect(kindOf(['agent', 'vendorKind'], ['tool', 'vendorKind'])).toBe('agent');
  });

  it("§8.1.2 lets a vendor's span and chain yield to any specific kind", () => {
    expect(kindOf(['span', 'vendorKind'], ['tool', 'genAiOperation'])).toBe('tool');
    expect(kindOf(['chain', 'vendorKind'], ['llm', 'model'])).toBe('llm');
    expect(kindOf(['span', 'vendorKind'], ['http', 'protocol'])).toBe('http');
    expect(kindOf(['chain', 'vendorKind'], ['http', 'protocol'])).toBe('chain');
    expect(kindOf(['span', 'vendorKind'], ['chain', 'genAiOperation'])).toBe('chain');
  });

  it('takes a correction of an emitter known to use the words wrongly before all', () => {
    expect(kindOf(['agent', 'genAiOperation'], ['chain', 'correction'])).toBe('chain');
  });

  it('§8.1.10 takes no kind from what the resource says too', () => {
    const shape: SpanShape = {
      attributes: { 'gen_ai.request.model': 'm' },
      resource: { 'gen_ai.request.model': 'm' },
    };
    const facets = decide((draft) => {
      draft.kind('llm', null, 'model', at('gen_ai.request.model'));
    }, shape);
    expect(facets.kind).toBe('span');
  });
});

describe('§8.1.3: content', () => {
  const rich = [textMessage('user', 'What is the weather in Oslo?')];

  it('§8.1.3 takes the richest form, in whatever order forms were told', () => {
    const other = [
      textMessage('user', 'What is the weather in Oslo?'),
      textMessage('user', 'Now!'),
    ];
    for (const reverse of [false, true]) {
      const facets = decide((draft) => {
        const told = [
          () => draft.messages('input', rich, 'semconvMessages', at('rich')),
          () => draft.messages('input', other, 'perMessageEvents', at('poor')),
        ];
        for (const tell of reverse ? [...told].reverse() : told) tell();
        draft.kind('llm', null, 'model', at('m'));
      });
      expect(facets.model?.input).toEqual(rich);
      expect(facets.provenance['model.input']?.key).toBe('rich');
    }
  });

  it("§8.1.3 shows a vendor's blob that says something else as a second payload", () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.messages('input', rich, 'semconvMessages', at('gen_ai.input.messages'));
      draft.payload(
        'input',
        'Overridden by the user',
        'vendorBlob',
        at('langfuse.observation.input', 'langfuse'),
      );
    });
    expect(facets.model?.input).toEqual(rich);
    expect(facets.input.map(({ value, from }) => [value, from.key])).toEqual([
      ['Overridden by the user', 'langfuse.observation.input'],
    ]);
  });

  it("§8.1.3 does not show a vendor's blob that says the same", () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.messages('input', rich, 'semconvMessages', at('gen_ai.input.messages'));
      draft.payload(
        'input',
        '{"messages":[{"role":"user","content":"What is the weather in Oslo?"}]}',
        'vendorBlob',
        at('input.value'),
      );
      draft.payload(
        'input',
        ' What is the weather\n in Oslo? ',
        'vendorBlob',
        at('traceloop.entity.input'),
      );
    });
    expect(facets.input).toEqual([]);
  });

  it('reads a blob as chat where it is all there is, its system prompt and tools too', () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.payload(
        'input',
        {
          system: 'Be brief.',
          messages: [{ role: 'user', content: 'Hello' }],
          tools: [{ name: 'get_weather', input_schema: { type: 'object' } }],
        },
        'vendorBlob',
        at('mlflow.spanInputs'),
      );
      draft.payload(
        'output',
        { choices: [{ message: { role: 'assistant', content: 'Hi' } }] },
        'vendorBlob',
        at('out'),
      );
    });
    expect(facets.model?.system).toEqual([textMessage('system', 'Be brief.')]);
    expect(facets.model?.input).toEqual([textMessage('user', 'Hello')]);
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Hi' }],
    ]);
    expect(facets.model?.toolDefinitions.map(({ name }) => name)).toEqual(['get_weather']);
    expect(facets.input).toEqual([]);
  });

  it('gives the state of a graph without the echo of what went in', () => {
    const facets = decide((draft) => {
      draft.kind('agent', null, 'vendorKind', at('kind'));
      draft.payload(
        'input',
        { messages: [{ type: 'human', content: 'Hello' }] },
        'vendorBlob',
        at('in'),
      );
      draft.payload(
        'output',
        {
          messages: [
            { type: 'human', content: 'Hello' },
            { type: 'ai', content: 'Hi' },
          ],
        },
        'vendorBlob',
        at('out'),
      );
    });
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Hi' }],
    ]);
  });

  it("takes a tool's input and output as its arguments and result, wrapping off", () => {
    const facets = decide((draft) => {
      draft.kind('tool', 'TOOL', 'vendorKind', at('kind'));
      draft.payload(
        'input',
        '{"args": [], "kwargs": {"city": "Oslo"}}',
        'vendorBlob',
        at('input.value'),
      );
      draft.payload(
        'output',
        { type: 'tool', data: { content: 'snow', type: 'tool', tool_call_id: 'c1' } },
        'vendorBlob',
        at('output.value'),
      );
    });
    expect(facets.tool?.args?.value).toEqual({ city: 'Oslo' });
    expect(facets.tool?.result?.value).toBe('snow');
    expect([facets.input, facets.output]).toEqual([[], []]);
  });

  it('prefers what says something to a placeholder', () => {
    const facets = decide((draft) => {
      draft.kind('tool', null, 'genAiOperation', at('op'));
      draft.payload('toolArgs', '{}', 'semconvMessages', at('placeholder'));
      draft.payload('toolArgs', '{"a":1}', 'vendorBlob', at('real'));
    });
    expect(facets.tool?.args?.value).toEqual({ a: 1 });
  });
});

describe('§8.1.4: scalars', () => {
  it('§8.1.4 takes the newest key, keeps quiet about equal aliases, and tells of differing ones', () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.scalar('requestModel', 'old', at('gen_ai.request.model.old'), 1);
      draft.scalar('requestModel', 'new', at('gen_ai.request.model'), 0);
      draft.scalar('responseId', 'r1', at('a'), 0);
      draft.scalar('responseId', 'r1', at('b'), 1);
    });
    expect(facets.model?.requestModel).toBe('new');
    expect(facets.provenance['model.requestModel']).toEqual(at('gen_ai.request.model'));
    expect(facets.notes.map(({ code, field }) => [code, field])).toEqual([
      ['valuesDiffer', 'model.requestModel'],
      ['contentNotRecorded', 'model.input'],
    ]);
    expect(facets.notes[0]?.message).toBe(
      'gen_ai.request.model says new, gen_ai.request.model.old says old.',
    );
  });

  it('§8.1.4 takes cache_creation as an alias of cache_write, never adds', () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.tokens('input', 100, at('input'));
      draft.tokens('cacheWrite', 40, at('gen_ai.usage.cache_creation.input_tokens'), 1);
      draft.tokens('cacheWrite', 40, at('gen_ai.usage.cache_write.input_tokens'), 0);
    });
    expect(facets.usage?.cacheWrite).toBe(40);
    expect(facets.usage?.input).toBe(100);
    expect(facets.provenance['usage.cacheWrite']?.key).toBe(
      'gen_ai.usage.cache_write.input_tokens',
    );
    expect(facets.notes.filter(({ code }) => code === 'valuesDiffer')).toEqual([]);
  });
});

describe('§8.1.5: system prompt', () => {
  const system = [textMessage('system', 'Be brief.')];
  const propose =
    (input: readonly ReturnType<typeof textMessage>[]) =>
    (draft: FacetDraft): void => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.messages('system', system, 'semconvMessages', at('gen_ai.system_instructions'));
      draft.messages('input', input, 'semconvMessages', at('gen_ai.input.messages'));
    };

  it('§8.1.5 gives system instructions apart where the messages have no system role', () => {
    expect(decide(propose([textMessage('user', 'Hello')])).model?.system).toEqual(system);
  });

  it('§8.1.5 leaves them out where the messages have one', () => {
    const facets = decide(
      propose([textMessage('system', 'Be brief.'), textMessage('user', 'Hello')]),
    );
    expect(facets.model?.system).toEqual([]);
    const developer = decide(propose([textMessage('developer', 'Be brief.')]));
    expect(developer.model?.system).toEqual([]);
  });
});

describe('§8.1.6: session', () => {
  it('§8.1.6 takes the conversation id, then session.id, then vendors, then the resource', () => {
    const told = [
      ['resource', sessionRank.resource],
      ['vendor', sessionRank.vendor],
      ['session', sessionRank.sessionId],
      ['conversation', sessionRank.conversationId],
    ] as const;
    for (let count = 1; count <= told.length; count++) {
      const facets = decide((draft) => {
        for (const [id, rank] of told.slice(0, count)) draft.scalar('sessionId', id, at(id), rank);
      });
      expect(facets.sessionId).toBe(told[count - 1]?.[0]);
    }
  });

  it('§8.1.6 takes the session of the resource where the span has none', () => {
    const facets = facetsOf({ name: 'GET', resource: { 'session.id': 's-9' } });
    expect(facets.sessionId).toBe('s-9');
    expect(facets.provenance['sessionId']?.place).toBe('resource');
  });
});

describe('§8.1.8: parsing', () => {
  it('§8.1.8 keeps raw text of broken JSON, and says what a mark at its end says', () => {
    const facets = decide((draft) => {
      draft.payload(
        'input',
        'so it went...[TRUNCATED: original length 90000]',
        'vendorBlob',
        at('in'),
      );
      draft.payload('output', '<REDACTED>', 'vendorBlob', at('out'));
    });
    expect(facets.input[0]).toMatchObject({ isTruncated: true, isRedacted: false });
    expect(facets.output[0]).toMatchObject({ isTruncated: false, isRedacted: true });
    expect(facets.notes.map(({ code, field }) => [code, field])).toEqual([
      ['contentTruncated', 'input'],
      ['contentRedacted', 'output'],
    ]);
  });

  it('§8.1.8 shows of cut JSON what stands before the cut', () => {
    const facets = decide((draft) => {
      draft.payload('input', '{"a": {"b": "long tex', 'vendorBlob', at('in'));
    });
    expect(facets.input[0]?.value).toEqual({ a: { b: 'long tex' } });
    expect(facets.input[0]?.isTruncated).toBe(true);
  });
});

describe('notes on content', () => {
  it.each([
    ['thoughts', { type: 'reasoning', content: '<REDACTED>' }],
    ['arguments', { type: 'tool_call', name: 'f', arguments: { key: '[REDACTED]' } }],
    ['results', { type: 'tool_call_response', id: 'c', response: { key: '__REDACTED__' } }],
    ['images', { type: 'image_url', image_url: { url: '__REDACTED__' } }],
  ])('say that %s were taken out', (_, part) => {
    const { notes } = facetsOf({
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [part] }]),
      },
    });
    expect(notes.map(({ code, field }) => [code, field])).toEqual([
      ['contentRedacted', 'model.output'],
    ]);
  });
});

describe('§8.1.10: copies of the resource', () => {
  const shape: SpanShape = {
    attributes: { 'gen_ai.request.model': 'claude' },
    resource: { 'gen_ai.request.model': 'claude' },
  };

  it('§8.1.10 gives a tool no model that its process has', () => {
    const facets = decide((draft) => {
      draft.kind('tool', null, 'vendorKind', at('span.type'));
      draft.scalar('requestModel', 'claude', at('gen_ai.request.model'));
    }, shape);
    expect(facets.model).toBeNull();
  });

  it('§8.1.10 takes it for a model call that says nothing better, as the resource’s word', () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'vendorKind', at('span.type'));
      draft.scalar('requestModel', 'claude', at('gen_ai.request.model'));
    }, shape);
    expect(facets.model?.requestModel).toBe('claude');
    expect(facets.provenance['model.requestModel']?.place).toBe('resource');
    const better = decide((draft) => {
      draft.kind('llm', null, 'vendorKind', at('span.type'));
      draft.scalar('requestModel', 'claude', at('gen_ai.request.model'));
      draft.scalar('requestModel', 'claude-haiku', at('model'), 5);
    }, shape);
    expect(better.model?.requestModel).toBe('claude-haiku');
  });
});

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

describe('what a span is called', () => {
  it('is named by its agent, model or tool, else by itself', () => {
    expect(
      decide((draft) => draft.kind('span', null, 'spanName', at('n')), { name: 'work' }).label,
    ).toBe('work');
    const agent = decide((draft) => draft.kind('agent', null, 'genAiOperation', at('op')), {
      name: 'invoke_agent Planner',
    });
    expect([agent.label, agent.agent?.name, agent.provenance['agent.name']?.place]).toEqual([
      'Planner',
      'Planner',
      'name',
    ]);
    const tool = decide((draft) => draft.kind('tool', null, 'genAiOperation', at('op')), {
      name: 'execute_tool search',
    });
    expect(tool.label).toBe('search');
  });

  it('puts the convention that decided the kind first', () => {
    const input = inputOf({});
    const draft = new CollectingDraft(
      {
        ...input,
        attributes: createAttributeView([]),
        resourceAttributes: createAttributeView([]),
      },
      true,
    );
    draft.kind('llm', 'LLM', 'vendorKind', at('openinference.span.kind', 'openinference'));
    const match = (id: ConventionId) => ({ id, version: null, evidence: 'x' });
    const facets = draft.finish([match('langfuse'), match('openinference'), match('otel-genai')]);
    expect(facets.conventions.map(({ id }) => id)).toEqual([
      'openinference',
      'langfuse',
      'otel-genai',
    ]);
    expect(facets.kindRaw).toBe('LLM');
  });

  it('finds why a model stopped in its answer where the span does not say', () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.messages(
        'output',
        [
          messageOf('assistant', 'assistant', [{ type: 'text', text: 'a' }], {
            finishReason: 'length',
          }),
        ],
        'semconvMessages',
        at('gen_ai.output.messages'),
      );
    });
    expect(facets.model?.finishReasons).toEqual(['length']);
    expect(facets.error).toBeNull();
  });

  it('takes a call that finished with an error for failed', () => {
    const reasons = at('gen_ai.response.finish_reasons');
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.finishReason('error', reasons);
    });
    expect(facets.error).toMatchObject({ type: 'error', message: null });
    expect(facets.provenance['error.type']).toBe(reasons);
    const told = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.finishReason('error', reasons);
      draft.error({ type: 'Timeout' }, at('error.type'));
    });
    expect(told.error?.type).toBe('Timeout');
  });
});
