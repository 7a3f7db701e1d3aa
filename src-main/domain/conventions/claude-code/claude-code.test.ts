import { describe, expect, it } from 'vitest';

import { facetsOf, type SpanShape } from '../test-support/sources';

const scope = 'com.anthropic.claude_code.tracing';

const request = (attributes: SpanShape['attributes'], more: Partial<SpanShape> = {}) =>
  facetsOf({
    scope,
    name: 'claude_code.llm_request',
    attributes: { 'span.type': 'llm_request', model: 'claude-opus-5-5', ...attributes },
    ...more,
  });

describe('Claude Code, reference §6', () => {
  it('adds what was cached to bare input_tokens, which exclude it', () => {
    const { usage } = request({
      input_tokens: 8,
      output_tokens: 5,
      cache_read_tokens: 23_811,
      cache_creation_tokens: 100,
    });
    expect(usage).toMatchObject({
      input: 23_919,
      output: 5,
      cacheRead: 23_811,
      cacheWrite: 100,
      inputIncludedCache: false,
      scope: 'call',
    });
  });

  it('takes gen_ai.usage.* of newer versions as they are: they include the cache', () => {
    const { usage, notes } = request({
      input_tokens: 211,
      cache_creation_tokens: 1187,
      cache_read_tokens: 0,
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 1398,
      'gen_ai.usage.output_tokens': 17,
      'gen_ai.usage.cache_read.input_tokens': 0,
      'gen_ai.usage.cache_write.input_tokens': 1187,
    });
    expect(usage).toMatchObject({ input: 1398, cacheRead: 0, cacheWrite: 1187 });
    expect(notes.filter(({ code }) => code === 'valuesDiffer')).toEqual([]);
  });

  it.each([
    ['tool', 'tool'],
    ['claude_code.tool', 'tool'],
    ['interaction', 'agent'],
    ['llm_request', 'llm'],
    ['claude_code.llm_request', 'llm'],
    ['tool.execution', 'step'],
    ['tool.blocked_on_user', 'permission'],
    ['hook', 'permission'],
  ])('reads span.type bare and prefixed: %s', (type, kind) => {
    const facets = facetsOf({ scope, name: 'x', attributes: { 'span.type': type } });
    expect(facets).toMatchObject({ kind, kindRaw: type });
  });

  it('is known by the name of its spans where a collector renamed the scope', () => {
    expect(facetsOf({ name: 'claude_code.interaction' })).toMatchObject({
      kind: 'agent',
      conventions: [{ id: 'claude-code' }],
    });
  });

  it('does not take a tool for a model call because the resource names a model (kagent)', () => {
    const facets = facetsOf({
      scope,
      name: 'claude_code.tool',
      resource: { 'gen_ai.request.model': 'claude-sonnet-4-5' },
      attributes: {
        'span.type': 'tool',
        tool_name: 'Bash',
        'gen_ai.request.model': 'claude-sonnet-4-5',
      },
    });
    expect(facets).toMatchObject({ kind: 'tool', model: null, tool: { name: 'Bash' } });
  });

  it('reads time to first token in milliseconds', () => {
    expect(request({ ttft_ms: 33 }).model?.timeToFirstTokenNs).toBe(33_000_000);
  });

  it('knows text that was not recorded by its mark', () => {
    const { input, notes } = facetsOf({
      scope,
      attributes: { 'span.type': 'interaction', user_prompt: '<REDACTED>' },
    });
    expect(input[0]).toMatchObject({ value: '<REDACTED>', isRedacted: true });
    expect(notes.map(({ code }) => code)).toContain('contentRedacted');
  });

  it('reads what a tool gave out of events tool.output, and arguments behind their heading', () => {
    const { tool } = facetsOf({
      scope,
      attributes: {
        'span.type': 'tool',
        tool_name: 'Read',
        tool_use_id: 'toolu_1',
        tool_input: '[TOOL INPUT: Read]\n{"file_path":"/app/forecast.txt"}',
      },
      events: [
        {
          name: 'tool.output',
          attributes: { file_path: '/app/forecast.txt', content: 'Sunny in Oslo.\n' },
        },
      ],
    });
    expect(tool).toMatchObject({
      name: 'Read',
      callId: 'toolu_1',
      args: { value: { file_path: '/app/forecast.txt' } },
      result: { value: 'Sunny in Oslo.\n', from: { place: 'event', key: 'tool.output' } },
    });
  });

  it('keeps all outputs of a tool that has several', () => {
    const { tool } = facetsOf({
      scope,
      attributes: { 'span.type': 'tool', tool_name: 'Edit' },
      events: [
        { name: 'tool.output', attributes: { file_path: 'a.ts', diff: '+1' } },
        { name: 'tool.output', attributes: { content: 'done' } },
      ],
    });
    expect(tool?.result?.value).toEqual({ file_path: 'a.ts', diff: '+1', content: 'done' });
  });

  it('has the cost, and texts of the assistant, from log records alone', () => {
    const facets = request(
      { request_id: 'req_1', input_tokens: 1, output_tokens: 2 },
      {
        logs: [
          {
            attributes: { 'event.name': 'api_request', request_id: 'req_1', cost_usd: 0.0071 },
            body: 'claude_code.api_request',
          },
          {
            attributes: { 'event.name': 'assistant_response', request_id: 'req_1', response: 'Hi' },
          },
        ],
      },
    );
    expect(facets.reportedCost).toMatchObject({ totalUsd: 0.0071 });
    expect(facets.provenance['reportedCost']).toMatchObject({ place: 'log', key: 'api_request' });
    expect(facets.model?.output[0]?.parts).toEqual([{ type: 'text', text: 'Hi' }]);
  });

  it('leaves records of another request alone', () => {
    const facets = request(
      { request_id: 'req_1' },
      {
        logs: [{ attributes: { 'event.name': 'api_request', request_id: 'req_2', cost_usd: 1 } }],
      },
    );
    expect(facets.reportedCost).toBeNull();
  });

  it('prefers whole bodies to what spans tell of them, reminders and system prompt in order', () => {
    const { model } = request(
      {
        request_id: 'req_1',
        new_context: '[USER]\nRead it',
        system_prompt_preview: 'You help',
        system_prompt_length: 900,
      },
      {
        logs: [
          {
            attributes: {
              'event.name': 'api_request_body',
              body: JSON.stringify({
                model: 'claude-opus-5-5',
                stream: true,
                max_tokens: 32_000,
                system: [{ type: 'text', text: 'You help in a weather office.' }],
                messages: [
                  { role: 'user', content: 'Read it' },
                  { role: 'system', content: [{ type: 'text', text: '# Environment' }] },
                ],
                tools: [{ name: 'Read', description: 'Reads', input_schema: { type: 'object' } }],
              }),
            },
          },
        ],
      },
    );
    expect(model?.input.map(({ role, parts }) => [role, parts])).toEqual([
      ['system', [{ type: 'text', text: 'You help in a weather office.' }]],
      ['user', [{ type: 'text', text: 'Read it' }]],
      ['system', [{ type: 'text', text: '# Environment' }]],
    ]);
    expect(model).toMatchObject({ isStream: true, toolDefinitions: [{ description: 'Reads' }] });
  });

  it('splits the new context into prompt and results of tools', () => {
    const { model } = request({
      new_context: '[TOOL RESULT: toolu_1]\n1\tSunny\n\n---\n\n[USER]\nAnd tomorrow?',
    });
    expect(model?.input.map(({ role, parts }) => [role, parts])).toEqual([
      [
        'tool',
        [expect.objectContaining({ type: 'toolResult', id: 'toolu_1', result: '1\tSunny' })],
      ],
      ['user', [{ type: 'text', text: 'And tomorrow?' }]],
    ]);
  });

  it('ties the trace of the API to the request (link.type parent_of, §8.4)', () => {
    const traceId = 'a'.repeat(32);
    const { relations } = request(
      {},
      {
        links: [
          { traceId, spanId: 'b'.repeat(16), attributes: { 'link.type': 'parent_of' } },
          { traceId, spanId: 'c'.repeat(16), attributes: { 'link.type': 'queued_send' } },
        ],
      },
    );
    expect(relations.map(({ type, spanId }) => [type, spanId[0]])).toEqual([
      ['parentOf', 'b'],
      ['other', 'c'],
    ]);
  });

  it('knows sub-agents and who started them', () => {
    const { agent } = request({ agent_id: 'sub-1', parent_agent_id: 'main' });
    expect(agent).toMatchObject({ id: 'sub-1', parentId: 'main' });
  });

  it('tells a failed request by success, with status and class', () => {
    const { error } = request({
      success: false,
      error: 'Overloaded',
      error_class: 'APIError',
      status_code: 529,
    });
    expect(error).toMatchObject({ type: 'APIError', message: 'Overloaded', httpStatus: 529 });
  });
});
