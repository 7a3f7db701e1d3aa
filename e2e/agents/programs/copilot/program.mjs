/** Copilot's runtime, driven by its SDK, on a provider of one's own: tools, a stream, a second turn. */
import { approveAll, CopilotClient, defineTool, RuntimeConnection } from '@github/copilot-sdk';
import { createRequire } from 'node:module';
import process from 'node:process';

import { declare, declaredTool } from './declare.mjs';

const platform = `@github/copilot-${process.platform}-${process.arch}`;
const path = createRequire(import.meta.url).resolve(platform);
const client = new CopilotClient({
  connection: RuntimeConnection.forStdio({ path, args: ['--no-auto-update'] }),
  telemetry: {
    otlpEndpoint: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
    captureContent: true,
  },
});
await client.start();

const getWeather = defineTool('getWeather', {
  description: 'Tells the weather in a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  },
  handler: declaredTool('getWeather', ({ city }) => {
    if (city === 'Atlantis') throw new Error('No weather station in Atlantis.');
    return { city, celsius: city === 'Paris' ? 21 : 18, sky: 'clear' };
  }),
});

/**
 * @param {string} sessionId
 * @param {boolean} streaming
 * @param {string[]} prompts
 */
async function talk(sessionId, streaming, ...prompts) {
  const session = await client.createSession({
    sessionId,
    model: 'gpt-4o-mini',
    streaming,
    provider: { type: 'openai', baseUrl: process.env.OPENAI_BASE_URL, apiKey: 'not-a-key' },
    systemMessage: { mode: 'replace', content: 'You are a weather expert.' },
    tools: [getWeather],
    availableTools: ['getWeather'],
    onPermissionRequest: approveAll,
  });
  for (const prompt of prompts) {
    await declare({ trace: 'begin', session: sessionId, agent: 'copilot' });
    await session.sendAndWait({ prompt });
  }
  await session.disconnect();
}

const session = (/** @type {number} */ number) => `11111111-2222-4333-8444-00000000000${number}`;
await talk(session(1), false, 'What is the weather in Paris and Tokyo?', 'Thank you. Goodbye.');
await talk(session(2), true, 'What is the weather in Atlantis?');
await client.stop();
