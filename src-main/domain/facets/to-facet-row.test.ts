import { describe, expect, it } from 'vitest';

import { toFacetRow } from './to-facet-row';
import {
  facetsOf,
  message,
  modelOf,
  payloadOf,
  toolCall,
  toolOf,
} from './test-support/span-facets';

describe('toFacetRow', () => {
  it('leaves out what says nothing', () => {
    expect(toFacetRow(facetsOf({}))).toEqual({ kind: 'span' });
  });

  it('keeps what lists and folding need of a model call, without its content', () => {
    const row = toFacetRow(
      facetsOf({
        kind: 'llm',
        label: 'gpt',
        conventions: [{ id: 'otel-genai', version: null, evidence: '' }],
        model: modelOf({
          requestModel: 'gpt',
          provider: 'openai',
          responseId: 'r',
          system: [message('system', 'Be brief.')],
          input: [message('user', 'Hi')],
          output: [
            message('assistant', [
              toolCall('f', {}, 'c1'),
              toolCall('g', {}),
              { ...toolCall('web_search', {}, 'c2'), isServerSide: true },
            ]),
          ],
          finishReasons: ['tool_calls'],
        }),
        usage: {
          input: 10,
          output: 0,
          total: null,
          cacheRead: null,
          cacheWrite: -1,
          reasoning: Number.NaN,
          inputIncludedCache: true,
          outputIncludedReasoning: true,
          scope: 'call',
          extra: [],
        },
        reportedCost: { inputUsd: null, outputUsd: 0.1, totalUsd: 0.1 },
      }),
    );
    expect(row).toMatchObject({
      kind: 'llm',
      label: 'gpt',
      convention: 'otel-genai',
      requestModel: 'gpt',
      responseId: 'r',
      requestedCallIds: ['c1', ''],
      requestedToolNames: ['f', 'g'],
      usageScope: 'call',
      cost: { outputUsd: 0.1, totalUsd: 0.1 },
      finishReason: 'tool_calls',
      inputPreview: 'Hi',
    });
    expect(row.usage).toEqual({ input: 10, output: 0 });
    expect(row.inputHashes).toHaveLength(2);
    expect(row.inputTokenEstimates).toHaveLength(2);
    expect(row.outputHashes).toHaveLength(1);
  });

  it('hashes the system prompt as the first message, wherever it was told', () => {
    const system = message('system', 'Be brief.');
    const user = message('user', 'Hi');
    const apart = toFacetRow(facetsOf({ model: modelOf({ system: [system], input: [user] }) }));
    const inline = toFacetRow(facetsOf({ model: modelOf({ input: [system, user] }) }));
    expect(apart.inputHashes).toEqual(inline.inputHashes);
  });

  it('previews tools as JSON, and what was sent for the whole trace apart', () => {
    const tool = toolOf({ args: payloadOf({ query: 'x' }), result: payloadOf('found') });
    expect(toFacetRow(facetsOf({ kind: 'tool', tool }))).toMatchObject({
      inputPreview: '{"query":"x"}',
      outputPreview: 'found',
    });
    const list = toolOf({
      name: 'x',
      mcp: { method: 'tools/list', server: null, sessionId: null },
    });
    expect(toFacetRow(facetsOf({ kind: 'mcp', tool: list })).toolName).toBeUndefined();
    const sent = payloadOf({ question: 'whole' }, 'langfuse.trace.input');
    const own = payloadOf({ question: 'own' }, 'traceloop.entity.input');
    expect(toFacetRow(facetsOf({ input: [sent, own] }))).toMatchObject({
      inputPreview: 'own',
      traceInputPreview: 'whole',
    });
  });

  it('previews what was embedded, and not its vectors', () => {
    const vectors = { data: [{ embedding: [0.25, 0.5] }] };
    const row = toFacetRow(
      facetsOf({
        kind: 'embedding',
        embedding: { texts: ['office'], dimensions: 2 },
        output: [payloadOf(vectors), payloadOf(vectors, 'mlflow.traceOutputs')],
      }),
    );
    expect(row).toMatchObject({ kind: 'embedding', inputPreview: 'office' });
    expect(row.outputPreview).toBeUndefined();
  });

  it('tells placeholders and content that is not complete', () => {
    const row = toFacetRow(
      facetsOf({
        pending: { realParentSpanId: 'aa', standsForSpanId: 'bb' },
        notes: [{ code: 'contentTruncated', field: 'input', message: 'cut' }],
      }),
    );
    expect(row).toEqual({
      kind: 'span',
      isPending: true,
      realParentSpanId: 'aa',
      standsForSpanId: 'bb',
      hasContentNotes: true,
    });
  });

  it('stays small whatever a sender has put into names, ids and relations', () => {
    const long = 'x'.repeat(1_000_000);
    const row = toFacetRow(
      facetsOf({
        kind: 'llm',
        label: long,
        sessionId: long,
        tags: [long],
        agent: { id: long, name: long, version: null, description: null, parentId: null },
        model: modelOf({
          requestModel: long,
          output: [message('assistant', [toolCall(long, {}, long)])],
        }),
        relations: Array.from({ length: 5000 }, () => ({
          type: 'handoff' as const,
          traceId: '',
          spanId: '',
          fromAgent: long,
          toAgent: null,
        })),
      }),
    );
    expect(JSON.stringify(row).length).toBeLessThan(1_000_000);
    expect(row.relations).toHaveLength(500);
  });

  it.each(['mlflow.traceOutputs', 'langfuse.trace.output'])(
    'takes %s for the output of the trace',
    (key) => {
      const row = toFacetRow(facetsOf({ output: [payloadOf('all of it', key)] }));
      expect(row.traceOutputPreview).toBe('all of it');
      expect(row.outputPreview).toBeUndefined();
    },
  );

  it('does not take what came in between for the output of the trace', () => {
    const between = payloadOf({ step: 1 }, 'mlflow.trace.intermediate_outputs');
    const row = toFacetRow(facetsOf({ output: [payloadOf('the end'), between] }));
    expect(row.outputPreview).toBe('the end');
    expect(row.traceOutputPreview).toBeUndefined();
  });
});
