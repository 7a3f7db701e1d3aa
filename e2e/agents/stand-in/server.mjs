/**
 * A stand-in for the providers' servers: it answers the same to the same conversation, and
 * keeps what was asked and answered in a wire log.
 *
 * `node e2e/agents/stand-in/server.mjs [port]` starts it by hand.
 *
 * @import { Api, Message, Reply, WireCall, WireEntry, Written } from './wire.mjs'
 * @import { IncomingMessage, Server, ServerResponse } from 'node:http'
 */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { appendFileSync } from 'node:fs';

import { anthropic } from './apis/anthropic.mjs';
import { gemini, geminiEmbeddings } from './apis/gemini.mjs';
import { ollamaChat, ollamaEmbeddings, ollamaGenerate } from './apis/ollama.mjs';
import { openaiChat, openaiEmbeddings } from './apis/openai-chat.mjs';
import { openaiResponses } from './apis/openai-responses.mjs';
import { Scenarios } from './scenarios.mjs';
import { NO_USAGE } from './wire.mjs';

/** @type {Api[]} */
const apis = [
  openaiChat,
  openaiResponses,
  openaiEmbeddings,
  anthropic,
  ollamaChat,
  ollamaGenerate,
  ollamaEmbeddings,
  gemini,
  geminiEmbeddings,
];

/**
 * @typedef {object} StandIn
 * @property {string} url
 * @property {WireEntry[]} log
 * @property {() => Promise<void>} stop
 *
 * @param {{ port?: number, logFile?: string }} [options] `logFile` gets the raw bodies as well
 * @returns {Promise<StandIn>}
 */
export async function startStandIn({ port = 0, logFile } = {}) {
  const scenarios = new Scenarios();
  /** @type {WireEntry[]} */
  const log = [];
  const keep = (/** @type {WireEntry} */ entry, /** @type {unknown=} */ raw) => {
    log.push(entry);
    if (logFile) appendFileSync(logFile, `${JSON.stringify({ ...entry, raw })}\n`);
  };
  const server = createServer((request, response) => {
    answer(request, response, scenarios, keep).catch((error) => {
      console.error(`stand-in: ${request.method} ${request.url}: ${error.stack}`);
      if (!response.headersSent) sendJson(response, 400, { error: { message: error.message } });
      else response.end();
    });
  });
  server.keepAliveTimeout = 75_000;
  const url = await listen(server, port);
  return {
    url,
    log,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {Server} server
 * @param {number} port
 * @returns {Promise<string>}
 */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`);
    });
  });
}

/**
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {Scenarios} scenarios
 * @param {(entry: WireEntry, raw?: unknown) => void} keep
 */
async function answer(request, response, scenarios, keep) {
  const method = request.method ?? 'GET';
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
  const time = Date.now();
  const text = await textOf(request);
  if (pathname === '/declare') {
    keep({ entry: 'declaration', time, facts: JSON.parse(text) });
    return sendJson(response, 200, {});
  }
  const api = apis.find((one) => one.matches(method, pathname));
  if (!api) return sendOther(response, method, pathname);

  const body = JSON.parse(text);
  const asked = api.read(body, pathname, searchParams);
  /** @type {WireCall} */
  const call = {
    entry: 'call',
    time,
    endTime: time,
    api: api.name,
    provider: api.provider,
    kind: api.kind,
    requestModel: asked.model,
    responseModel: null,
    streamed: asked.streamed,
    messages: asked.messages,
    tools: asked.tools.map(({ name }) => name),
    inputs: asked.inputs?.length ?? 0,
    response: [],
    usage: null,
    finishReason: null,
    status: 200,
  };
  const failure = api.kind === 'chat' ? scenarios.failure(asked) : undefined;
  if (failure) {
    keep({ ...call, status: failure.status, endTime: Date.now() }, body);
    if (failure.status === 429) response.setHeader('retry-after-ms', '20');
    if (failure.status === 429) response.setHeader('retry-after', '0');
    return sendJson(response, failure.status, api.fail(failure));
  }
  const reply = shown(
    scenarios.reply(asked, { provider: api.provider, model: api.responseModel(asked.model) }),
    api.shows(body),
  );
  const written = api.write(reply, asked, body);
  // Before the answer leaves: what the program does next comes later in the log.
  keep(
    {
      ...call,
      endTime: Date.now(),
      responseModel: reply.model,
      response: api.kind === 'chat' ? [messageOf(reply, api)] : [],
      usage: asked.usageWanted ? usageOf(reply, api) : null,
      finishReason: finishReasonOf(reply, api),
    },
    { body, written },
  );
  // By it some programs join what they tell of the call.
  const header = api.provider === 'anthropic' ? 'request-id' : 'x-request-id';
  response.setHeader(header, `req_${reply.id}`);
  await send(response, written);
}

/**
 * @param {Reply} reply
 * @param {{ reasoningText: boolean, reasoningTokens: boolean }} shows
 * @returns {Reply}
 */
function shown(reply, { reasoningText, reasoningTokens }) {
  return {
    ...reply,
    reasoning: reasoningText ? reply.reasoning : '',
    usage: { ...reply.usage, reasoning: reasoningTokens ? reply.usage.reasoning : 0 },
  };
}

/**
 * @param {Reply} reply
 * @param {Api} api
 */
function usageOf({ usage }, { kind }) {
  return kind === 'chat' ? usage : { ...NO_USAGE, input: usage.input };
}

/**
 * The Responses API only tells when an answer is incomplete; Gemini and Ollama have no reason of
 * their own for tool calls.
 * @param {Reply} reply
 * @param {Api} api
 */
function finishReasonOf({ finishReason }, { kind, name, provider }) {
  const told = kind === 'chat' && (name !== 'openai.responses' || finishReason === 'length');
  if (!told) return null;
  const stops = provider === 'gemini' || provider === 'ollama';
  return stops && finishReason === 'tool_calls' ? 'stop' : finishReason;
}

/**
 * @param {Reply} reply
 * @param {Api} api
 * @returns {Message}
 */
function messageOf({ text, reasoning, toolCalls }, { provider }) {
  const idOf = (/** @type {string} */ id) => {
    if (provider === 'anthropic') return id.replace('call', 'toolu');
    return provider === 'openai' ? id : null;
  };
  return {
    role: 'assistant',
    ...(text === '' ? {} : { text }),
    ...(reasoning === '' ? {} : { reasoning }),
    ...(toolCalls.length === 0
      ? {}
      : { toolCalls: toolCalls.map((call) => ({ ...call, id: idOf(call.id) })) }),
  };
}

/** @param {IncomingMessage} request */
async function textOf(request) {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += chunk;
  return text;
}

/**
 * @param {ServerResponse} response
 * @param {Written} written
 */
async function send(response, written) {
  if ('body' in written) return sendJson(response, 200, written.body);
  response.writeHead(200, { 'content-type': written.type, 'cache-control': 'no-cache' });
  for (const { event, data } of written.pieces) {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    if (written.lines) response.write(`${text}\n`);
    else response.write(`${event ? `event: ${event}\n` : ''}data: ${text}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  response.end();
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {unknown} body
 */
function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/**
 * What clients look up before they call a model.
 * @param {ServerResponse} response
 * @param {string} method
 * @param {string} path
 */
function sendOther(response, method, path) {
  const id = 'gpt-4o-mini';
  if (method === 'GET' && path.endsWith('/models')) {
    const data = [{ id, object: 'model', created: 1_721_172_741, owned_by: 'system' }];
    return sendJson(response, 200, { object: 'list', data });
  }
  if (path === '/api/version') return sendJson(response, 200, { version: '0.12.0' });
  if (path === '/api/tags') return sendJson(response, 200, { models: [{ name: id, model: id }] });
  if (path === '/api/show') {
    return sendJson(response, 200, { details: { family: 'llama' }, capabilities: ['tools'] });
  }
  return sendJson(response, 404, { error: { message: `${method} ${path} is not stood in for` } });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startStandIn({
    port: Number(process.argv[2] ?? 0),
    logFile: '/dev/stdout',
  });
  console.error(`stand-in: ${url}`);
}
