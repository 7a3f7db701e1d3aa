/** A server of the Model Context Protocol with Shinzo's instrumentation, and a client that calls it. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { instrumentServer } from '@shinzolabs/instrumentation-mcp';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { z } from 'zod';

import { declare, declaredTool } from './declare.mjs';

async function serve() {
  const server = new McpServer({ name: 'weather', version: '1.0.0' });
  const telemetry = instrumentServer(server, {
    serverName: 'weather',
    serverVersion: '1.0.0',
    exporterEndpoint: `${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1`,
    exporterType: 'otlp-http',
    enableMetrics: false,
    enableArgumentCollection: true,
  });
  const weather = declaredTool('getWeather', ({ city }) => {
    if (city === 'Atlantis') throw new Error('No weather station in Atlantis.');
    return { city, celsius: city === 'Paris' ? 21 : 18, sky: 'clear' };
  });
  server.tool('getWeather', 'Tells the weather.', { city: z.string() }, async (args) => ({
    content: [{ type: 'text', text: JSON.stringify(await weather(args)) }],
  }));
  server.server.onclose = () => {
    telemetry.shutdown().finally(() => process.exit());
  };
  process.stdin.on('end', () => server.close());
  await server.connect(new StdioServerTransport());
}

async function call() {
  const client = new Client({ name: 'desk', version: '1.0.0' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [fileURLToPath(import.meta.url), 'serve'],
    env: process.env,
    stderr: 'inherit',
  });
  await client.connect(transport);
  for (const city of ['Paris', 'Tokyo', 'Atlantis']) {
    await declare({ trace: 'begin' });
    // The instrumentation swallows what the tool throws, which makes the answer invalid.
    await client.callTool({ name: 'getWeather', arguments: { city } }).catch(() => undefined);
  }
  await client.close();
}

await (process.argv[2] === 'serve' ? serve() : call());
