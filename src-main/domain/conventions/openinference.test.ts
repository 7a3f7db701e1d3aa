import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

const llm = { 'openinference.span.kind': 'LLM' };

describe('OpenInference', () => {
  it('§8.1.1 takes its kind before that of the semantic conventions', () => {
    const facets = facetsOf({
      attributes: { 'openinference.span.kind': 'TOOL', 'gen_ai.operation.name': 'chat' },
    });
    expect([facets.kind, facets.kindRaw]).toEqual(['tool', 'TOOL']);
    expect(facets.conventions.map(({ id }) => id)).toEqual(['openinference', 'otel-genai']);
  });

  it('§8.1.2 lets CHAIN and UNKNOWN yield to a specific kind', () => {
    for (const kind of ['CHAIN', 'UNKNOWN']) {
      const attributes = {
        'openinference.span.kind': kind,
        'gen_ai.operation.name': 'execute_tool',
      };
      expect(facetsOf({ attributes }).kind).toBe('tool');
    }
  });

  it('reads flattened messages with parts and tool calls', () => {
    const facets = facetsOf({
      attributes: {
        ...llm,
        'llm.input_messages.0.message.role': 'user',
        'llm.input_messages.0.message.contents.0.message_content.type': 'text',
        'llm.input_messages.0.message.contents.0.message_content.text': 'And this?',
        'llm.input_messages.0.message.contents.1.message_content.type': 'image',
        'llm.input_messages.0.message.contents.1.message_content.image.image.url':
          'data:image/png;base64,QUJD',
        'llm.input_messages.1.message.role': 'assistant',
        'llm.input_messages.1.message.tool_calls.0.tool_call.id': 'c1',
        'llm.input_messages.1.message.tool_calls.0.tool_call.function.name': 'get_weather',
        'llm.input_messages.1.message.tool_calls.0.tool_call.function.arguments': '{"city":"Oslo"}',
        'llm.input_messages.2.message.role': 'tool',
        'llm.input_messages.2.message.tool_call_id': 'c1',
        'llm.input_messages.2.message.content': 'snow',
        'llm.output_messages.0.message.role': 'assistant',
        'llm.output_messages.0.message.content': 'It snows.',
      },
    });
    expect(facets.model?.input.map(({ role, parts }) => [role, ...parts])).toMatchObject([
      [
        'user',
        { type: 'text', text: 'And this?' },
        { type: 'media', modality: 'image', mime: 'image/png', base64: 'QUJD' },
      ],
      ['assistant', { type: 'toolCall', id: 'c1', name: 'get_weather', args: { city: 'Oslo' } }],
      ['tool', { type: 'toolResult', id: 'c1', result: 'snow' }],
    ]);
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'It snows.' }],
    ]);
  });

  it('takes sounds and files from the request where the flattened messages leave them out', () => {
    const content = [
      { type: 'text', text: 'And this?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } },
      { type: 'input_audio', input_audio: { data: 'REVG', format: 'wav' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,R0hJ' } },
    ];
    const flattened = {
      'llm.input_messages.0.message.role': 'system',
      'llm.input_messages.0.message.content': 'Be brief.',
      'llm.input_messages.1.message.role': 'user',
      'llm.input_messages.1.message.contents.0.message_content.type': 'text',
      'llm.input_messages.1.message.contents.0.message_content.text': 'And this?',
      'llm.input_messages.1.message.contents.1.message_content.type': 'image',
      'llm.input_messages.1.message.contents.1.message_content.image.image.url':
        'data:image/png;base64,QUJD',
    };
    const asked = (messages: readonly object[], system?: string) =>
      facetsOf({
        attributes: {
          ...llm,
          ...flattened,
          'input.value': JSON.stringify({ system, messages }),
        },
      });
    const user = { role: 'user', content };
    for (const facets of [
      asked([{ role: 'system', content: 'Be brief.' }, user]),
      asked([user], 'Be brief.'),
    ]) {
      expect(facets.model?.input.map(({ role, parts }) => [role, ...parts])).toMatchObject([
        ['system', { text: 'Be brief.' }],
        [
          'user',
          { text: 'And this?' },
          { modality: 'image', base64: 'QUJD' },
          { modality: 'audio', mime: 'audio/wav', base64: 'REVG' },
          { modality: 'file', mime: 'application/pdf', base64: 'R0hJ', name: 'a.pdf' },
        ],
      ]);
      expect(facets.input).toEqual([]);
    }
    // Of another conversation nothing is taken.
    const other = asked([{ role: 'user', content: [{ ...content[0], text: 'No' }, content[2]] }]);
    expect(other.model?.input[1]?.parts).toHaveLength(2);
  });

  it('takes the only name that Google’s client leaves for that of the model that answered', () => {
    const google = {
      scope: 'openinference.instrumentation.google_genai',
      attributes: {
        ...llm,
        'llm.model_name': 'gemini-2.5-flash-001',
        'output.value': '{"model_version":"gemini-2.5-flash-001"}',
      },
    };
    expect(facetsOf(google).model).toMatchObject({
      requestModel: null,
      responseModel: 'gemini-2.5-flash-001',
    });
  });

  it('reads calls that stand among the parts, and those without arguments, once', () => {
    const facets = facetsOf({
      attributes: {
        ...llm,
        'llm.output_messages.0.message.role': 'assistant',
        'llm.output_messages.0.message.contents.0.message_content.type': 'tool_use',
        'llm.output_messages.0.message.contents.0.tool_call.id': 'c1',
        'llm.output_messages.0.message.contents.0.tool_call.function.name': 'now',
        'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'c1',
        'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'now',
      },
    });
    expect(facets.model?.output.flatMap(({ parts }) => parts)).toEqual([
      { type: 'toolCall', id: 'c1', name: 'now', args: {}, isServerSide: false },
    ]);
  });

  it('reads the time to the first token of a stream from its event', () => {
    const firstToken = (...timesNs: readonly bigint[]) => {
      const events = timesNs.map((timeNs) => ({ name: 'First Token Stream Event', timeNs }));
      const { model } = facetsOf({ startNs: 1_000_000_000n, attributes: llm, events });
      return [model?.isStream, model?.timeToFirstTokenNs];
    };
    expect(firstToken(1_250_000_000n, 1_300_000_000n)).toEqual([true, 250_000_000]);
    expect(firstToken(900_000_000n)).toEqual(firstToken());
  });

  it('puts the items of one answer of OpenAI’s Responses together, but not several choices', () => {
    const items = (first: string) => ({
      ...llm,
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.contents.0.message_content.type': first,
      'llm.output_messages.0.message.contents.0.message_content.text': 'one',
      'llm.output_messages.1.message.role': 'assistant',
      'llm.output_messages.1.message.contents.0.message_content.type': 'text',
      'llm.output_messages.1.message.contents.0.message_content.text': 'two',
    });
    expect(facetsOf({ attributes: items('reasoning') }).model?.output).toHaveLength(1);
    expect(facetsOf({ attributes: items('text') }).model?.output).toHaveLength(2);
  });

  it('reads completions', () => {
    const facets = facetsOf({
      attributes: {
        ...llm,
        'llm.prompts.0.prompt.text': 'Once upon',
        'llm.choices.0.completion.text': 'a time',
      },
    });
    expect(facets.model?.input.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Once upon' }],
    ]);
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'a time' }],
    ]);
  });

  it('reads tokens, cost, parameters, tools, tags, metadata, prompt and evaluations', () => {
    const facets = facetsOf({
      attributes: {
        ...llm,
        'llm.model_name': 'gpt-4o-2024',
        'llm.provider': 'azure',
        'llm.system': 'openai',
        'llm.invocation_parameters': '{"model":"gpt-4o","temperature":0.2,"stream":true}',
        'llm.tools.0.tool.json_schema':
          '{"type":"function","function":{"name":"f","parameters":{}}}',
        'llm.token_count.prompt': 100,
        'llm.token_count.completion': 20,
        'llm.token_count.total': 120,
        'llm.token_count.prompt_details.cache_read': 60,
        'llm.token_count.prompt_details.cache_write': 10,
        'llm.token_count.prompt_details.audio': 1,
        'llm.token_count.completion_details.reasoning': 5,
        'llm.cost.prompt': 0.01,
        'llm.cost.completion': 0.02,
        'llm.cost.total': 0.03,
        'session.id': 's1',
        'user.id': 'u1',
        'tag.tags': ['a', 'b'],
        metadata: '{"tenant":"acme"}',
        'llm.prompt_template.template': 'Hello {name}',
        'llm.prompt_template.version': 'v2',
        'llm.prompt_template.variables': '{"name":"Ada"}',
        'annotations.0.annotation.name': 'correct',
        'annotations.0.annotation.label': 'yes',
        'annotations.0.annotation.score': 1,
      },
    });
    expect(facets.model).toMatchObject({
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024',
      provider: 'azure.ai.openai',
      isStream: true,
      parameters: [{ key: 'temperature', value: 0.2 }],
      toolDefinitions: [{ name: 'f' }],
    });
    expect(facets.usage).toMatchObject({
      input: 100,
      output: 20,
      total: 120,
      cacheRead: 60,
      cacheWrite: 10,
      reasoning: 5,
    });
    expect(facets.usage?.extra).toEqual([{ key: 'prompt_details.audio', value: 1 }]);
    expect(facets.reportedCost).toEqual({ inputUsd: 0.01, outputUsd: 0.02, totalUsd: 0.03 });
    expect([facets.sessionId, facets.userId, facets.tags]).toEqual(['s1', 'u1', ['a', 'b']]);
    expect(facets.metadata).toEqual([{ key: 'tenant', value: 'acme' }]);
    expect(facets.prompt).toEqual({
      name: 'Hello {name}',
      version: 'v2',
      variables: [{ key: 'name', value: 'Ada' }],
    });
    expect(facets.evaluations).toEqual([
      {
        name: 'correct',
        score: 1,
        label: 'yes',
        explanation: null,
        target: { scope: 'span', id: null, traceId: null },
      },
    ]);
    expect(facets.notes.filter(({ code }) => code === 'valuesDiffer')).toEqual([]);
  });

  it('takes the only model there is for the one asked for', () => {
    const facets = facetsOf({
      attributes: { ...llm, 'llm.model_name': 'gpt-4o', 'llm.token_count.completion': 1 },
    });
    expect([facets.model?.requestModel, facets.model?.responseModel]).toEqual(['gpt-4o', null]);
  });

  it('takes LiteLLM’s route to a provider for no part of the model’s name', () => {
    const attributes = {
      ...llm,
      'llm.provider': 'openai',
      'llm.model_name': 'openai/gpt-4o',
      'llm.invocation_parameters': '{"model":"openai/gpt-4o"}',
    };
    const modelOf = (scope: string) => facetsOf({ scope, attributes }).model?.requestModel;
    expect(modelOf('openinference.instrumentation.litellm')).toBe('gpt-4o');
    expect(modelOf('openinference.instrumentation.openai')).toBe('openai/gpt-4o');
  });

  it('reads the call that a tool of LangChain answers, and that it failed, in its message', () => {
    const data = { content: 'no station', name: 'f', tool_call_id: 'call_1', status: 'error' };
    const { tool, provenance } = facetsOf({
      attributes: {
        'openinference.span.kind': 'TOOL',
        'tool.name': 'f',
        'input.value': 'Atlantis',
        'output.value': JSON.stringify({ type: 'tool', data }),
      },
    });
    expect(tool).toMatchObject({
      callId: 'call_1',
      isError: true,
      result: { value: 'no station' },
    });
    expect(provenance['tool.callId']?.key).toBe('output.value');
  });

  it('tells a stream of LangChain by its result alone', () => {
    const run = 'lc_run--01a21d80-dbe0-7312-a201-1a723b4a6426';
    const isStream = (type: string, id: string): boolean | null | undefined =>
      facetsOf({
        attributes: {
          ...llm,
          'llm.invocation_parameters': '{"model":"gpt-4o","stream":false}',
          'output.value': JSON.stringify({
            generations: [[{ type, text: 'Hi', message: { kwargs: { content: 'Hi', id } } }]],
          }),
        },
      }).model?.isStream;
    expect(isStream('ChatGenerationChunk', run)).toBe(true);
    expect(isStream('ChatGeneration', run)).toBe(true);
    expect(isStream('ChatGeneration', `${run}-0`)).toBe(false);
    expect(isStream('ChatGeneration', 'msg_01')).toBe(false);
  });

  it('reads retrieved, ranked and embedded documents', () => {
    const retrieval = facetsOf({
      attributes: {
        'openinference.span.kind': 'RETRIEVER',
        'input.value': 'office hours',
        'retrieval.documents.0.document.id': 'd1',
        'retrieval.documents.0.document.content': 'Opens at nine.',
        'retrieval.documents.0.document.score': 0.9,
        'retrieval.documents.0.document.metadata': '{"page":1}',
      },
    });
    expect(retrieval.retrieval).toMatchObject({
      query: 'office hours',
      documents: [{ id: 'd1', content: 'Opens at nine.', score: 0.9, metadata: { page: 1 } }],
    });
    const ranked = facetsOf({
      attributes: {
        'openinference.span.kind': 'RERANKER',
        'reranker.query': 'q',
        'reranker.top_k': 1,
        'reranker.model_name': 'rank-1',
        'reranker.input_documents.0.document.content': 'a',
        'reranker.input_documents.1.document.content': 'b',
        'reranker.output_documents.0.document.content': 'b',
      },
    });
    expect(ranked.retrieval?.documents.map(({ content }) => content)).toEqual(['b']);
    expect(ranked.retrieval?.inputDocuments.map(({ content }) => content)).toEqual(['a', 'b']);
    expect([ranked.retrieval?.query, ranked.retrieval?.topK, ranked.model?.requestModel]).toEqual([
      'q',
      1,
      'rank-1',
    ]);
    const embedded = facetsOf({
      attributes: {
        'openinference.span.kind': 'EMBEDDING',
        'embedding.model_name': 'embed-1',
        'input.value': '{"model":"embed-1","input":["x"]}',
        'embedding.embeddings.0.embedding.text': 'x',
        'embedding.embeddings.0.embedding.vector': [0.5, 0.25],
      },
    });
    expect(embedded.embedding).toEqual({ texts: ['x'], dimensions: 2 });
    expect(embedded.input).toEqual([]);
  });

  it('reads the id of the response where the whole answer was recorded', () => {
    const idOf = (output: string) =>
      facetsOf({ attributes: { ...llm, 'output.value': output } }).model?.responseId ?? null;
    expect(idOf('{"id":"msg_0005","container":null,"content":[]}')).toBe('msg_0005');
    expect(idOf('{"content":[{"id":"toolu_1"}]}')).toBeNull();
    expect(idOf('{"id": 5}')).toBeNull();
  });

  it('§5 tells the scope of annotations: the span, what it links to, its trace or session', () => {
    const annotation = (prefix: string) => ({
      [`${prefix}annotations.0.annotation.name`]: 'correct',
      [`${prefix}annotations.0.annotation.score`]: 1,
    });
    const link = { traceId: '1'.repeat(32), spanId: '2'.repeat(16) };
    const targetOf = (shape: Parameters<typeof facetsOf>[0]) =>
      facetsOf(shape).evaluations[0]?.target;
    const itself = { scope: 'span', id: null, traceId: null };
    expect(targetOf({ attributes: { ...llm, ...annotation('') } })).toEqual(itself);
    expect(targetOf({ attributes: { ...llm, ...annotation('') }, links: [link] })).toEqual(itself);
    expect(
      targetOf({ scope: 'openinference.feedback', attributes: annotation(''), links: [link] }),
    ).toEqual({
      scope: 'span',
      id: link.spanId,
      traceId: link.traceId,
    });
    expect(targetOf({ attributes: { ...llm, ...annotation('trace.') } })?.scope).toBe('trace');
    expect(targetOf({ attributes: { ...llm, ...annotation('session.') } })?.scope).toBe('session');
  });

  it('§8.4 takes the link of an evaluator for what it judged', () => {
    const facets = facetsOf({
      attributes: { 'openinference.span.kind': 'EVALUATOR' },
      links: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16) }],
    });
    expect(facets.relations).toEqual([
      {
        type: 'feedbackTarget',
        traceId: '1'.repeat(32),
        spanId: '2'.repeat(16),
        fromAgent: null,
        toAgent: null,
      },
    ]);
  });

  it('§8.4 reads a handoff of OpenAI’s agents, which is no tool call', () => {
    const facets = facetsOf({
      name: 'handoff to Expert',
      scope: 'openinference.instrumentation.openai_agents',
      attributes: {
        'openinference.span.kind': 'TOOL',
        'input.value': 'Triage',
        'output.value': 'Expert',
      },
    });
    expect(facets.kind).toBe('chain');
    expect(facets.relations).toEqual([
      { type: 'handoff', traceId: '', spanId: '', fromAgent: 'Triage', toAgent: 'Expert' },
    ]);
  });

  it('reads agents by their node in the graph', () => {
    const facets = facetsOf({
      name: 'Expert',
      scope: 'openinference.instrumentation.openai_agents',
      attributes: {
        'openinference.span.kind': 'AGENT',
        'graph.node.id': 'Expert',
        'graph.node.parent_id': 'Triage',
      },
    });
    expect(facets.agent).toMatchObject({ id: 'Expert', name: 'Expert', parentId: 'Triage' });
    const run = facetsOf({
      name: 'Agent workflow',
      scope: 'openinference.instrumentation.openai_agents',
      attributes: { 'openinference.span.kind': 'AGENT' },
    });
    expect(run.kind).toBe('chain');
  });
});
