import { describe, expect, it } from 'vitest';

import type { AnyValue, KeyValue } from '../otlp/model';
import { normaliseSpan } from './normalise-span';
import { facetsOf, inputOf } from './test-support/sources';

const scope = 'codex_exec';

describe('Codex, reference §6', () => {
  it('reads the conversation out of the duplicate key thread.id', () => {
    const input = inputOf({ scope, name: 'session_task.turn' });
    const pair = (key: string, value: AnyValue): KeyValue => ({ key, value });
    const attributes = [
      pair('thread.id', { type: 'int', value: 3n }),
      pair('thread.id', { type: 'string', value: '01a21d68-af80' }),
    ];
    const facets = normaliseSpan({ ...input, span: { ...input.span, attributes } });
    expect(facets.sessionId).toBe('01a21d68-af80');
    const osThread = normaliseSpan({
      ...input,
      span: { ...input.span, attributes: attributes.slice(0, 1) },
    });
    expect(osThread.sessionId).toBeNull();
  });

  it('takes the turn as the agent, with usage that sums up its calls', () => {
    const { kind, usage, model } = facetsOf({
      scope,
      name: 'session_task.turn',
      attributes: {
        model: 'gpt-5.5',
        'codex.turn.token_usage.input_tokens': 518,
        'codex.turn.token_usage.cached_input_tokens': 100,
        'codex.turn.token_usage.non_cached_input_tokens': 418,
        'codex.turn.token_usage.output_tokens': 40,
        'codex.turn.token_usage.total_tokens': 558,
      },
    });
    expect(kind).toBe('agent');
    expect(usage).toMatchObject({
      input: 518,
      cacheRead: 100,
      output: 40,
      total: 558,
      scope: 'aggregate',
      inputIncludedCache: true,
    });
    expect(model?.requestModel).toBe('gpt-5.5');
  });

  it('reads numbers that are sent as text, and tool_token_count as the total', () => {
    const { usage, model } = facetsOf({
      scope,
      name: 'handle_responses',
      attributes: { 'gen_ai.usage.input_tokens': 211 },
      logs: [
        { attributes: { 'event.name': 'codex.sse_event', 'event.kind': 'response.completed' } },
        {
          attributes: {
            'event.name': 'codex.sse_event',
            'event.kind': 'response.completed',
            model: 'gpt-5.5',
            input_token_count: '211',
            output_token_count: '17',
            cached_token_count: 5,
            tool_token_count: '228',
            ttft_ms: 3,
          },
        },
      ],
    });
    expect(usage).toMatchObject({ input: 211, output: 17, cacheRead: 5, total: 228 });
    expect(model).toMatchObject({ requestModel: 'gpt-5.5', timeToFirstTokenNs: 3_000_000 });
  });

  it('counts response.completed once though it is logged twice, once without tokens', () => {
    const completed = { 'event.name': 'codex.sse_event', 'event.kind': 'response.completed' };
    const { usage, notes } = facetsOf({
      scope,
      name: 'handle_responses',
      attributes: { 'gen_ai.usage.input_tokens': 211, 'gen_ai.usage.output_tokens': 17 },
      logs: [
        { attributes: completed },
        { attributes: { ...completed, input_token_count: '211', output_token_count: '17' } },
      ],
    });
    expect(usage).toMatchObject({ input: 211, output: 17 });
    expect(notes.filter(({ code }) => code === 'valuesDiffer')).toEqual([]);
  });

  it('leaves its plumbing plain, whatever it is called', () => {
    for (const name of ['dispatch_tool_call_with_state', 'handle_responses', 'run_turn']) {
      const facets = facetsOf({ scope, name, attributes: { target: 'codex_core::tools' } });
      expect(facets.kind).toBe('span');
    }
  });

  it('has arguments and output of a tool, and prompts, in log records only', () => {
    const { tool } = facetsOf({
      scope,
      name: 'exec_command',
      attributes: { tool_name: 'exec_command', call_id: 'call_1', 'codex.tool.phase': 'dispatch' },
      logs: [
        {
          attributes: {
            'event.name': 'codex.tool_result',
            call_id: 'call_1',
            arguments: '{"cmd":"echo hello"}',
            output: 'hello',
            success: 'false',
            output_truncated: true,
          },
        },
      ],
    });
    expect(tool).toMatchObject({
      name: 'exec_command',
      callId: 'call_1',
      args: { value: { cmd: 'echo hello' } },
      result: { value: 'hello' },
      isError: true,
    });
    const prompted = facetsOf({
      scope,
      name: 'run_hooks_and_record_inputs',
      logs: [{ attributes: { 'event.name': 'codex.user_prompt', prompt: 'echo, please' } }],
    });
    expect(prompted.input[0]).toMatchObject({ value: 'echo, please', from: { place: 'log' } });
  });
});
