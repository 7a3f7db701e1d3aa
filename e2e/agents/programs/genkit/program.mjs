/** Genkit with its own spans: flows with tools, streams and retrieval, and an agent with a session. */
import { openAI } from '@genkit-ai/compat-oai/openai';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { Document, genkit, InMemorySessionStore, z } from 'genkit/beta';
import { enableTelemetry, flushTracing } from 'genkit/tracing';

import { declare, declaredTool } from './declare.mjs';

await enableTelemetry({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
const ai = genkit({ plugins: [openAI({ apiKey: 'none' })], name: 'weather-desk' });
const model = openAI.model('gpt-4o-mini');

const getWeather = ai.defineTool(
  {
    name: 'getWeather',
    description: 'Tells the weather in a city.',
    inputSchema: z.object({ city: z.string() }),
    outputSchema: z.object({ city: z.string(), celsius: z.number(), sky: z.string() }),
  },
  declaredTool('getWeather', ({ city }) => {
    if (city === 'Atlantis') throw new Error('No weather station in Atlantis.');
    return { city, celsius: city === 'Paris' ? 21 : 18, sky: 'clear' };
  }),
);
const handbook = ai.defineRetriever({ name: 'handbook' }, async (query) => {
  const texts = ['The office opens at nine.', 'The canteen closes at two.'];
  await ai.embed({ embedder: openAI.embedder('text-embedding-3-small'), content: query });
  const documents = texts.map((content) => ({ content }));
  await declare({ retrieval: { query: query.text, documents } });
  return { documents: texts.map((text) => Document.fromText(text, { source: 'handbook' })) };
});

const weatherFlow = ai.defineFlow('weatherFlow', async (/** @type {string} */ question) => {
  const { text } = await ai.generate({
    model,
    system: 'You are a weather expert.',
    prompt: question,
    tools: [getWeather],
    config: { temperature: 0.2, max_tokens: 500 },
  });
  return text;
});
const handbookFlow = ai.defineFlow('handbookFlow', async (/** @type {string} */ question) => {
  const docs = await ai.run('search', () => ai.retrieve({ retriever: handbook, query: question }));
  const told = docs.map(({ text }) => `- ${text}`).join('\n');
  const prompt = `${question}\nThe handbook says:\n${told}`;
  const { stream, response } = ai.generateStream({ model, prompt });
  let text = '';
  for await (const chunk of stream) text += chunk.text;
  await response;
  return text;
});

await declare({ trace: 'begin' });
await weatherFlow('What is the weather in Paris and Tokyo?');

await declare({ trace: 'begin', input: 'According to the handbook, when does the office open?' });
await handbookFlow('According to the handbook, when does the office open?');

await declare({ trace: 'begin' });
await weatherFlow('What is the weather in Atlantis?').catch(() => undefined);

await declare({ trace: 'begin' });
await ai.generate({ model, prompt: 'Cause a server error.' }).catch(() => undefined);

const agent = ai.defineAgent({
  name: 'weatherAgent',
  model,
  system: 'You are a weather expert.',
  tools: [getWeather],
  store: new InMemorySessionStore(),
});
const session = '7b1c1b1e-0000-4000-8000-000000000042';
const chat = agent.chat({ sessionId: session });
for (const question of ['What is the weather in Oslo?', 'Thank you. What is a trace?']) {
  await declare({ trace: 'begin', session, agent: 'weatherAgent' });
  await chat.send(question);
}

await flushTracing();
