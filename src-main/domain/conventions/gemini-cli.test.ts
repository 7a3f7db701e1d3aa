import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

const scope = 'gemini-cli';
const call = { 'gen_ai.operation.name': 'llm_call', 'gen_ai.request.model': 'gemini-2.5-flash' };

describe('Gemini CLI, reference §6', () => {
  it.each([
    ['llm_call', 'llm'],
    ['tool_call', 'tool'],
    ['agent_call', 'agent'],
    ['schedule_tool_calls', 'step'],
  ])('knows its operation %s', (operation, kind) => {
    const attributes = { 'gen_ai.operation.name': operation };
    expect(facetsOf({ scope, name: operation, attributes }).kind).toBe(kind);
  });

  it('reads messages in Gemini’s words', () => {
    const { model } = facetsOf({
      scope,
      attributes: {
        ...call,
        'gen_ai.system_instructions': '"You help."',
        'gen_ai.input.messages': '[{"role":"user","parts":[{"text":"Run it"}]}]',
        'gen_ai.output.messages':
          '[{"role":"model","parts":[{"functionCall":{"name":"shell","args":{"command":"ls"},"id":"c1"}}]}]',
      },
    });
    expect(model?.system[0]?.parts).toEqual([{ type: 'text', text: 'You help.' }]);
    expect(model?.input[0]).toMatchObject({ role: 'user', parts: [{ text: 'Run it' }] });
    expect(model?.output[0]).toMatchObject({
      role: 'assistant',
      roleRaw: 'model',
      parts: [{ type: 'toolCall', id: 'c1', name: 'shell', args: { command: 'ls' } }],
    });
  });

  it('reads what is left of messages that were cut at 10,000 characters', () => {
    const whole = JSON.stringify([
      { role: 'user', parts: [{ text: 'short' }] },
      { role: 'user', parts: [{ text: 'x'.repeat(12_000) }] },
    ]);
    const cut = `${whole.slice(0, 10_000)}...[TRUNCATED: original length ${whole.length}]`;
    const { model, notes } = facetsOf({
      scope,
      attributes: { ...call, 'gen_ai.input.messages': cut },
    });
    expect(model?.input[0]).toMatchObject({ role: 'user', parts: [{ text: 'short' }] });
    expect(model?.input).toHaveLength(2);
    expect(notes.map(({ code }) => code)).toContain('contentTruncated');
  });

  it('joins the chunks of a stream into one answer', () => {
    const chunks = ['The ', 'answer'].map((text) => ({ role: 'model', parts: [{ text }] }));
    const { model } = facetsOf({
      scope,
      attributes: { ...call, 'gen_ai.output.messages': JSON.stringify(chunks) },
    });
    expect(model?.output).toHaveLength(1);
    expect(model?.output[0]?.parts).toEqual([{ type: 'text', text: 'The answer' }]);
  });

  it('adds thoughts to output, which Gemini leaves out of it; they are in log records', () => {
    const { usage, model } = facetsOf({
      scope,
      attributes: { ...call, 'gen_ai.usage.input_tokens': 401, 'gen_ai.usage.output_tokens': 31 },
      logs: [
        {
          attributes: {
            'event.name': 'gemini_cli.api_response',
            model: 'gemini-2.5-flash-001',
            input_token_count: 401,
            output_token_count: 31,
            cached_content_token_count: 100,
            thoughts_token_count: 53,
            finish_reasons: ['stop'],
          },
        },
      ],
    });
    expect(usage).toMatchObject({
      input: 401,
      output: 84,
      cacheRead: 100,
      reasoning: 53,
      outputIncludedReasoning: false,
    });
    expect(model).toMatchObject({ responseModel: 'gemini-2.5-flash-001', finishReasons: ['stop'] });
  });

  it('reads a tool’s call id from gen_ai.tool.call_id, its content from keys of messages', () => {
    const { tool, model, error } = facetsOf({
      scope,
      attributes: {
        'gen_ai.operation.name': 'tool_call',
        'gen_ai.tool.name': 'read_file',
        'gen_ai.tool.call_id': 'c1',
        'gen_ai.input.messages': '{"callId":"c1","name":"read_file","args":{"file_path":"/x"}}',
        'gen_ai.output.messages': JSON.stringify({
          status: 'error',
          response: {
            responseParts: [{ functionResponse: { id: 'c1', response: { error: 'not found' } } }],
            errorType: 'file_not_found',
          },
        }),
      },
    });
    expect(tool).toMatchObject({
      name: 'read_file',
      callId: 'c1',
      args: { value: { file_path: '/x' } },
      result: { value: { error: 'not found' } },
      isError: true,
    });
    expect(error).toMatchObject({ type: 'file_not_found', message: 'not found' });
    expect(model?.input ?? []).toEqual([]);
  });
});
