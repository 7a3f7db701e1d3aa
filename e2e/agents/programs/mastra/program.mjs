/** Mastra with its OpenTelemetry exporter: an agent with a tool, a stream, agents in a workflow. */
import { createOpenAI } from '@ai-sdk/openai';
import { Agent } from '@mastra/core/agent';
import { Mastra } from '@mastra/core/mastra';
import { createTool } from '@mastra/core/tools';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { Observability } from '@mastra/observability';
import { OtelExporter } from '@mastra/otel-exporter';
import { z } from 'zod';

import { declare, declaredTool } from './declare.mjs';

const openai = createOpenAI({ apiKey: 'none', baseURL: process.env.OPENAI_BASE_URL });
const getWeather = createTool({
  id: 'getWeather',
  description: 'Tells the weather in a city.',
  inputSchema: z.object({ city: z.string() }),
  execute: declaredTool('getWeather', ({ city }) => {
    if (city === 'Atlantis') throw new Error('No weather station in Atlantis.');
    return { city, celsius: city === 'Paris' ? 21 : 18, sky: 'clear' };
  }),
});
const weatherAgent = new Agent({
  id: 'weather-agent',
  name: 'Weather agent',
  instructions: 'You are a weather expert.',
  model: openai('gpt-4o-mini'),
  tools: { getWeather },
  maxRetries: 0,
});
const thinker = new Agent({
  id: 'thinker',
  name: 'Thinker',
  instructions: 'You are good at numbers.',
  model: openai('o4-mini'),
});

const report = createWorkflow({
  id: 'report',
  inputSchema: z.object({ city: z.string() }),
  outputSchema: z.object({ text: z.string() }),
})
  .then(
    createStep({
      id: 'ask',
      inputSchema: z.object({ city: z.string() }),
      outputSchema: z.object({ text: z.string() }),
      execute: async ({ inputData, mastra, tracingContext }) => {
        const agent = mastra.getAgent('weatherAgent');
        const question = `What is the weather in ${inputData.city}?`;
        const { text } = await agent.generate(question, { tracingContext });
        return { text };
      },
    }),
  )
  .commit();

const provider = {
  custom: {
    endpoint: `${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`,
    protocol: /** @type {const} */ ('http/protobuf'),
  },
};
const observability = new Observability({
  configs: {
    otel: { serviceName: 'weather-desk', exporters: [new OtelExporter({ provider })] },
  },
});
const mastra = new Mastra({
  agents: { weatherAgent, thinker },
  workflows: { report },
  observability,
  logger: false,
});

const told = {
  tracingOptions: {
    metadata: { threadId: 'session-mastra', userId: 'user-42', plan: 'free' },
    tags: ['fixture', 'weather'],
  },
};
const about = {
  trace: 'begin',
  session: 'session-mastra',
  user: 'user-42',
  tags: ['fixture', 'weather'],
};
const agent = mastra.getAgent('weatherAgent');

await declare({ ...about, agent: 'Weather agent' });
await agent.generate('What is the weather in Paris and Tokyo?', {
  ...told,
  modelSettings: { temperature: 0.2, maxOutputTokens: 500 },
});

await declare({ ...about, agent: 'Thinker' });
const thought = await mastra.getAgent('thinker').stream('Think: what is 17 times 23?', {
  ...told,
  providerOptions: { openai: { reasoningEffort: 'low', reasoningSummary: 'auto' } },
});
await thought.consumeStream();

await declare({ ...about, agent: 'Weather agent' });
await agent.generate('What is the weather in Atlantis?', told);

const inputData = { city: 'Oslo' };
await declare({ ...about, agent: 'Weather agent', input: JSON.stringify(inputData) });
const run = await mastra.getWorkflow('report').createRun();
await run.start({ inputData, ...told });

await declare({ ...about, agent: 'Weather agent' });
await agent
  .generate('Cause a server error.', told)
  .catch((/** @type {Error} */ { name }) => declare({ modelError: name }));

await observability.shutdown();
