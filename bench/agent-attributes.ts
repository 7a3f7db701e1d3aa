/**
 * Attributes of an agent's spans with their content, as OpenTelemetry's own instrumentations
 * write them (GenAI conventions 1.37 and later): model calls with a history of ten messages,
 * tools with arguments and results.
 */
import type { KeyValue } from '@domain/otlp/model';

const HISTORY = 10;

const prose =
  'The planner reads the question, looks into the index of the documentation, picks the two ' +
  'passages that mention the setting and compares what they say about its default. ';

const system = [{ type: 'text', content: `You answer questions about a database. ${prose}` }];

const toolDefinitions = ['search_docs', 'run_query', 'read_file'].map((name) => ({
  type: 'function',
  name,
  description: `${name} for the planner: ${prose}`,
  parameters: {
    type: 'object',
    properties: {
      query: { type: 'string', description: 'What to look for.' },
      limit: { type: 'integer', minimum: 1, maximum: 50 },
    },
    required: ['query'],
  },
}));

/** @param inTrace number of the span in its trace; 0 is the agent, every third one a tool */
export function agentAttributes(inTrace: number): KeyValue[] {
  const common = [
    text('gen_ai.provider.name', 'openai'),
    text('gen_ai.conversation.id', 'c0ffee-42'),
    text('gen_ai.agent.name', 'planner'),
  ];
  if (inTrace === 0) return [text('gen_ai.operation.name', 'invoke_agent'), ...common];
  if (inTrace % 3 === 0) {
    return [
      text('gen_ai.operation.name', 'execute_tool'),
      text('gen_ai.tool.name', 'search_docs'),
      text('gen_ai.tool.call.id', callId(inTrace - 1)),
      text('gen_ai.tool.call.arguments', JSON.stringify(argumentsOf(inTrace))),
      text('gen_ai.tool.call.result', JSON.stringify(resultOf(inTrace))),
      ...common,
    ];
  }
  return [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.request.model', 'gpt-4.1'),
    text('gen_ai.response.model', 'gpt-4.1-2025-04-14'),
    text('gen_ai.response.id', `chatcmpl-${inTrace + 1000}`),
    int('gen_ai.usage.input_tokens', 1812 + inTrace),
    int('gen_ai.usage.output_tokens', 64 + inTrace),
    int('gen_ai.usage.cache_read.input_tokens', 1024),
    { key: 'gen_ai.request.temperature', value: { type: 'double', value: 0.2 } },
    text('gen_ai.system_instructions', JSON.stringify(system)),
    text('gen_ai.input.messages', JSON.stringify(history(inTrace))),
    text('gen_ai.output.messages', JSON.stringify([answer(inTrace)])),
    text('gen_ai.tool.definitions', JSON.stringify(toolDefinitions)),
    ...common,
  ];
}

function history(inTrace: number): object[] {
  const messages: object[] = [
    { role: 'user', parts: [{ type: 'text', content: `Which default holds? ${prose}` }] },
  ];
  for (let step = 1; messages.length < HISTORY; step += 1) {
    const number = inTrace * HISTORY + step;
    messages.push(answer(number));
    messages.push({
      role: 'tool',
      parts: [{ type: 'tool_call_response', id: callId(number), response: resultOf(number) }],
    });
  }
  return messages.slice(0, HISTORY);
}

function answer(number: number): object {
  return {
    role: 'assistant',
    parts: [
      { type: 'text', content: `Step ${number}: ${prose}` },
      {
        type: 'tool_call',
        id: callId(number),
        name: 'search_docs',
        arguments: argumentsOf(number),
      },
    ],
    finish_reason: 'tool_call',
  };
}

function argumentsOf(number: number): object {
  return { query: `default of setting ${number}`, limit: 5 };
}

function resultOf(number: number): object {
  return { hits: [1, 2].map((hit) => ({ id: `doc-${number}-${hit}`, score: 0.5, text: prose })) };
}

function callId(number: number): string {
  return `call_${number.toString(36).padStart(8, '0')}`;
}

function text(key: string, value: string): KeyValue {
  return { key, value: { type: 'string', value } };
}

function int(key: string, value: number): KeyValue {
  return { key, value: { type: 'int', value: BigInt(value) } };
}
