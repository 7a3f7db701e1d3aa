import { describe, expect, it } from 'vitest';

import type { SpanFacets } from '../../facets/span-facets';
import { facetsOf, type Plain } from '../test-support/sources';

const said = (facets: SpanFacets, direction: 'system' | 'input' | 'output'): unknown[] =>
  (facets.model?.[direction] ?? []).map(({ role, parts }) => [
    role,
    ...parts.map((part) =>
      part.type === 'text'
        ? part.text
        : part.type === 'toolCall'
          ? [part.id, part.name, part.args]
          : part.type === 'toolResult'
            ? [part.id, part.result]
            : part.type,
    ),
  ]);

const conversation = {
  system: [['system', 'Be brief.']],
  input: [
    ['user', 'What is the weather in Oslo?'],
    ['assistant', ['c1', 'get_weather', { city: 'Oslo' }]],
    ['tool', ['c1', 'snow']],
  ],
  output: [['assistant', 'It snows.']],
};

const messages: readonly Plain[] = [
  { role: 'user', parts: [{ type: 'text', content: 'What is the weather in Oslo?' }] },
  {
    role: 'assistant',
    parts: [{ type: 'tool_call', id: 'c1', name: 'get_weather', arguments: { city: 'Oslo' } }],
  },
  { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'snow' }] },
];
const answer: readonly Plain[] = [
  { role: 'assistant', parts: [{ type: 'text', content: 'It snows.' }], finish_reason: 'stop' },
];
const instructions: readonly Plain[] = [{ type: 'text', content: 'Be brief.' }];

const expectConversation = (facets: SpanFacets, withSystem = true): void => {
  expect(facets.kind).toBe('llm');
  expect(said(facets, 'input')).toEqual(
    withSystem && facets.model?.system.length === 0
      ? [...conversation.system, ...conversation.input]
      : conversation.input,
  );
  if (withSystem && facets.model?.system.length !== 0) {
    expect(said(facets, 'system')).toEqual(conversation.system);
  }
  expect(said(facets, 'output')).toEqual(conversation.output);
};

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };

describe('carriers of content (reference §2)', () => {
  it('JSON text in attributes of the span', () => {
    const facets = facetsOf({
      attributes: {
        ...chat,
        'gen_ai.system_instructions': JSON.stringify(instructions),
        'gen_ai.input.messages': JSON.stringify(messages),
        'gen_ai.output.messages': JSON.stringify(answer),
      },
    });
    expectConversation(facets);
    expect(facets.provenance['model.input']).toEqual({
      key: 'gen_ai.input.messages',
      convention: 'otel-genai',
      place: 'attribute',
    });
    expect(facets.model?.finishReasons).toEqual(['stop']);
  });

  it('structured values in attributes of the span', () => {
    const facets = facetsOf({
      attributes: {
        ...chat,
        'gen_ai.system_instructions': instructions,
        'gen_ai.input.messages': messages,
        'gen_ai.output.messages': answer,
      },
    });
    expectConversation(facets);
    expect(facets.notes).toEqual([]);
  });

  const details = {
    'gen_ai.system_instructions': instructions,
    'gen_ai.input.messages': messages,
    'gen_ai.output.messages': answer,
  };

  it('the event of an inference’s details', () => {
    const facets = facetsOf({
      attributes: chat,
      events: [{ name: 'gen_ai.client.inference.operation.details', attributes: details }],
    });
    expectConversation(facets);
    expect(facets.provenance['model.input']?.place).toBe('event');
  });

  it.each([
    ['attributes', { attributes: details }],
    ['the body', { body: details }],
    [
      'the body, without namespace',
      {
        body: {
          system_instructions: instructions,
          'input.messages': messages,
          'output.messages': answer,
        },
      },
    ],
  ])('a log record of the details, in %s', (_, log) => {
    for (const named of [
      { eventName: 'gen_ai.client.inference.operation.details' },
      { attributes: { 'event.name': 'gen_ai.client.inference.operation.details' } },
    ]) {
      const facets = facetsOf({
        attributes: chat,
        logs: [
          {
            ...log,
            ...named,
            attributes: {
              ...('attributes' in log ? log.attributes : {}),
              ...('attributes' in named ? named.attributes : {}),
            },
          },
        ],
      });
      expectConversation(facets);
      expect(facets.provenance['model.input']?.place).toBe('log');
    }
  });

  const toolCalls = [
    { id: 'c1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } },
  ];

  it('1.28 to 1.36: one log record a message', () => {
    const facets = facetsOf({
      attributes: { ...chat, 'gen_ai.system': 'openai' },
      logs: [
        { eventName: 'gen_ai.system.message', body: { content: 'Be brief.' } },
        { eventName: 'gen_ai.user.message', body: { content: 'What is the weather in Oslo?' } },
        { eventName: 'gen_ai.assistant.message', body: { tool_calls: toolCalls } },
        { eventName: 'gen_ai.tool.message', body: { id: 'c1', content: 'snow' } },
        {
          eventName: 'gen_ai.choice',
          body: {
            index: 0,
            finish_reason: 'stop',
            message: { role: 'assistant', content: 'It snows.' },
          },
        },
      ],
    });
    expectConversation(facets);
    expect(facets.model?.finishReasons).toEqual(['stop']);
  });

  it('1.28 to 1.36: one event of the span a message, flat or in gen_ai.event.content', () => {
    const flat = facetsOf({
      attributes: { ...chat, 'gen_ai.system': 'openai' },
      events: [
        { name: 'gen_ai.system.message', attributes: { content: 'Be brief.' } },
        { name: 'gen_ai.user.message', attributes: { content: 'What is the weather in Oslo?' } },
        { name: 'gen_ai.assistant.message', attributes: { tool_calls: JSON.stringify(toolCalls) } },
        { name: 'gen_ai.tool.message', attributes: { id: 'c1', content: 'snow' } },
        { name: 'gen_ai.choice', attributes: { finish_reason: 'end_turn', message: 'It snows.' } },
      ],
    });
    expectConversation(flat);
    const wrapped = facetsOf({
      attributes: { ...chat, 'gen_ai.system': 'az.ai.openai' },
      events: [
        {
          name: 'gen_ai.system.message',
          attributes: { 'gen_ai.event.content': '{"role":"system","content":"Be brief."}' },
        },
        {
          name: 'gen_ai.user.message',
          attributes: {
            'gen_ai.event.content': '{"role":"user","content":"What is the weather in Oslo?"}',
          },
        },
        {
          name: 'gen_ai.assistant.message',
          attributes: {
            'gen_ai.event.content': JSON.stringify({ role: 'assistant', tool_calls: toolCalls }),
          },
        },
        {
          name: 'gen_ai.tool.message',
          attributes: {
            'gen_ai.event.content': '{"role":"tool","tool_call_id":"c1","content":"snow"}',
          },
        },
        {
          name: 'gen_ai.choice',
          attributes: {
            'gen_ai.event.content':
              '{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"It snows."}}',
          },
        },
      ],
    });
    expectConversation(wrapped);
    expect(wrapped.model?.provider).toBe('azure.ai.openai');
  });

  it('until 1.27: one event for the prompt and one for the completion', () => {
    const facets = facetsOf({
      attributes: { ...chat, 'gen_ai.system': 'openai' },
      events: [
        {
          name: 'gen_ai.content.prompt',
          attributes: {
            'gen_ai.prompt':
              '[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"}]',
          },
        },
        {
          name: 'gen_ai.content.completion',
          attributes: { 'gen_ai.completion': '[{"role":"assistant","content":"Hi"}]' },
        },
      ],
    });
    expect(said(facets, 'input')).toEqual([
      ['system', 'Be brief.'],
      ['user', 'Hello'],
    ]);
    expect(said(facets, 'output')).toEqual([['assistant', 'Hi']]);
  });

  it('§8.1.3 takes the span’s attributes before the details, and these before messages', () => {
    const facets = facetsOf({
      attributes: { ...chat, 'gen_ai.input.messages': JSON.stringify(messages) },
      events: [
        { name: 'gen_ai.client.inference.operation.details', attributes: details },
        { name: 'gen_ai.user.message', attributes: { content: 'What is the weather in Oslo?' } },
        { name: 'gen_ai.choice', attributes: { message: 'It snows.' } },
      ],
    });
    expect(facets.provenance['model.input']?.place).toBe('attribute');
    expect(facets.provenance['model.output']?.place).toBe('event');
    expect(facets.input).toEqual([]);
  });

  it('§8.1.8 reads what a limit on attributes left of the messages, and says so', () => {
    const cut = JSON.stringify(messages).slice(0, 60);
    const facets = facetsOf({ attributes: { ...chat, 'gen_ai.input.messages': cut } });
    expect(said(facets, 'input')).toEqual([['user', 'What is t']]);
    expect(facets.notes).toContainEqual({
      code: 'contentTruncated',
      field: 'model.input',
      message: 'gen_ai.input.messages was cut before it was sent; what is left is shown.',
    });
  });

  it('says that nothing was recorded', () => {
    expect(facetsOf({ attributes: chat }).notes.map(({ code }) => code)).toEqual([
      'contentNotRecorded',
    ]);
  });

  it('§8.1.9 puts log records in order by event.timestamp or observed time where they have none', () => {
    const facets = facetsOf({
      attributes: chat,
      logs: [
        {
          eventName: 'gen_ai.user.message',
          body: { content: 'third' },
          timeNs: 0n,
          observedTimeNs: 1_700_000_003_000_000_000n,
        },
        {
          eventName: 'gen_ai.user.message',
          body: { content: 'second' },
          timeNs: 0n,
          observedTimeNs: 1_800_000_000_000_000_000n,
          attributes: { 'event.timestamp': '2023-11-14T22:13:22.000Z' },
        },
        {
          eventName: 'gen_ai.user.message',
          body: { content: 'first' },
          timeNs: 1_700_000_001_000_000_000n,
        },
      ],
    });
    expect(said(facets, 'input').flat()).toEqual([
      'user',
      'first',
      'user',
      'second',
      'user',
      'third',
    ]);
  });
});
