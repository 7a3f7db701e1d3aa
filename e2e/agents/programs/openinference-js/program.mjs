/** OpenAI's client with OpenInference's instrumentation, agents and tools traced by its wrappers. */
import {
  getRetrieverAttributes,
  setMetadata,
  setSession,
  setTags,
  setUser,
  traceAgent,
  traceRetriever,
  traceTool,
} from '@arizeai/openinference-core';
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import OpenAI from 'openai';

import { declare, declaredTool } from './declare.mjs';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'openinference.project.name': 'weather-desk' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
const instrumentation = new OpenAIInstrumentation();
instrumentation.setTracerProvider(provider);
instrumentation.manuallyInstrument(OpenAI);

const openai = new OpenAI({ maxRetries: 0 });
const model = 'gpt-4o-mini';
const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
};
const description = 'Tells the weather in a city.';
const getWeather = traceTool(
  declaredTool('getWeather', ({ city }) => {
    if (city === 'Atlantis') throw new Error('No weather station in Atlantis.');
    return { city, celsius: city === 'Paris' ? 21 : 18, sky: 'clear' };
  }),
  { name: 'getWeather' },
);

/** With the Chat Completions API. */
const chatAgent = traceAgent(
  async (/** @type {string} */ question) => {
    /** @type {any[]} */
    const messages = [
      { role: 'system', content: 'You are a weather expert.' },
      { role: 'user', content: question },
    ];
    for (;;) {
      const { choices } = await openai.chat.completions.create({
        model,
        messages,
        tools: [{ type: 'function', function: { name: 'getWeather', description, parameters } }],
        temperature: 0.2,
        max_completion_tokens: 500,
      });
      const { message } = choices[0];
      messages.push(message);
      if (!message.tool_calls?.length) return message.content;
      for (const { id, function: call } of message.tool_calls) {
        const result = await getWeather(JSON.parse(call.arguments)).catch(
          (/** @type {Error} */ error) => ({ error: error.message }),
        );
        messages.push({ role: 'tool', tool_call_id: id, content: JSON.stringify(result) });
      }
    }
  },
  { name: 'chat-agent' },
);

/** With the Responses API, streamed. */
const responsesAgent = traceAgent(
  async (/** @type {string} */ question) => {
    /** @type {any[]} */
    const input = [{ role: 'user', content: question }];
    for (;;) {
      const stream = await openai.responses.create({
        model,
        instructions: 'You are a weather expert.',
        input,
        tools: [{ type: 'function', name: 'getWeather', description, parameters, strict: false }],
        stream: true,
      });
      let response;
      for await (const event of stream) {
        if (event.type === 'response.completed') response = event.response;
      }
      input.push(...response.output);
      const calls = response.output.filter(({ type }) => type === 'function_call');
      if (calls.length === 0) return response.output.at(-1).content[0].text;
      for (const call of calls) {
        const output = JSON.stringify(await getWeather(JSON.parse(call.arguments)));
        input.push({ type: 'function_call_output', call_id: call.call_id, output });
      }
    }
  },
  { name: 'responses-agent' },
);

const search = traceRetriever(
  async (/** @type {string} */ query) => {
    const documents = [
      { id: 'handbook-1', content: 'The office opens at nine.', score: 0.92 },
      { id: 'handbook-2', content: 'The canteen closes at two.', score: 0.31 },
    ];
    await declare({ retrieval: { query, documents } });
    return documents;
  },
  { name: 'search', processOutput: (documents) => getRetrieverAttributes({ documents }) },
);

const about = {
  trace: 'begin',
  session: 'session-oi',
  user: 'user-42',
  tags: ['fixture', 'weather'],
};

/**
 * @param {Record<string, unknown>} facts
 * @param {() => Promise<unknown>} run
 */
async function traced(facts, run) {
  await declare({ ...about, ...facts });
  let told = setSession(context.active(), { sessionId: about.session });
  told = setUser(told, { userId: about.user });
  told = setTags(told, about.tags);
  told = setMetadata(told, { plan: 'free' });
  await context.with(told, run);
}

await traced({ agent: 'chat-agent' }, () => chatAgent('What is the weather in Paris and Tokyo?'));
await traced({ agent: 'responses-agent' }, () => responsesAgent('What is the weather in Oslo?'));
await traced({ agent: 'chat-agent' }, () => chatAgent('What is the weather in Atlantis?'));

const handbookAgent = traceAgent(
  async (/** @type {string} */ question) => {
    await openai.embeddings.create({ model: 'text-embedding-3-small', input: question });
    const documents = await search(question);
    const stream = await openai.chat.completions.create({
      model,
      messages: [
        { role: 'system', content: documents.map(({ content }) => content).join('\n') },
        { role: 'user', content: question },
      ],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    return text;
  },
  { name: 'handbook-agent' },
);
await traced({ agent: 'handbook-agent' }, () =>
  handbookAgent('According to the handbook, when does the office open?'),
);
await traced({}, () =>
  openai.responses.create({
    model: 'o4-mini',
    input: 'Think: what is 17 times 23?',
    reasoning: { effort: 'low', summary: 'auto' },
  }),
);

// A call that fails is left out: its span never ends, so that it is not exported.

await provider.shutdown();
