/** Spans of a small agent, as OpenTelemetry's GenAI conventions write them. */
import type { SpanSpec } from './test-store';

export interface RunSpec {
  readonly trace: number;
  readonly session?: string;
  readonly user?: string;
  readonly service?: string;
  readonly startMs?: number;
  readonly question?: string;
  readonly model?: string;
}

export const ANSWER = 'It is sunny in Oslo.';

/** An agent (span 1) that asks a model (2), calls the tool it chose (3) and asks again (4). */
export function agentRun(spec: RunSpec): SpanSpec[] {
  const { trace, startMs = 0, question = 'What is the weather in Oslo?' } = spec;
  const common = spec.service === undefined ? {} : { service: spec.service };
  const identity = {
    ...(spec.session === undefined ? {} : { 'gen_ai.conversation.id': spec.session }),
    ...(spec.user === undefined ? {} : { 'user.id': spec.user }),
  };
  const asked = [{ role: 'user', parts: [{ type: 'text', content: question }] }];
  const call = {
    type: 'tool_call',
    id: 'call_1',
    name: 'get_weather',
    arguments: { city: 'Oslo' },
  };
  const chosen = [{ role: 'assistant', parts: [call] }];
  const result = { type: 'tool_call_response', id: 'call_1', response: 'sunny' };
  const answered = [{ role: 'tool', parts: [result] }];
  const answer = [{ role: 'assistant', parts: [{ type: 'text', content: ANSWER }] }];
  const chat = (input: object[], output: object[], tokens: readonly [number, number]) => ({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': spec.model ?? 'gpt-test',
    'gen_ai.usage.input_tokens': tokens[0],
    'gen_ai.usage.output_tokens': tokens[1],
    'gen_ai.input.messages': JSON.stringify(input),
    'gen_ai.output.messages': JSON.stringify(output),
    ...identity,
  });
  return [
    {
      trace,
      span: 1,
      name: 'invoke_agent forecaster',
      startMs,
      endMs: startMs + 100,
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'forecaster',
        ...identity,
      },
      ...common,
    },
    {
      trace,
      span: 2,
      parent: 1,
      name: 'chat',
      startMs: startMs + 1,
      endMs: startMs + 40,
      attributes: chat(asked, chosen, [100, 20]),
      ...common,
    },
    {
      trace,
      span: 3,
      parent: 1,
      name: 'execute_tool get_weather',
      startMs: startMs + 41,
      endMs: startMs + 50,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'get_weather',
        'gen_ai.tool.call.id': 'call_1',
        'gen_ai.tool.call.arguments': '{"city":"Oslo"}',
        'gen_ai.tool.call.result': '"sunny"',
      },
      ...common,
    },
    {
      trace,
      span: 4,
      parent: 1,
      name: 'chat',
      startMs: startMs + 51,
      endMs: startMs + 99,
      attributes: chat([...asked, ...chosen, ...answered], answer, [150, 10]),
      ...common,
    },
  ];
}
