import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { scanKeys, smellOf } from './key-scan';
import { facetsOf, keyValues } from './test-support/sources';

describe('MCP', () => {
  it('reads a call of a tool with method, server and session', () => {
    const facets = facetsOf({
      name: 'tools/call search',
      attributes: {
        'mcp.method.name': 'tools/call',
        'mcp.session.id': 'm1',
        'server.address': 'files.local',
        'gen_ai.tool.name': 'search',
        'gen_ai.operation.name': 'execute_tool',
      },
    });
    expect([facets.kind, facets.label]).toEqual(['tool', 'tools/call search']);
    expect(facets.tool?.mcp).toEqual({
      method: 'tools/call',
      server: 'files.local',
      sessionId: 'm1',
    });
  });

  it('reads other methods as MCP, named by their target', () => {
    const facets = facetsOf({
      name: 'resources/read',
      attributes: { 'mcp.method.name': 'resources/read', 'mcp.resource.uri': 'file:///a' },
    });
    expect([facets.kind, facets.label]).toEqual(['mcp', 'resources/read file:///a']);
  });

  it('sees that an answer tells of an error itself', () => {
    const facets = facetsOf({
      attributes: {
        'mcp.method.name': 'tools/call',
        'gen_ai.tool.call.result': '{"content":[{"type":"text","text":"boom"}],"isError":true}',
      },
    });
    expect(facets.tool?.isError).toBe(true);
  });
});

describe('protocols', () => {
  it('reads HTTP of the old and new conventions, named by method and target where the name has none', () => {
    const old = facetsOf({
      name: 'POST',
      attributes: {
        'http.method': 'POST',
        'http.url': 'https://api.test/v1/chat?key=x',
        'http.status_code': 200,
      },
    });
    expect([old.kind, old.label]).toEqual(['http', 'POST api.test/v1/chat']);
    const current = facetsOf({
      name: 'GET /users/{id}',
      attributes: { 'http.request.method': 'GET', 'http.route': '/users/{id}' },
    });
    expect([current.kind, current.label]).toEqual(['http', 'GET /users/{id}']);
  });

  it('reads databases with their statement', () => {
    const facets = facetsOf({
      name: 'SELECT users',
      attributes: { 'db.system': 'postgresql', 'db.statement': 'SELECT 1' },
    });
    expect([facets.kind, facets.kindRaw, facets.input[0]?.value]).toEqual([
      'database',
      'postgresql',
      'SELECT 1',
    ]);
  });

  it('yields to a model call that is an HTTP request too', () => {
    const attributes = { 'http.request.method': 'POST', 'gen_ai.operation.name': 'chat' };
    expect(facetsOf({ attributes }).kind).toBe('llm');
  });
});

describe('spans of no known convention', () => {
  it('are shown with what smells of input and output', () => {
    const facets = facetsOf({
      name: 'summarise',
      attributes: {
        'myapp.prompt': 'Sum up',
        'myapp.completion': '{"text":"It is short."}',
        'myapp.size': 3,
      },
    });
    expect(facets.conventions).toEqual([
      { id: 'unknown', version: null, evidence: 'attribute myapp.prompt' },
    ]);
    expect(facets.input[0]?.value).toBe('Sum up');
    expect(facets.output[0]?.value).toEqual({ text: 'It is short.' });
  });

  it('are model calls where a model and something said to it are named', () => {
    const facets = facetsOf({
      name: 'ask',
      attributes: {
        model: 'my-model',
        prompt: 'Hello',
        response: 'Hi',
        prompt_tokens: 3,
        completion_tokens: 1,
      },
    });
    expect(facets.kind).toBe('llm');
    expect(facets.model?.requestModel).toBe('my-model');
    expect(facets.model?.input.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Hello' }],
    ]);
    expect(facets.usage).toMatchObject({ input: 3, output: 1 });
  });

  it('§1 are none by a model alone', () => {
    expect(facetsOf({ name: 'paint', attributes: { model: 'T-34' } }).kind).toBe('span');
  });

  it.each([
    ['invoke_agent Planner', 'agent'],
    ['ResearchAgent.run', 'agent'],
    ['execute_tool search', 'tool'],
    ['search.tool', 'tool'],
    ['VectorStoreRetriever', 'retriever'],
    ['embeddings', 'embedding'],
    ['rerank', 'reranker'],
    ['chat gpt-4o', 'llm'],
    ['openai.ChatCompletion.create', 'llm'],
    ['input_guardrail', 'guardrail'],
    ['GET /agents', 'span'],
    ['book.chapter', 'span'],
    ['travel agency lookup', 'span'],
  ])('%s is %s by its name', (name, kind) => {
    expect(facetsOf({ name }).kind).toBe(kind);
  });

  it('have an error where their status or an exception says so', () => {
    const failed = facetsOf({
      name: 'work',
      statusCode: 2,
      statusMessage: 'boom',
      attributes: { 'error.type': 'timeout', 'http.response.status_code': 504 },
    });
    expect(failed.error).toEqual({
      type: 'timeout',
      message: 'boom',
      stack: null,
      httpStatus: 504,
    });
    const exception = {
      name: 'exception',
      attributes: {
        'exception.type': 'ValueError',
        'exception.message': 'bad',
        'exception.stacktrace': 'at x',
      },
    };
    expect(facetsOf({ name: 'work', events: [exception] }).error).toMatchObject({
      type: 'ValueError',
      message: 'bad',
    });
    expect(facetsOf({ name: 'work', events: [exception], statusCode: 1 }).error).toBeNull();
    expect(facetsOf({ name: 'work' }).error).toBeNull();
  });
});

describe('the first look at keys', () => {
  it.each([
    ['input', 'input'],
    ['app.prompt', 'input'],
    ['tool_args', 'input'],
    ['my-app/query', 'input'],
    ['final_answer', 'output'],
    ['app:result', 'output'],
    ['output', 'output'],
    ['throughput', null],
    ['http.request', null],
    ['db.query', null],
    ['rpc.response', null],
    ['', null],
    ['t', null],
  ])('smells of %j: %s', (key, direction) => {
    expect(smellOf(key)).toBe(direction);
  });

  it('passes over no key that a convention could read', () => {
    for (const key of [
      'gen_ai.system',
      'llm.model_name',
      'openinference.span.kind',
      'traceloop.span.kind',
      'mlflow.spanType',
      'ai.operationId',
      'operation.name',
      'langfuse.observation.type',
      'langsmith.span.kind',
      'genkit:type',
      'mastra.span.type',
      'span.type',
      'mcp.method.name',
      'gcp.vertex.agent.llm_request',
      'session.id',
      'user.id',
    ]) {
      expect(scanKeys(keyValues({ 'app.x': 1, [key]: 'x' })).isOfInterest).toBe(true);
    }
  });

  it('passes over what machines write', () => {
    const scan = scanKeys(
      keyValues({
        'http.request.method': 'GET',
        'user_agent.original': 'x',
        'url.full': 'https://x.test',
        'server.address': 'x.test',
        'db.system': 'redis',
        'error.type': 'timeout',
        'thread.id': 3,
      }),
    );
    expect(scan).toEqual({ isOfInterest: false, hasHttp: true, hasDatabase: true, hasError: true });
  });

  it('takes any keys', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (keys) => {
        expect(() =>
          scanKeys(keys.map((key) => ({ key, value: { type: 'empty' } }))),
        ).not.toThrow();
      }),
    );
  });

  it.each([
    ['aws.genai.span_kind', 'TOOL', 'tool'],
    ['lmnr.span.type', 'LLM', 'llm'],
    ['weave.span.kind', 'agent', 'agent'],
  ])('takes the word under %s for the kind', (key, word, kind) => {
    const facets = facetsOf({ name: 'x', attributes: { [key]: word } });
    expect([facets.kind, facets.kindRaw]).toEqual([kind, word]);
  });
});
