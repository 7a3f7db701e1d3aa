/** Langfuse's SDK: observations of every type by hand, generations by its wrapper of OpenAI. */
import { observeOpenAI } from '@langfuse/openai';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { propagateAttributes, startActiveObservation, startObservation } from '@langfuse/tracing';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import OpenAI from 'openai';

import { declare, declaredTool } from './declare.mjs';

const provider = new NodeTracerProvider({
  spanProcessors: [
    new LangfuseSpanProcessor({
      publicKey: 'pk-lf-none',
      secretKey: 'sk-lf-none',
      baseUrl: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
      environment: 'test',
      release: '1.2.3',
    }),
  ],
});
provider.register();

const openai = new OpenAI({ maxRetries: 0 });
const model = 'gpt-4o-mini';
const tools = [
  {
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
  },
];
const weather = declaredTool('getWeather', ({ city }) => {
  if (city === 'Atlantis') throw new Error('No weather station in Atlantis.');
  return { city, celsius: city === 'Paris' ? 21 : 18, sky: 'clear' };
});

/** @param {{ city: string }} args */
function getWeather(args) {
  return startActiveObservation(
    'getWeather',
    async (tool) => {
      tool.update({ input: args });
      try {
        const output = await weather(args);
        tool.update({ output });
        return JSON.stringify(output);
      } catch (error) {
        tool.update({ level: 'ERROR', statusMessage: error.message });
        return error.message;
      }
    },
    { asType: 'tool' },
  );
}

/**
 * @param {string} name
 * @param {string} question
 */
function runAgent(name, question) {
  return startActiveObservation(
    name,
    async (agent) => {
      agent.update({ input: question, metadata: { team: 'blue', attempt: 1 } });
      const client = observeOpenAI(openai, { generationName: 'answer' });
      /** @type {any[]} */
      const messages = [
        { role: 'system', content: 'You are a weather expert.' },
        { role: 'user', content: question },
      ];
      for (;;) {
        const { choices } = await client.chat.completions.create({
          model,
          messages,
          tools,
          temperature: 0.2,
          max_completion_tokens: 500,
        });
        const message = choices[0].message;
        messages.push(message);
        if (!message.tool_calls?.length) {
          agent.update({ output: message.content });
          return message.content;
        }
        for (const { id, function: call } of message.tool_calls) {
          const content = await getWeather(JSON.parse(call.arguments));
          messages.push({ role: 'tool', tool_call_id: id, content });
        }
      }
    },
    { asType: 'agent' },
  );
}

const told = { userId: 'user-42', tags: ['fixture', 'weather'], version: '7' };
const about = { trace: 'begin', user: 'user-42', tags: ['fixture', 'weather'] };

await declare({ ...about, session: 'session-lf-1', agent: 'weather-agent' });
await propagateAttributes(
  { ...told, sessionId: 'session-lf-1', traceName: 'weather', metadata: { plan: 'free' } },
  () => runAgent('weather-agent', 'What is the weather in Paris and Tokyo?'),
);

await declare({ ...about, session: 'session-lf-1', agent: 'lost-agent' });
await propagateAttributes({ ...told, sessionId: 'session-lf-1' }, () =>
  runAgent('lost-agent', 'What is the weather in Atlantis?'),
);

// A chain: a guardrail, an embedding, a retriever, a streamed answer and its evaluation.
const question = 'According to the handbook, when does the office open?';
const documents = [
  { id: 'handbook-1', content: 'The office opens at nine.', score: 0.92 },
  { id: 'handbook-2', content: 'The canteen closes at two.', score: 0.31 },
];
await declare({ ...about, session: 'session-lf-2', retrieval: { query: question, documents } });
await propagateAttributes({ ...told, sessionId: 'session-lf-2', traceName: 'handbook' }, () =>
  startActiveObservation(
    'handbook',
    async (chain) => {
      chain.update({ input: question });
      const guardrail = startObservation(
        'no-secrets',
        { input: question },
        { asType: 'guardrail' },
      );
      guardrail.update({ output: { passed: true } }).end();
      const embedder = 'text-embedding-3-small';
      const embedding = startObservation(
        'embed',
        { input: question, model: embedder },
        { asType: 'embedding' },
      );
      const { data, usage } = await openai.embeddings.create({ model: embedder, input: question });
      embedding
        .update({ output: data[0].embedding, usageDetails: { input: usage.prompt_tokens } })
        .end();
      const retriever = startObservation('search', { input: question }, { asType: 'retriever' });
      retriever.update({ output: documents, metadata: { best: 1 } }).end();
      const stream = await observeOpenAI(openai, {
        langfusePrompt: { name: 'handbook-answer', version: 3, isFallback: false },
      }).chat.completions.create({
        model,
        messages: [
          { role: 'system', content: `Documents: ${JSON.stringify(documents)}` },
          { role: 'user', content: question },
        ],
        stream: true,
        stream_options: { include_usage: true },
      });
      let answer = '';
      for await (const { choices } of stream) answer += choices[0]?.delta.content ?? '';
      const evaluator = startObservation('grounded', { input: answer }, { asType: 'evaluator' });
      evaluator.update({ output: { score: 0.9 } }).end();
      startObservation('answered', { input: answer, level: 'DEBUG' }, { asType: 'event' });
      chain.update({ output: answer });
    },
    { asType: 'chain' },
  ),
);

// What the application itself knows about a generation, costs included.
await declare({ ...about, session: 'session-lf-3', costUsd: 0.00042 });
await propagateAttributes({ ...told, sessionId: 'session-lf-3' }, async () => {
  const generation = startObservation(
    'by-hand',
    {
      model,
      modelParameters: { temperature: 0.5, max_tokens: 50 },
      input: [{ role: 'user', content: 'Please count from one to five.' }],
    },
    { asType: 'generation' },
  );
  const { choices, usage } = await openai.chat.completions.create({
    model,
    temperature: 0.5,
    max_tokens: 50,
    messages: [{ role: 'user', content: 'Please count from one to five.' }],
  });
  generation
    .update({
      output: choices[0].message,
      usageDetails: { input: usage.prompt_tokens, output: usage.completion_tokens },
      costDetails: { input: 0.0002, output: 0.00022, total: 0.00042 },
    })
    .end();
});

await declare({ ...about, session: 'session-lf-3', costUsd: 0 });
await propagateAttributes({ ...told, sessionId: 'session-lf-3' }, () =>
  observeOpenAI(openai)
    .chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'Cause a server error.' }],
    })
    .catch(() => undefined),
);

await provider.shutdown();
