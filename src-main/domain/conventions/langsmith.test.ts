import { describe, expect, it } from 'vitest';

import { facetsOf, type SpanShape } from './test-support/sources';

describe('LangSmith, reference §3 and §5', () => {
  const run = (kind: string, attributes: SpanShape['attributes'], more: Partial<SpanShape> = {}) =>
    facetsOf({
      scope: 'langsmith',
      name: 'run',
      attributes: { 'langsmith.span.kind': kind, ...attributes },
      ...more,
    });

  it('trusts langsmith.span.kind where the operation says embeddings on a retriever', () => {
    const facets = run('retriever', {
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.prompt': '{"query":"when?"}',
      'gen_ai.completion': '{"documents":[{"page_content":"At nine.","type":"Document"}]}',
    });
    expect(facets).toMatchObject({
      kind: 'retriever',
      retrieval: { query: 'when?', documents: [{ content: 'At nine.' }] },
    });
  });

  it('does not take the project for the session', () => {
    const project = { 'langsmith.trace.session_name': 'p', 'langsmith.trace.session_id': 'x' };
    expect(run('chain', project).sessionId).toBeNull();
    const thread = { ...project, 'langsmith.metadata.thread_id': 't' };
    expect(run('chain', thread).sessionId).toBe('t');
  });

  it('reads tags as text with commas and as a list, less those LangChain numbers steps by', () => {
    expect(run('chain', { 'langsmith.span.tags': 'a, b, seq:step:1' }).tags).toEqual(['a', 'b']);
    expect(run('chain', { 'langsmith.span.tags': ['a', 'b'] }).tags).toEqual(['a', 'b']);
  });

  it('reads whole inputs and outputs, and details of usage as Python prints them', () => {
    const { model, usage } = run('llm', {
      'gen_ai.prompt':
        '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"stream":true}',
      'gen_ai.completion':
        '{"choices":[{"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 9,
      'gen_ai.usage.input_token_details': "{'audio': 0, 'cache_read': 64}",
    });
    expect(model).toMatchObject({
      isStream: true,
      input: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      output: [{ role: 'assistant', parts: [{ text: 'Hello' }] }],
    });
    expect(usage).toMatchObject({ input: 100, cacheRead: 64 });
  });

  it('tells failures though the status says OK', () => {
    const { error, tool } = run(
      'tool',
      {},
      {
        statusCode: 1,
        events: [{ name: 'exception', attributes: { 'exception.message': 'Error: Error: gone' } }],
      },
    );
    expect(error?.message).toBe('gone');
    expect(tool?.isError).toBe(true);
  });
});
