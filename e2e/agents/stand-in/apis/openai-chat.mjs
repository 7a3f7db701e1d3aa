/**
 * OpenAI's chat completions and embeddings.
 * @import { Api, Message, Reply, Written } from '../wire.mjs'
 */
import { deepText, imageOf, mediaOf, mimeOf, parse, words } from './parts.mjs';

/** @type {Api} */
export const openaiChat = {
  name: 'openai.chat.completions',
  provider: 'openai',
  kind: 'chat',
  shows: () => ({ reasoningText: false, reasoningTokens: true }),
  matches: (method, path) => method === 'POST' && path.endsWith('/chat/completions'),
  read: (body) => ({
    model: body.model,
    messages: body.messages.map(readMessage),
    tools: (body.tools ?? [])
      .filter((/** @type {any} */ tool) => tool.type === 'function')
      .map((/** @type {any} */ { function: one }) => ({
        name: one.name,
        schema: one.parameters ?? {},
      })),
    streamed: body.stream === true,
    usageWanted: body.stream !== true || body.stream_options?.include_usage === true,
    parallel: body.parallel_tool_calls !== false,
    forcedTool: body.tool_choice?.function?.name,
    answerSchema: body.response_format?.json_schema?.schema,
  }),
  responseModel: (model) => (/\d{4}-\d\d-\d\d$/.test(model) ? model : `${model}-2024-07-18`),
  write: (reply, request) => (request.streamed ? stream(reply, request) : whole(reply)),
  fail,
};

/** @type {Api} */
export const openaiEmbeddings = {
  name: 'openai.embeddings',
  provider: 'openai',
  kind: 'embedding',
  shows: () => ({ reasoningText: false, reasoningTokens: true }),
  matches: (method, path) => method === 'POST' && /\/v1\/embeddings$|^\/embeddings$/.test(path),
  read: (body) => ({
    model: body.model,
    messages: [],
    tools: [],
    streamed: false,
    usageWanted: true,
    parallel: false,
    inputs: typeof body.input === 'string' ? [body.input] : inputsOf(body.input),
    dimensions: body.dimensions,
  }),
  responseModel: (model) => model,
  write: (reply, request, body) => ({
    type: 'application/json',
    body: {
      object: 'list',
      data: (request.inputs ?? []).map((_, index) => ({
        object: 'embedding',
        index,
        embedding: vector(index, request.dimensions ?? 4, body.encoding_format === 'base64'),
      })),
      model: reply.model,
      usage: { prompt_tokens: reply.usage.input, total_tokens: reply.usage.input },
    },
  }),
  fail,
};

/** A list of texts, a list of tokens, or a list of lists of tokens. */
function inputsOf(/** @type {unknown[]} */ input) {
  return typeof input[0] === 'number' ? [input] : input;
}

/**
 * @param {number} index
 * @param {number} dimensions
 * @param {boolean} [base64]
 */
export function vector(index, dimensions, base64 = false) {
  const values = Array.from({ length: dimensions }, (_, at) => ((at + 1) * (index + 1)) / 64);
  if (!base64) return values;
  return Buffer.from(Float32Array.from(values).buffer).toString('base64');
}

/** @type {Api['fail']} */
export function fail({ status, message }) {
  const limited = status === 429;
  return {
    error: {
      message,
      type: limited ? 'requests' : 'server_error',
      param: null,
      code: limited ? 'rate_limit_exceeded' : null,
    },
  };
}

/**
 * @param {any} message
 * @returns {Message}
 */
function readMessage({ role, content, tool_calls: calls, tool_call_id: id }) {
  if (role === 'tool' || role === 'function') {
    return { role: 'tool', toolResults: [{ id: id ?? null, result: deepText(content) }] };
  }
  /** @type {Message} */
  const message = { role: role === 'developer' ? 'system' : role };
  const text = deepText(content);
  if (text !== '') message.text = text;
  const media = Array.isArray(content) ? content.flatMap(readMedia) : [];
  if (media.length > 0) message.media = media;
  if (calls?.length > 0) {
    message.toolCalls = calls.map((/** @type {any} */ call) => ({
      id: call.id ?? null,
      name: call.function.name,
      arguments: parse(call.function.arguments),
    }));
  }
  return message;
}

function readMedia(/** @type {any} */ part) {
  if (part.type === 'image_url') return [imageOf(part.image_url?.url ?? part.image_url)];
  if (part.type === 'input_audio') {
    return [{ modality: 'audio', mime: `audio/${part.input_audio.format}` }];
  }
  if (part.type === 'file') return [mediaOf(mimeOf(part.file.file_data))];
  return [];
}

/** @param {Reply} reply */
function usageOf({ usage }) {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cacheRead, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/**
 * @param {Reply} reply
 * @returns {any[]}
 */
function callsOf(reply) {
  return reply.toolCalls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
}

/**
 * @param {Reply} reply
 * @returns {Written}
 */
function whole(reply) {
  const calls = callsOf(reply);
  return {
    type: 'application/json',
    body: {
      id: `chatcmpl-${reply.id}`,
      object: 'chat.completion',
      created: now(),
      model: reply.model,
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: calls.length > 0 ? null : reply.text,
            refusal: null,
            annotations: [],
            ...(calls.length > 0 ? { tool_calls: calls } : {}),
          },
          logprobs: null,
          finish_reason: reply.finishReason,
        },
      ],
      usage: usageOf(reply),
      service_tier: 'default',
      system_fingerprint: 'fp_otelier',
    },
  };
}

/**
 * @param {Reply} reply
 * @param {{ usageWanted: boolean }} request
 * @returns {Written}
 */
function stream(reply, { usageWanted }) {
  const base = {
    id: `chatcmpl-${reply.id}`,
    object: 'chat.completion.chunk',
    created: now(),
    model: reply.model,
    service_tier: 'default',
    system_fingerprint: 'fp_otelier',
  };
  const chunk = (/** @type {any} */ delta, /** @type {string | null} */ finish = null) => ({
    ...base,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(usageWanted ? { usage: null } : {}),
  });
  const calls = callsOf(reply);
  /** @type {unknown[]} */
  const chunks = [
    chunk({ role: 'assistant', content: calls.length > 0 ? null : '', refusal: null }),
  ];
  for (const piece of words(reply.text)) chunks.push(chunk({ content: piece }));
  calls.forEach((call, index) => {
    const args = call.function.arguments;
    const start = { ...call, function: { name: call.function.name, arguments: '' } };
    chunks.push(chunk({ tool_calls: [{ index, ...start }] }));
    for (const piece of words(args)) {
      chunks.push(chunk({ tool_calls: [{ index, function: { arguments: piece } }] }));
    }
  });
  chunks.push(chunk({}, reply.finishReason));
  if (usageWanted) chunks.push({ ...base, choices: [], usage: usageOf(reply) });
  return {
    type: 'text/event-stream',
    pieces: [...chunks.map((data) => ({ data })), { data: '[DONE]' }],
  };
}

function now() {
  return Math.floor(Date.now() / 1000);
}
