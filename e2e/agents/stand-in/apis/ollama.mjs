/**
 * Ollama's chat, generate and embeddings.
 * @import { Api, Message, Reply, Request, Written } from '../wire.mjs'
 */
import { vector } from './openai-chat.mjs';
import { words } from './parts.mjs';

const common = {
  provider: 'ollama',
  shows: () => ({ reasoningText: true, reasoningTokens: false }),
  responseModel: (/** @type {string} */ model) => model,
  fail: (/** @type {{ message: string }} */ { message }) => ({ error: message }),
};

/** @type {Api} */
export const ollamaChat = {
  ...common,
  name: 'ollama.chat',
  kind: 'chat',
  matches: (method, path) => method === 'POST' && path === '/api/chat',
  read: (body) => ({
    ...requestOf(body),
    messages: body.messages.map(readMessage),
    tools: (body.tools ?? []).map((/** @type {any} */ { function: one }) => ({
      name: one.name,
      schema: one.parameters ?? {},
    })),
  }),
  write: (reply, request) =>
    write(reply, request, (text, calls, reasoning) => ({
      message: {
        role: 'assistant',
        content: text,
        ...(reasoning ? { thinking: reasoning } : {}),
        ...(calls
          ? {
              tool_calls: reply.toolCalls.map(({ name, arguments: args }) => ({
                function: { name, arguments: args },
              })),
            }
          : {}),
      },
    })),
};

/** @type {Api} */
export const ollamaGenerate = {
  ...common,
  name: 'ollama.generate',
  kind: 'chat',
  matches: (method, path) => method === 'POST' && path === '/api/generate',
  read: (body) => ({
    ...requestOf(body),
    messages: [
      ...(body.system ? [/** @type {Message} */ ({ role: 'system', text: body.system })] : []),
      {
        role: 'user',
        text: body.prompt ?? '',
        ...(body.images
          ? { media: body.images.map(() => ({ modality: 'image', mime: null })) }
          : {}),
      },
    ],
  }),
  write: (reply, request) =>
    write(reply, request, (text, _, reasoning) => ({
      response: text,
      ...(reasoning ? { thinking: reasoning } : {}),
    })),
};

/** @type {Api} */
export const ollamaEmbeddings = {
  ...common,
  name: 'ollama.embed',
  kind: 'embedding',
  matches: (method, path) => method === 'POST' && /^\/api\/embed(dings)?$/.test(path),
  read: (body) => ({
    ...requestOf({ ...body, stream: false }),
    inputs: Array.isArray(body.input) ? body.input : [body.input ?? body.prompt],
  }),
  write: (reply, request, body) => ({
    type: 'application/json',
    body:
      body.input === undefined
        ? { embedding: vector(0, 4) }
        : {
            model: reply.model,
            embeddings: (request.inputs ?? []).map((_, index) => vector(index, 4)),
            total_duration: 14143917,
            load_duration: 1019500,
            prompt_eval_count: reply.usage.input,
          },
  }),
};

/**
 * @param {any} body
 * @returns {Request}
 */
function requestOf(body) {
  return {
    model: body.model,
    messages: [],
    tools: [],
    // Streaming is what it does unless told otherwise.
    streamed: body.stream !== false,
    usageWanted: true,
    parallel: true,
    answerSchema: typeof body.format === 'object' ? body.format : undefined,
  };
}

/**
 * @param {any} message
 * @returns {Message}
 */
function readMessage({ role, content, thinking, images, tool_calls: calls }) {
  if (role === 'tool') return { role, toolResults: [{ id: null, result: content }] };
  /** @type {Message} */
  const message = { role };
  if (content) message.text = content;
  if (thinking) message.reasoning = thinking;
  if (images?.length > 0) {
    message.media = images.map(() => ({ modality: 'image', mime: null }));
  }
  if (calls?.length > 0) {
    message.toolCalls = calls.map((/** @type {any} */ { function: one }) => ({
      id: null,
      name: one.name,
      arguments: one.arguments,
    }));
  }
  return message;
}

/**
 * @param {Reply} reply
 * @param {Request} request
 * @param {(text: string, calls: boolean, reasoning: string) => any} part
 * @returns {Written}
 */
function write(reply, request, part) {
  const base = () => ({ model: reply.model, created_at: new Date().toISOString() });
  const end = {
    done: true,
    done_reason: reply.finishReason === 'length' ? 'length' : 'stop',
    total_duration: 4883583458,
    load_duration: 1334875,
    prompt_eval_count: reply.usage.input,
    prompt_eval_duration: 342546000,
    eval_count: reply.usage.output,
    eval_duration: 4535599000,
  };
  const calls = reply.toolCalls.length > 0;
  if (!request.streamed) {
    const body = { ...base(), ...part(reply.text, calls, reply.reasoning), ...end };
    return { type: 'application/json', body };
  }
  const pieces = [
    ...words(reply.reasoning).map((piece) => part('', false, piece)),
    ...words(reply.text).map((piece) => part(piece, false, '')),
    ...(calls ? [part('', true, '')] : []),
  ].map((one) => ({ data: { ...base(), ...one, done: false } }));
  pieces.push({ data: { ...base(), ...part('', false, ''), ...end } });
  return { type: 'application/x-ndjson', pieces, lines: true };
}
