import { describe, expect, it } from 'vitest';

import { facetsOf, type SpanShape } from './test-support/sources';

describe('Langfuse, reference §4, §5, §8.2', () => {
  const observation = (attributes: SpanShape['attributes']) =>
    facetsOf({
      scope: 'langfuse-sdk',
      name: 'answer',
      attributes: { 'langfuse.observation.type': 'generation', ...attributes },
    });
  const usageOf = (details: Record<string, unknown>) =>
    observation({ 'langfuse.observation.usage_details': JSON.stringify(details) }).usage;

  it('reads what spans of its notebooks say that were made by hand', () => {
    const facets = facetsOf({
      name: 'OpenAI-Trace',
      attributes: {
        'langfuse.session.id': '123456789',
        'langfuse.user.id': 'user-123',
        'langfuse.tags': ['staging', 'demo'],
        'input.value': 'How?',
        'output.value': 'So.',
      },
    });
    expect(facets).toMatchObject({
      sessionId: '123456789',
      userId: 'user-123',
      tags: ['staging', 'demo'],
      input: [{ value: 'How?' }],
      output: [{ value: 'So.' }],
    });
  });

  it('adds up buckets, which are disjoint', () => {
    expect(
      usageOf({
        input: 100,
        output: 20,
        total: 1323,
        input_cached_tokens: 1150,
        output_reasoning_tokens: 53,
      }),
    ).toMatchObject({ input: 1250, output: 73, total: 1323, cacheRead: 1150, reasoning: 53 });
  });

  it('takes inclusive counts as they are: their total tells', () => {
    expect(
      usageOf({ input: 1250, output: 73, total: 1323, input_cached_tokens: 1150 }),
    ).toMatchObject({ input: 1250, output: 73, cacheRead: 1150 });
  });

  it('reads a provider’s usage that was passed on as it came', () => {
    expect(
      usageOf({
        input_tokens: 701,
        input_tokens_details: { cached_tokens: 5 },
        output_tokens: 112,
        output_tokens_details: { reasoning_tokens: 53 },
        total_tokens: 813,
      }),
    ).toMatchObject({ input: 701, output: 112, total: 813, cacheRead: 5, reasoning: 53 });
  });

  it('keeps buckets it gives no meaning', () => {
    expect(usageOf({ input: 1, searches: 3 })?.extra).toEqual([{ key: 'searches', value: 3 }]);
  });

  it('finds time to first token from an ISO time in quotes', () => {
    const facets = facetsOf({
      scope: 'langfuse-sdk',
      startNs: BigInt(Date.parse('2026-11-27T14:00:00Z')) * 1_000_000n,
      attributes: {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.completion_start_time': '"2026-11-27T14:00:00.250Z"',
      },
    });
    expect(facets.model?.timeToFirstTokenNs).toBe(250_000_000);
  });

  it('reads session, user, tags, metadata, prompt and cost', () => {
    const facets = observation({
      'langfuse.session.id': 's',
      'user.id': 'u',
      'langfuse.trace.tags': ['a', 'b'],
      'langfuse.observation.metadata.team': 'blue',
      'langfuse.observation.prompt.name': 'weather',
      'langfuse.observation.prompt.version': 3,
      'langfuse.observation.cost_details': '{"input":0.1,"output":0.2,"total":0.3}',
    });
    expect(facets).toMatchObject({
      sessionId: 's',
      userId: 'u',
      tags: ['a', 'b'],
      prompt: { name: 'weather', version: '3' },
      reportedCost: { inputUsd: 0.1, outputUsd: 0.2, totalUsd: 0.3 },
    });
    expect(facets.metadata).toContainEqual({ key: 'team', value: 'blue' });
  });

  it('never lets `span` beat a specific kind of another convention (§8.1 rule 2)', () => {
    const { kind } = observation({
      'langfuse.observation.type': 'span',
      'gen_ai.operation.name': 'invoke_agent',
    });
    expect(kind).toBe('agent');
  });

  it('tells a failed tool by its level', () => {
    const { tool, error } = observation({
      'langfuse.observation.type': 'tool',
      'langfuse.observation.level': 'ERROR',
      'langfuse.observation.status_message': 'No station.',
    });
    expect(tool?.isError).toBe(true);
    expect(error?.message).toBe('No station.');
  });
});
