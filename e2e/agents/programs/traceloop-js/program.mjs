/** Traceloop's SDK around OpenAI's client: workflows, agents, tasks and tools by its wrappers. */
import * as traceloop from '@traceloop/node-server-sdk';
import OpenAI from 'openai';

import { declare, declaredTool } from './declare.mjs';

traceloop.initialize({
  appName: 'weather-desk',
  baseUrl: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
  apiKey: 'not-a-key',
  disableBatch: true,
  silenceInitializationMessage: true,
  traceloopSyncEnabled: false,
  instrumentModules: { openAI: OpenAI },
});

const openai = new OpenAI({ maxRetries: 0 });
const model = 'gpt-4o-mini';
const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
};
const description = 'Tells the weather in a city.';
const weather = declaredTool('getWeather', ({ city }) => {
  if (city === 'Atlantis') throw new Error('No weather station in Atlantis.');
  return { city, celsius: city === 'Paris' ? 21 : 18, sky: 'clear' };
});
/** @param {{ city: string }} args */
const getWeather = (args) => traceloop.withTool({ name: 'getWeather' }, weather, args);

/** @param {string} question */
async function ask(question) {
  /** @type {any[]} */
  const messages = [
    { role: 'system', content: 'You are a weather expert.' },
    { role: 'user', content: question },
  ];
  for (;;) {
    const { choices } = await openai.chat.completions.create({
      model,
      messages: [...messages],
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
}

const about = { trace: 'begin', session: 'session-tl', user: 'user-42' };
const told = { associationProperties: { session_id: about.session, user_id: about.user } };

/**
 * @param {string} question
 */
async function weatherDesk(question) {
  await declare({ ...about, agent: 'weather-agent' });
  await traceloop.withWorkflow({ name: 'weather-desk', ...told }, () =>
    traceloop.withAgent({ name: 'weather-agent' }, ask, question),
  );
}
await weatherDesk('What is the weather in Paris and Tokyo?');
await weatherDesk('What is the weather in Atlantis?');

await declare({ ...about });
await traceloop.withWorkflow({ name: 'count', ...told }, () =>
  traceloop.withTask({ name: 'stream' }, async () => {
    const stream = await openai.chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'Please count from one to five.' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    return text;
  }),
);

// A call that fails is left out: its span never ends, so that it is not exported.
await traceloop.forceFlush();
