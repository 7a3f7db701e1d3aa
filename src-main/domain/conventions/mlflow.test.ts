import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { facetsOf, type Plain } from './test-support/sources';

const input = {
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'Hello' }],
  temperature: 0.5,
};
const output = {
  id: 'r1',
  model: 'gpt-4o-mini-2024',
  choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }],
};
const structured: Readonly<Record<string, Plain>> = {
  'mlflow.spanType': 'CHAT_MODEL',
  'mlflow.spanInputs': input,
  'mlflow.spanOutputs': output,
  'mlflow.llm.model': 'gpt-4o-mini-2024',
  'mlflow.llm.provider': 'openai',
  'mlflow.chat.tokenUsage': {
    input_tokens: 3,
    output_tokens: 4,
    total_tokens: 7,
    cache_read_input_tokens: 1,
  },
  'mlflow.llm.cost': { input_cost: 0.25, output_cost: 0.5, total_cost: 0.75 },
  'mlflow.chat.tools': [{ type: 'function', function: { name: 'f' } }],
};
const asJson = Object.fromEntries(
  Object.entries(structured).map(([key, value]) => [key, JSON.stringify(value)]),
);
const asJsonOfJson = Object.fromEntries(
  Object.entries(asJson).map(([key, value]) => [key, JSON.stringify(value)]),
);

describe('MLflow', () => {
  it('reads the model asked for beside the semantic conventions, which name the answer’s', () => {
    const { model, conventions } = facetsOf({
      scope: 'mlflow.tracing.provider',
      attributes: {
        model: '"gpt-4o-mini"',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o-mini-2024',
        'gen_ai.response.model': 'gpt-4o-mini-2024',
      },
    });
    expect(model).toMatchObject({
      requestModel: 'gpt-4o-mini',
      responseModel: 'gpt-4o-mini-2024',
    });
    expect(conventions.map(({ id }) => id)).toContain('mlflow');
  });

  it.each([
    ['native values, as the Python SDK sends to /v1/traces', structured],
    ['JSON text, as an OTLP exporter sends', asJson],
    ['text of JSON text', asJsonOfJson],
  ])('§8.1.8 reads %s', (_, attributes) => {
    const facets = facetsOf({ attributes });
    expect([facets.kind, facets.kindRaw]).toEqual(['llm', 'CHAT_MODEL']);
    expect(facets.model).toMatchObject({
      requestModel: 'gpt-4o-mini',
      responseModel: 'gpt-4o-mini-2024',
      responseId: 'r1',
      provider: 'openai',
      finishReasons: ['stop'],
      parameters: [{ key: 'temperature', value: 0.5 }],
      toolDefinitions: [{ name: 'f' }],
    });
    expect(facets.model?.input.map(({ role, parts }) => [role, parts])).toEqual([
      ['user', [{ type: 'text', text: 'Hello' }]],
    ]);
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Hi' }],
    ]);
    expect(facets.usage).toMatchObject({ input: 3, output: 4, total: 7, cacheRead: 1 });
    expect(facets.reportedCost).toEqual({ inputUsd: 0.25, outputUsd: 0.5, totalUsd: 0.75 });
    expect([facets.input, facets.output]).toEqual([[], []]);
    expect(facets.notes).toEqual([]);
  });

  it.each([
    ['LLM', 'llm'],
    ['AGENT', 'agent'],
    ['TOOL', 'tool'],
    ['RETRIEVER', 'retriever'],
    ['EMBEDDING', 'embedding'],
    ['RERANKER', 'reranker'],
    ['MEMORY', 'memory'],
    ['GUARDRAIL', 'guardrail'],
    ['EVALUATOR', 'evaluator'],
    ['CHAIN', 'chain'],
    ['PARSER', 'chain'],
    ['UNKNOWN', 'span'],
    ['MY_OWN', 'span'],
  ])('takes %s for %s', (type, kind) => {
    expect(facetsOf({ attributes: { 'mlflow.spanType': `"${type}"` } }).kind).toBe(kind);
  });

  it('reads chunks of a stream, the first of which tells the time to the first token', () => {
    const facets = facetsOf({
      startNs: 1_000_000_000n,
      attributes: { 'mlflow.spanType': '"LLM"' },
      events: [
        {
          name: 'mlflow.chunk.item.0',
          timeNs: 1_250_000_000n,
          attributes: { 'mlflow.chunk.value': '{"a": 1}' },
        },
        {
          name: 'mlflow.chunk.item.1',
          timeNs: 1_300_000_000n,
          attributes: { 'mlflow.chunk.value': '"b"' },
        },
      ],
    });
    expect(facets.model?.chunks).toEqual([
      { timeNs: 1_250_000_000n, value: { a: 1 } },
      { timeNs: 1_300_000_000n, value: 'b' },
    ]);
    expect([facets.model?.isStream, facets.model?.timeToFirstTokenNs]).toEqual([true, 250_000_000]);
  });

  it('reads documents of a retriever, arguments of a tool, tags and session of the trace', () => {
    const retriever = facetsOf({
      attributes: {
        'mlflow.spanType': '"RETRIEVER"',
        'mlflow.spanInputs': '{"query": "office hours"}',
        'mlflow.spanOutputs':
          '[{"page_content": "Opens at nine.", "metadata": {"page": 1}, "id": "d1"}]',
      },
    });
    expect(retriever.retrieval).toMatchObject({
      query: 'office hours',
      documents: [{ id: 'd1', content: 'Opens at nine.', metadata: { page: 1 } }],
    });
    const tool = facetsOf({
      name: 'search',
      attributes: {
        'mlflow.spanType': '"TOOL"',
        'mlflow.spanInputs': '{"q": "x"}',
        'mlflow.spanOutputs': '"found"',
        'session.id': '"s-9"',
        'user.id': '"u-1"',
        'mlflow.traceTag.env': 'prod',
      },
    });
    expect(tool.tool).toMatchObject({
      name: 'search',
      args: { value: { q: 'x' } },
      result: { value: 'found' },
    });
    expect([tool.sessionId, tool.userId, tool.tags]).toEqual(['s-9', 'u-1', ['env: prod']]);
  });

  it('reads what an unmodified SDK wrote (trace.to_json of 3.11)', () => {
    const path = new URL('test-support/mlflow-3.11-attributes.json', import.meta.url);
    const spans = JSON.parse(readFileSync(path, 'utf8')) as {
      name: string;
      attributes: Record<string, string>;
    }[];
    const facets = spans.map((span) => facetsOf(span));
    expect(facets.map(({ kind }) => kind)).toEqual(['agent', 'llm', 'tool']);
    expect(facets[0]?.model?.input.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Hello' }],
    ]);
    expect(facets[0]?.output[0]?.value).toBe('Hi there');
    expect(facets[1]?.usage).toMatchObject({ input: 3, output: 4, total: 7, scope: 'call' });
    expect(facets[2]?.tool?.args?.value).toBe('x');
  });
});
