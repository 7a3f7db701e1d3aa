/** §8.1: what a draft decides where several keys and conventions tell. */
import { describe, expect, it } from 'vitest';

import type { ConventionId } from '../facets/convention-id';
import type { FacetKind } from '../facets/facet-kind';
import type { KindTier } from './convention';
import { CollectingDraft } from './facet-draft';
import { sessionRank } from './field-table';
import { createAttributeView } from './attribute-view';
import { messageOf } from './read/message';
import { facetsOf, inputOf, type SpanShape } from './test-support/sources';
import { at, decide } from './test-support/decided';

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
