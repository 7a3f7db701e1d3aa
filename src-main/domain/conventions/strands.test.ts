import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

const scope = 'strands.telemetry.tracer';

describe('Strands, reference §6', () => {
  it('takes an agent’s usage as cumulative over its lifetime', () => {
    const { usage } = facetsOf({
      scope,
      name: 'invoke_agent weather',
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.usage.prompt_tokens': 518,
        'gen_ai.usage.input_tokens': 518,
        'gen_ai.usage.completion_tokens': 40,
        'gen_ai.usage.output_tokens': 40,
      },
    });
    expect(usage).toMatchObject({ input: 518, output: 40, scope: 'cumulative' });
  });

  it('reads usage once though prompt and input names say it twice', () => {
    const { usage, notes } = facetsOf({
      scope,
      name: 'chat',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.usage.prompt_tokens': 211,
        'gen_ai.usage.input_tokens': 211,
        'gen_ai.usage.completion_tokens': 17,
        'gen_ai.usage.output_tokens': 17,
        'gen_ai.usage.total_tokens': 228,
      },
    });
    expect(usage).toMatchObject({ input: 211, output: 17, total: 228, scope: 'call' });
    expect(notes.filter(({ code }) => code === 'valuesDiffer')).toEqual([]);
  });

  it('does not know whether input counts the cache under older names (§8.2)', () => {
    const usageOf = (input: number, cacheRead: number) =>
      facetsOf({
        scope,
        name: 'chat',
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.usage.input_tokens': input,
          'gen_ai.usage.cache_read_input_tokens': cacheRead,
          'gen_ai.usage.cache_write_input_tokens': 0,
        },
      }).usage;
    expect(usageOf(1000, 400)).toMatchObject({ input: 1000, inputIncludedCache: 'unknown' });
    // More was cached than went in: it did not.
    expect(usageOf(8, 23_811)).toMatchObject({ input: 23_819, inputIncludedCache: false });
  });

  it('knows that newer names come with totals', () => {
    const { usage } = facetsOf({
      scope,
      name: 'chat',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.usage.input_tokens': 1000,
        'gen_ai.usage.cache_read.input_tokens': 400,
        'gen_ai.usage.cache_read_input_tokens': 400,
      },
    });
    expect(usage).toMatchObject({ input: 1000, cacheRead: 400, inputIncludedCache: true });
  });

  it('reads time to first token in milliseconds, by the key (§8.1 rule 7)', () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.server.time_to_first_token': 120,
    };
    const { model } = facetsOf({ scope, name: 'chat', attributes });
    expect(model?.timeToFirstTokenNs).toBe(120_000_000);
  });

  it('takes its loop for a step, and results of tools out of their blocks', () => {
    const loop = facetsOf({
      scope,
      name: 'execute_event_loop_cycle',
      attributes: { 'gen_ai.operation.name': 'execute_event_loop_cycle' },
    });
    expect(loop.kind).toBe('step');
    const { tool } = facetsOf({
      scope,
      name: 'execute_tool get_weather',
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'get_weather',
        'gen_ai.tool.status': 'error',
      },
      events: [
        { name: 'gen_ai.tool.message', attributes: { role: 'tool', content: '{"city":"Oslo"}' } },
        { name: 'gen_ai.choice', attributes: { message: '[{"text":"{\\"celsius\\":-3}"}]' } },
      ],
    });
    expect(tool).toMatchObject({
      args: { value: { city: 'Oslo' } },
      result: { value: { celsius: -3 } },
      isError: true,
    });
  });
});
