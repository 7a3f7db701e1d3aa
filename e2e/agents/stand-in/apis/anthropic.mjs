/**
 * Anthropic's messages.
 * @import { Api, Message, Reply } from '../wire.mjs'
 */
import { deepText, words } from './parts.mjs';

/** @type {Api} */
export const anthropic = {
  name: 'anthropic.messages',
  provider: 'anthropic',
  kind: 'chat',
  shows: (body) => ({ reasoningText: thinks(body), reasoningTokens: false }),
  matches: (method, path) => method === 'POST' && path.endsWith('/messages'),
  read: (body) => ({
    model: body.model,
    messages: [
      ...(body.system
        ? [/** @type {Message} */ ({ role: 'system', text: deepText(body.system) })]
        : []),
      ...body.messages.map(readMessage),
    ],
    tools: (body.tools ?? [])
      .filter((/** @type {any} */ tool) => tool.input_schema)
      .map((/** @type {any} */ tool) => ({ name: tool.name, schema: tool.input_schema })),
    streamed: body.stream === true,
    usageWanted: true,
    parallel: body.tool_choice?.disable_parallel_tool_use !== true,
    forcedTool: body.tool_choice?.type === 'tool' ? body.tool_choice.name : undefined,
    answerSchema: (body.output_config?.format ?? body.output_format)?.schema,
    continues: body.thread?.previous_message_id,
    marksCache: JSON.stringify([body.system, body.messages, body.tools]).includes(
      '"cache_control":{',
    ),
  }),
  responseModel: (model) => (/\d{8}$/.test(model) ? model : `${model}-20250929`),
  write: (reply, request) => {
    const message = messageOf(reply);
    return request.streamed
      ? { type: 'text/event-stream', pieces: stream(message) }
      : { type: 'application/json', body: message };
  },
  fail: ({ status, message }) => ({
    type: 'error',
    error: { type: status === 429 ? 'rate_limit_error' : 'api_error', message },
    request_id: 'req_otelier',
  }),
};

/**
 * @param {any} message
 * @returns {Message}
 */
function readMessage({ role, content }) {
  if (typeof content === 'string') return { role, text: content };
  const of = (/** @type {string} */ type) =>
    content.filter((/** @type {any} */ block) => block.type === type);
  const text = deepText(of('text'));
  const results = of('tool_result');
  /** @type {Message} */
  const message = { role: results.length > 0 && text === '' ? 'tool' : role };
  if (text !== '') message.text = text;
  const thinking = of('thinking').map((/** @type {any} */ block) => block.thinking);
  if (thinking.length > 0) message.reasoning = thinking.join('\n');
  const calls = of('tool_use');
  if (calls.length > 0) {
    message.toolCalls = calls.map((/** @type {any} */ { id, name, input }) => ({
      id,
      name,
      arguments: input,
    }));
  }
  if (results.length > 0) {
    message.toolResults = results.map((/** @type {any} */ block) => ({
      id: block.tool_use_id,
      result: deepText(block.content),
    }));
  }
  const media = content.filter((/** @type {any} */ block) =>
    ['image', 'document'].includes(block.type),
  );
  if (media.length > 0) {
    message.media = media.map((/** @type {any} */ { type, source }) => ({
      modality: type === 'image' ? 'image' : 'file',
      mime: source.media_type ?? null,
    }));
  }
  return message;
}

function thinks(/** @type {any} */ body) {
  return body.thinking !== undefined && body.thinking.type !== 'disabled';
}

/**
 * @param {Reply} reply
 * @returns {any}
 */
function messageOf(reply) {
  const { usage } = reply;
  const content = [];
  if (reply.reasoning !== '') {
    content.push({ type: 'thinking', thinking: reply.reasoning, signature: 'c2lnbmF0dXJl' });
  }
  if (reply.text !== '') content.push({ type: 'text', text: reply.text });
  for (const { id, name, arguments: input } of reply.toolCalls) {
    content.push({ type: 'tool_use', id: id.replace('call', 'toolu'), name, input });
  }
  const reasons = { stop: 'end_turn', tool_calls: 'tool_use', length: 'max_tokens' };
  return {
    id: `msg_${reply.id}`,
    type: 'message',
    role: 'assistant',
    model: reply.model,
    content,
    stop_reason: reasons[/** @type {keyof typeof reasons} */ (reply.finishReason)],
    stop_sequence: null,
    usage: {
      input_tokens: usage.input - usage.cacheRead - usage.cacheWrite,
      cache_creation_input_tokens: usage.cacheWrite,
      cache_read_input_tokens: usage.cacheRead,
      cache_creation: {
        ephemeral_5m_input_tokens: usage.cacheWrite,
        ephemeral_1h_input_tokens: 0,
      },
      output_tokens: usage.output,
      service_tier: 'standard',
    },
  };
}

/** @param {any} message */
function stream(message) {
  /** @type {{ event: string, data: any }[]} */
  const pieces = [];
  const send = (/** @type {string} */ type, /** @type {any} */ fields) => {
    pieces.push({ event: type, data: { type, ...fields } });
  };
  const usage = { ...message.usage, output_tokens: 1 };
  send('message_start', { message: { ...message, content: [], stop_reason: null, usage } });
  message.content.forEach((/** @type {any} */ block, /** @type {number} */ index) => {
    const delta = (/** @type {any} */ one) => send('content_block_delta', { index, delta: one });
    if (block.type === 'text') {
      send('content_block_start', { index, content_block: { type: 'text', text: '' } });
      for (const text of words(block.text)) delta({ type: 'text_delta', text });
    } else if (block.type === 'thinking') {
      send('content_block_start', {
        index,
        content_block: { type: 'thinking', thinking: '', signature: '' },
      });
      for (const thinking of words(block.thinking)) delta({ type: 'thinking_delta', thinking });
      delta({ type: 'signature_delta', signature: block.signature });
    } else {
      send('content_block_start', { index, content_block: { ...block, input: {} } });
      for (const piece of words(JSON.stringify(block.input))) {
        delta({ type: 'input_json_delta', partial_json: piece });
      }
    }
    send('content_block_stop', { index });
  });
  send('message_delta', {
    delta: { stop_reason: message.stop_reason, stop_sequence: null },
    usage: { output_tokens: message.usage.output_tokens },
  });
  send('message_stop', {});
  return pieces;
}
