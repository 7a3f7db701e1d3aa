/**
 * However much is sent, reading it takes time in proportion (the time limit of the test is far
 * below what the square would take), and what is stored of it in a row stays small.
 */
import { describe, expect, it } from 'vitest';

import { toFacetRow } from '../facets/to-facet-row';
import { normaliseSpan } from './normalise-span';
import { inputOf, type Plain, type SpanShape } from './test-support/sources';

const MAX_ROW_LENGTH = 512 * 1024;

const chat = { 'gen_ai.operation.name': 'chat' };

function attributes(count: number, entry: (at: number) => readonly [string, Plain]) {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => entry(at)));
}

function repeated<Item>(count: number, item: (at: number) => Item): Item[] {
  return Array.from({ length: count }, (_, at) => item(at));
}

const long = 'x'.repeat(1_000_000);

const shapes: Readonly<Record<string, SpanShape>> = {
  'attributes that are called input': {
    attributes: attributes(10_000, (at) => [`a${at}.input`, `{"text": ${at}}`]),
  },
  'kinds of tokens': { attributes: attributes(50_000, (at) => [`gen_ai.usage.kind${at}`, at]) },
  'parts of one answer': {
    scope: 'pydantic-ai',
    attributes: {
      agent_name: 'a',
      'pydantic_ai.all_messages': JSON.stringify(
        repeated(150_000, (at) => ({ kind: 'response', parts: [at] })),
      ),
    },
  },
  messages: {
    attributes: {
      ...chat,
      'gen_ai.input.messages': JSON.stringify(
        repeated(100_000, (at) => ({ role: 'user', parts: [{ type: 'text', content: `${at}` }] })),
      ),
    },
  },
  'calls of tools': {
    attributes: {
      ...chat,
      'gen_ai.output.messages': JSON.stringify([
        {
          role: 'assistant',
          parts: repeated(50_000, (id) => ({ type: 'tool_call', id, name: 'f' })),
        },
      ]),
    },
  },
  'events of messages': {
    attributes: chat,
    events: repeated(50_000, (at) => ({
      name: 'gen_ai.user.message',
      attributes: { content: `${at}` },
    })),
  },
  'records of prompts': {
    scope: 'codex_exec',
    logs: repeated(1000, (at) => ({
      eventName: 'codex.user_prompt',
      attributes: { prompt: `${long.slice(0, 5000)} ${at}` },
    })),
  },
  'open brackets': {
    attributes: {
      ...chat,
      'gen_ai.input.messages': '['.repeat(500_000),
      'input.value': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    },
  },
  'open brackets in an event': {
    scope: 'llamaindex.opentelemetry.tracer',
    events: [
      {
        name: 'QueryEndEvent',
        attributes: { 'response.a': `${'['.repeat(100_000)}${']'.repeat(100_000)}` },
      },
    ],
  },
  links: {
    scope: 'agent_framework',
    name: 'executor.process',
    links: repeated(20_000, (at) => ({ traceId: '0'.repeat(32), spanId: `${at}` })),
  },
  names: {
    name: long,
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': long,
      'gen_ai.request.model': long,
      'gen_ai.conversation.id': long,
    },
  },
  'one text in every convention': {
    attributes: {
      ...chat,
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', content: long }]),
      'gen_ai.prompt.0.content': long,
      'llm.input_messages.0.message.content': long,
      'input.value': long,
      'ai.prompt.messages': JSON.stringify([{ role: 'user', content: long }]),
      'langfuse.observation.input': long,
      'mlflow.spanInputs': JSON.stringify(long),
      'traceloop.entity.input': JSON.stringify(long),
    },
  },
};

describe('however many or long', () => {
  it.each(Object.entries(shapes))('%s', (_, shape) => {
    const input = inputOf(shape);
    const facets = normaliseSpan(input);
    // Shallow enough for whoever writes it as JSON.
    expect(() =>
      JSON.stringify({ ...facets, model: { ...facets.model, chunks: [] } }),
    ).not.toThrow();
    expect(JSON.stringify(toFacetRow(normaliseSpan(input, 'row'))).length).toBeLessThan(
      MAX_ROW_LENGTH,
    );
  });

  it('says so where more messages were sent than are shown', () => {
    const list = repeated(20_001, () => ({ role: 'user', content: 'Hi' }));
    const { model, notes } = normaliseSpan(
      inputOf({ attributes: { ...chat, 'gen_ai.input.messages': JSON.stringify(list) } }),
    );
    expect(model?.input).toHaveLength(20_000);
    expect(notes).toMatchObject([{ code: 'contentTruncated', field: 'model.input' }]);
  });
});
