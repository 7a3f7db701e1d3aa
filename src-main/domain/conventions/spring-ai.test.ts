import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('Spring AI, reference §6', () => {
  it('takes the "none" of Micrometer for no model', () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.response.model': 'none',
    };
    expect(facetsOf({ name: 'chat gpt-5-mini', attributes }).model).toMatchObject({
      requestModel: 'gpt-5-mini',
      responseModel: null,
    });
  });

  it('reads searches and tools', () => {
    const search = facetsOf({
      name: 'pg_vector query',
      attributes: {
        'spring.ai.kind': 'vector_store',
        'db.operation.name': 'query',
        'db.vector.query.content': 'opening hours',
        'db.vector.query.top_k': 4,
        'db.vector.query.response.documents': '[{"id":"1","text":"At nine.","score":0.9}]',
      },
    });
    expect(search).toMatchObject({
      kind: 'retriever',
      retrieval: {
        query: 'opening hours',
        topK: 4,
        documents: [{ id: '1', content: 'At nine.', score: 0.9 }],
      },
    });
    const tool = facetsOf({
      name: 'spring.ai.tool',
      attributes: {
        'spring.ai.tool.definition.name': 'weather',
        'spring.ai.tool.call.arguments': '{"city":"Oslo"}',
        'spring.ai.tool.call.result': '"snow"',
      },
    });
    expect(tool).toMatchObject({
      kind: 'tool',
      tool: { name: 'weather', args: { value: { city: 'Oslo' } } },
    });
  });

  it('does not take writing to a store for a search', () => {
    const attributes = { 'spring.ai.kind': 'vector_store', 'db.operation.name': 'add' };
    expect(facetsOf({ name: 'pg_vector add', attributes }).kind).toBe('database');
  });
});
