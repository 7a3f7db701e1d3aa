/** Vercel AI SDK 5 with its own telemetry (`experimental_telemetry`): `ai.*` attributes. */
import { createOpenAI } from '@ai-sdk/openai';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { embed, embedMany, generateObject, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

import { declare, declaredTool } from './declare.mjs';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'weather-desk' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();

const openai = createOpenAI({
  apiKey: 'none',
  baseURL: process.env.OPENAI_BASE_URL,
});
const getWeather = tool({
  description: 'Tells the weather in a city.',
  inputSchema: z.object({ city: z.string().describe('Name of the city') }),
  execute: declaredTool('getWeather', ({ city }) => {
    if (city === 'Atlantis') throw new Error('No weather station in Atlantis.');
    return { city, celsius: city === 'Paris' ? 21 : 18, sky: 'clear' };
  }),
});

/** Else this version's provider refers to what the server has stored. */
const providerOptions = { openai: { store: false } };

/** What every operation tells the telemetry about itself. */
const telemetry = (/** @type {string} */ functionId) => ({
  isEnabled: true,
  functionId,
  metadata: { sessionId: 'session-ai-5', userId: 'user-42', tags: ['fixture', 'weather'] },
});
/** What goes into the truth file about every trace. */
const about = {
  trace: 'begin',
  session: 'session-ai-5',
  user: 'user-42',
  tags: ['fixture', 'weather'],
};

// Two tools in one step, then the answer.
await declare({ ...about, agent: 'weather-agent' });
await generateText({
  model: openai('gpt-4o-mini'),
  system: 'You are a weather expert.',
  prompt: 'What is the weather in Paris and Tokyo?',
  providerOptions,
  tools: { getWeather },
  stopWhen: stepCountIs(5),
  temperature: 0.2,
  maxOutputTokens: 500,
  experimental_telemetry: telemetry('weather-agent'),
});

// The same, streamed, over the Chat Completions API.
await declare({ ...about, agent: 'weather-stream' });
const streamed = streamText({
  model: openai.chat('gpt-4o-mini'),
  messages: [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Hello! How can I help you today?' },
    { role: 'user', content: 'What is the weather in Oslo?' },
  ],
  tools: { getWeather },
  stopWhen: stepCountIs(5),
  experimental_telemetry: telemetry('weather-stream'),
});
await streamed.consumeStream();

// Reasoning, streamed.
await declare({ ...about, agent: 'calculator' });
const thought = streamText({
  model: openai('o4-mini'),
  prompt: 'Think: what is 17 times 23?',
  providerOptions: { openai: { reasoningEffort: 'low', reasoningSummary: 'auto' } },
  experimental_telemetry: telemetry('calculator'),
});
await thought.consumeStream();

// An object that fits a schema.
await declare({ ...about, agent: 'city-facts' });
await generateObject({
  model: openai('gpt-4o-mini'),
  schemaName: 'city',
  schema: z.object({ name: z.string(), inhabitants: z.number().int(), capital: z.boolean() }),
  prompt: 'Tell me about Paris.',
  experimental_telemetry: telemetry('city-facts'),
});

await declare({ ...about, input: 'The office opens at nine.' });
await embed({
  model: openai.embedding('text-embedding-3-small'),
  value: 'The office opens at nine.',
  experimental_telemetry: telemetry('one-text'),
});
await declare({ ...about });
await embedMany({
  model: openai.embedding('text-embedding-3-small'),
  values: ['The office opens at nine.', 'The canteen closes at two.'],
  experimental_telemetry: telemetry('two-texts'),
});

// A tool that fails.
await declare({ ...about, agent: 'weather-nowhere' });
await generateText({
  model: openai('gpt-4o-mini'),
  prompt: 'What is the weather in Atlantis?',
  providerOptions,
  tools: { getWeather },
  stopWhen: stepCountIs(5),
  experimental_telemetry: telemetry('weather-nowhere'),
});

// A server that fails.
await declare({ ...about, agent: 'unlucky' });
await generateText({
  model: openai('gpt-4o-mini'),
  prompt: 'Cause a server error.',
  maxRetries: 0,
  experimental_telemetry: telemetry('unlucky'),
}).catch((/** @type {Error} */ { name }) => declare({ modelError: name }));

await provider.shutdown();
