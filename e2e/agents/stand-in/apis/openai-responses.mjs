/**
 * OpenAI's Responses API.
 * @import { Api, Message, Reply } from '../wire.mjs'
 */
import { fail, openaiChat } from './openai-chat.mjs';
import { deepText, imageOf, parse, words } from './parts.mjs';

/** @type {Api} */
export const openaiResponses = {
  name: 'openai.responses',
  provider: 'openai',
  kind: 'chat',
  shows: () => ({ reasoningText: true, reasoningTokens: true }),
  matches: (method, path) => method === 'POST' && path.endsWith('/responses'),
  read: (body) => ({
    model: body.model,
    messages: [
      ...(body.instructions
        ? [/** @type {Message} */ ({ role: 'system', text: deepText(body.instructions) })]
        : []),
      ...readInput(body.input),
    ],
    tools: (body.tools ?? [])
      .filter((/** @type {any} */ tool) => tool.type === 'function')
      .map((/** @type {any} */ tool) => ({ name: tool.name, schema: tool.parameters ?? {} })),
    streamed: body.stream === true,
    usageWanted: true,
    parallel: body.parallel_tool_calls !== false,
    forcedTool: body.tool_choice?.name,
    continues: body.previous_response_id ?? undefined,
    answerSchema: body.text?.format?.schema,
  }),
  responseModel: openaiChat.responseModel,
  write: (reply, request, body) => {
    const response = responseOf(reply, body);
    return request.streamed
      ? { type: 'text/event-stream', pieces: stream(response) }
      : { type: 'application/json', body: response };
  },
  fail,
};

/**
 * @param {any} input
 * @returns {Message[]}
 */
function readInput(input) {
  if (typeof input === 'string') return [{ role: 'user', text: input }];
  /** @type {Message[]} */
  const messages = [];
  /** What one answer consisted of is one message again. */
  const assistant = () => {
    const last = messages.at(-1);
    if (last?.role === 'assistant') return last;
    /** @type {Message} */
    const message = { role: 'assistant' };
    messages.push(message);
    return message;
  };
  for (const item of input ?? []) {
    if (item.type === 'function_call') {
      const message = assistant();
      message.toolCalls ??= [];
      message.toolCalls.push({
        id: item.call_id ?? null,
        name: item.name,
        arguments: parse(item.arguments),
      });
    } else if (item.type === 'function_call_output') {
      const result = deepText(item.output);
      messages.push({ role: 'tool', toolResults: [{ id: item.call_id ?? null, result }] });
    } else if (item.type === 'reasoning') {
      assistant().reasoning = deepText(item.summary);
    } else if (item.role === 'assistant') {
      assistant().text = deepText(item.content);
    } else {
      messages.push(readMessage(item));
    }
  }
  return messages;
}

/**
 * @param {any} item
 * @returns {Message}
 */
function readMessage({ role, content }) {
  /** @type {Message} */
  const message = { role: role === 'developer' ? 'system' : role };
  const text = deepText(content);
  if (text !== '') message.text = text;
  const images = Array.isArray(content)
    ? content.filter((part) => part.type === 'input_image')
    : [];
  if (images.length > 0) message.media = images.map((part) => imageOf(part.image_url ?? ''));
  return message;
}

/**
 * @param {Reply} reply
 * @param {any} body
 * @returns {any}
 */
function responseOf(reply, body) {
  const { usage } = reply;
  const output = [];
  if (reply.reasoning !== '') {
    output.push({
      id: `rs_${reply.id}`,
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: reply.reasoning }],
    });
  }
  for (const call of reply.toolCalls) {
    output.push({
      id: call.id.replace('call', 'fc'),
      type: 'function_call',
      status: 'completed',
      call_id: call.id,
      name: call.name,
      arguments: JSON.stringify(call.arguments),
    });
  }
  if (reply.toolCalls.length === 0) {
    output.push({
      id: `msg_${reply.id}`,
      type: 'message',
      status: 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', text: reply.text, annotations: [], logprobs: [] }],
    });
  }
  const cut = reply.finishReason === 'length';
  return {
    id: `resp_${reply.id}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status: cut ? 'incomplete' : 'completed',
    background: false,
    error: null,
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: body.metadata ?? {},
    model: reply.model,
    output,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: 'disabled',
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.reasoning },
      total_tokens: usage.input + usage.output,
    },
    user: body.user ?? null,
  };
}

/** @param {any} response */
function stream(response) {
  /** @type {{ event: string, data: any }[]} */
  const pieces = [];
  const send = (/** @type {string} */ type, /** @type {any} */ fields) => {
    pieces.push({ event: type, data: { type, sequence_number: pieces.length, ...fields } });
  };
  const started = { ...response, status: 'in_progress', output: [], usage: null };
  send('response.created', { response: started });
  send('response.in_progress', { response: started });
  response.output.forEach((/** @type {any} */ item, /** @type {number} */ index) => {
    const at = { item_id: item.id, output_index: index };
    const empty = { status: 'in_progress' };
    if (item.type === 'message') {
      const [part] = item.content;
      const content = { ...at, content_index: 0 };
      send('response.output_item.added', {
        output_index: index,
        item: { ...item, ...empty, content: [] },
      });
      send('response.content_part.added', { ...content, part: { ...part, text: '' } });
      for (const delta of words(part.text)) {
        send('response.output_text.delta', { ...content, delta, logprobs: [] });
      }
      send('response.output_text.done', { ...content, text: part.text, logprobs: [] });
      send('response.content_part.done', { ...content, part });
    } else if (item.type === 'function_call') {
      send('response.output_item.added', {
        output_index: index,
        item: { ...item, ...empty, arguments: '' },
      });
      for (const delta of words(item.arguments)) {
        send('response.function_call_arguments.delta', { ...at, delta });
      }
      send('response.function_call_arguments.done', { ...at, arguments: item.arguments });
    } else {
      const [part] = item.summary;
      const summary = { ...at, summary_index: 0 };
      send('response.output_item.added', { output_index: index, item: { ...item, summary: [] } });
      send('response.reasoning_summary_part.added', { ...summary, part: { ...part, text: '' } });
      for (const delta of words(part.text)) {
        send('response.reasoning_summary_text.delta', { ...summary, delta });
      }
      send('response.reasoning_summary_text.done', { ...summary, text: part.text });
      send('response.reasoning_summary_part.done', { ...summary, part });
    }
    send('response.output_item.done', { output_index: index, item });
  });
  const end = response.status === 'incomplete' ? 'response.incomplete' : 'response.completed';
  send(end, { response });
  return pieces;
}
