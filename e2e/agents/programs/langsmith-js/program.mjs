/** LangSmith's SDK in its OpenTelemetry mode: traceable functions around OpenAI's client. */
import { initializeOTEL } from 'langsmith/experimental/otel/setup';
import { Client } from 'langsmith';
import { traceable } from 'langsmith/traceable';
import { wrapOpenAI } from 'langsmith/wrappers';
import OpenAI from 'openai';

import { declare, declaredTool } from './declare.mjs';

const { DEFAULT_LANGSMITH_SPAN_PROCESSOR: processor } = initializeOTEL({
  exporterConfig: { url: `${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces` },
});
const client = new Client();
const openai = wrapOpenAI(new OpenAI({ maxRetries: 0 }), { client });
const model = 'gpt-4o-mini';

const getWeather = traceable(
  declaredTool('getWeather', ({ city }) => {
    if (city === 'Atlantis') throw new Error('No weather station in Atlantis.');
    return { city, celsius: city === 'Paris' ? 21 : 18, sky: 'clear' };
  }),
  { name: 'getWeather', run_type: 'tool', client },
);
const tool = {
  type: /** @type {const} */ ('function'),
  function: {
    name: 'getWeather',
    description: 'Tells the weather in a city.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    },
  },
};

const about = {
  trace: 'begin',
  session: 'session-ls',
  user: 'user-42',
  tags: ['fixture', 'weather'],
};
const told = {
  client,
  tags: about.tags,
  metadata: { thread_id: about.session, user_id: about.user, plan: 'free' },
};

const agent = traceable(
  async (/** @type {string} */ question) => {
    /** @type {any[]} */
    const messages = [
      { role: 'system', content: 'You are a weather expert.' },
      { role: 'user', content: question },
    ];
    for (;;) {
      const { choices } = await openai.chat.completions.create({
        model,
        messages: [...messages],
        tools: [tool],
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
  { ...told, name: 'weather-agent', run_type: 'chain' },
);
const search = traceable(
  async (/** @type {string} */ query) => {
    const texts = ['The office opens at nine.', 'The canteen closes at two.'];
    const documents = texts.map((content) => ({ content }));
    await declare({ retrieval: { query, documents } });
    return texts.map((text) => ({ page_content: text, type: 'Document', metadata: {} }));
  },
  { name: 'search', run_type: 'retriever', client },
);
const handbook = traceable(
  async (/** @type {string} */ question) => {
    const documents = await search(question);
    const stream = await openai.chat.completions.create({
      model,
      messages: [
        { role: 'system', content: documents.map((one) => one.page_content).join('\n') },
        { role: 'user', content: question },
      ],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    return text;
  },
  { ...told, name: 'handbook', run_type: 'chain' },
);

await declare({ ...about });
await agent('What is the weather in Paris and Tokyo?');
await declare({ ...about });
await agent('What is the weather in Atlantis?');
await declare({ ...about });
await handbook('According to the handbook, when does the office open?');
await declare({ ...about });
await agent('Cause a server error.').catch(() => undefined);

await client.awaitPendingTraceBatches();
await processor.forceFlush();
