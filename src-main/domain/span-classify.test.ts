import { describe, expect, it } from 'vitest';

import { encodeUtf8 } from './otlp/utf8';
import { categoryOf, type SpanCategory } from './span-category';
import { categoryOfHint, hintOfAttribute, noHint, strongerHint } from './span-classify';

/** `null` stands for a value that is no string. */
function classify(attributes: readonly (readonly [string, string | null])[]): SpanCategory {
  let hint = noHint;
  for (const [key, value] of attributes) {
    // Neighbours on both sides, as in a request body.
    const bytes = encodeUtf8(`x${key}${value ?? ''}x`);
    const valueStart = 1 + encodeUtf8(key).length;
    const valueEnd = value === null ? valueStart : bytes.length - 1;
    hint = strongerHint(hint, hintOfAttribute(bytes, 1, valueStart, valueStart, valueEnd));
  }
  return categoryOf(categoryOfHint(hint));
}

describe('one attribute', () => {
  it.each<[string, string | null, SpanCategory]>([
    ['gen_ai.operation.name', 'chat', 'llm'],
    ['gen_ai.operation.name', 'generate_content', 'llm'],
    ['gen_ai.operation.name', 'text_completion', 'llm'],
    ['gen_ai.operation.name', 'invoke_agent', 'agent'],
    ['gen_ai.operation.name', 'create_agent', 'agent'],
    ['gen_ai.operation.name', 'execute_tool', 'tool'],
    ['gen_ai.operation.name', 'embeddings', 'embedding'],
    ['gen_ai.operation.name', 'retrieval', 'retriever'],
    ['gen_ai.operation.name', 'invoke_workflow', 'chain'],
    ['gen_ai.operation.name', 'something_new', 'other'],
    ['openinference.span.kind', 'LLM', 'llm'],
    ['openinference.span.kind', 'AGENT', 'agent'],
    ['openinference.span.kind', 'RERANKER', 'retriever'],
    ['openinference.span.kind', 'GUARDRAIL', 'guardrail'],
    ['openinference.span.kind', 'EVALUATOR', 'evaluator'],
    ['openinference.span.kind', 'CHAIN', 'chain'],
    ['mlflow.spanType', '"CHAT_MODEL"', 'llm'],
    ['mlflow.spanType', '"RETRIEVER"', 'retriever'],
    ['mlflow.spanType', 'TOOL', 'tool'],
    ['mlflow.spanType', '"UNKNOWN"', 'other'],
    ['traceloop.span.kind', 'workflow', 'chain'],
    ['traceloop.span.kind', 'agent', 'agent'],
    ['langfuse.observation.type', 'generation', 'llm'],
    ['langfuse.observation.type', 'span', 'other'],
    ['langsmith.span.kind', 'llm', 'llm'],
    ['llm.request.type', 'completion', 'llm'],
    ['ai.operationId', 'ai.generateText', 'agent'],
    ['ai.operationId', 'ai.streamText.doStream', 'llm'],
    ['ai.operationId', 'ai.toolCall', 'tool'],
    ['ai.operationId', 'ai.embedMany.doEmbed', 'embedding'],
    ['operation.name', 'ai.generateText.doGenerate my-function', 'llm'],
    ['operation.name', 'GET /users', 'other'],
    ['mcp.method.name', 'tools/call', 'tool'],
    ['mcp.method.name', 'initialize', 'other'],
    ['db.system.name', 'postgresql', 'database'],
    ['db.system', 'redis', 'database'],
    ['http.request.method', 'GET', 'http'],
    ['http.response.status_code', null, 'http'],
    ['url.full', 'https://example.org', 'http'],
    ['gen_ai.request.model', 'gpt-4o', 'other'],
    ['gen_ai.operation.nam', 'chat', 'other'],
    ['gen_ai.operation.name', null, 'other'],
    ['gen_ai.operation.name', '', 'other'],
    ['mlflow.spanType', '"', 'other'],
    ['', '', 'other'],
  ])('%s = %s is %s', (key, value, category) => {
    expect(classify([[key, value]])).toBe(category);
  });
});

describe('several attributes, in any order', () => {
  it.each<[string, [string, string][], SpanCategory]>([
    [
      'a vendor’s kind before gen_ai.operation.name',
      [
        ['langsmith.span.kind', 'retriever'],
        ['gen_ai.operation.name', 'embeddings'],
      ],
      'retriever',
    ],
    [
      'a specific kind before a vendor’s chain',
      [
        ['openinference.span.kind', 'CHAIN'],
        ['gen_ai.operation.name', 'chat'],
      ],
      'llm',
    ],
    [
      'a specific kind before a vendor’s unknown word',
      [
        ['mlflow.spanType', '"UNKNOWN"'],
        ['gen_ai.operation.name', 'invoke_agent'],
      ],
      'agent',
    ],
    [
      'a call of a model before the HTTP request it is',
      [
        ['gen_ai.operation.name', 'chat'],
        ['http.request.method', 'POST'],
      ],
      'llm',
    ],
    [
      'a database before the HTTP request it is',
      [
        ['db.system', 'elasticsearch'],
        ['url.full', 'http://localhost:9200'],
      ],
      'database',
    ],
    [
      'langfuse before openinference',
      [
        ['langfuse.observation.type', 'evaluator'],
        ['openinference.span.kind', 'LLM'],
      ],
      'evaluator',
    ],
  ])('%s', (_name, attributes, category) => {
    expect(classify(attributes)).toBe(category);
    expect(classify([...attributes].reverse())).toBe(category);
  });

  it('J15 the last of duplicate keys counts', () => {
    const key = 'gen_ai.operation.name';
    expect(
      classify([
        [key, 'chat'],
        [key, 'execute_tool'],
      ]),
    ).toBe('tool');
  });
});
