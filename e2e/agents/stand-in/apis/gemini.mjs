/**
 * Gemini's content generation and embeddings.
 * @import { Api, Message, Reply } from '../wire.mjs'
 */
import { vector } from './openai-chat.mjs';
import { deepText, mediaOf, words } from './parts.mjs';

const PATH = /\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;
const EMBED = /\/models\/([^/:]+):(embedContent|batchEmbedContents)$/;

const common = {
  provider: 'gemini',
  shows: (/** @type {any} */ body) => ({
    reasoningText: body.generationConfig?.thinkingConfig?.includeThoughts === true,
    reasoningTokens: true,
  }),
  responseModel: (/** @type {string} */ model) => `${model}-001`,
  fail: (/** @type {{ status: number, message: string }} */ { status, message }) => ({
    error: {
      code: status,
      message,
      status: status === 429 ? 'RESOURCE_EXHAUSTED' : 'INTERNAL',
    },
  }),
};

/** @type {Api} */
export const gemini = {
  ...common,
  name: 'gemini.generateContent',
  kind: 'chat',
  matches: (method, path) => method === 'POST' && PATH.test(path),
  read: (body, path) => {
    const [, model = '', operation] = PATH.exec(path) ?? [];
    const system = body.systemInstruction ?? body.system_instruction;
    const config = body.generationConfig ?? {};
    return {
      model,
      messages: [
        ...(system
          ? [/** @type {Message} */ ({ role: 'system', text: deepText(system.parts ?? system) })]
          : []),
        ...body.contents.map(readContent),
      ],
      tools: (body.tools ?? [])
        .flatMap((/** @type {any} */ tool) => tool.functionDeclarations ?? [])
        .map((/** @type {any} */ one) => ({
          name: one.name,
          schema: one.parameters ?? one.parametersJsonSchema ?? one.parameters_json_schema ?? {},
        })),
      streamed: operation === 'streamGenerateContent',
      usageWanted: true,
      parallel: true,
      answerSchema: config.responseJsonSchema ?? config.responseSchema,
    };
  },
  write: (reply, request) => {
    if (!request.streamed) return { type: 'application/json', body: whole(reply, partsOf(reply)) };
    const pieces = [
      ...words(reply.reasoning).map((text) => [{ text, thought: true }]),
      ...words(reply.text).map((text) => [{ text }]),
      ...(reply.toolCalls.length > 0 ? [callsOf(reply)] : []),
    ];
    return {
      type: 'text/event-stream',
      pieces: pieces.map((parts, index) => ({
        data: whole(reply, parts, index === pieces.length - 1),
      })),
    };
  },
};

/** @type {Api} */
export const geminiEmbeddings = {
  ...common,
  name: 'gemini.embedContent',
  kind: 'embedding',
  matches: (method, path) => method === 'POST' && EMBED.test(path),
  read: (body, path) => ({
    model: EMBED.exec(path)?.[1] ?? '',
    messages: [],
    tools: [],
    streamed: false,
    usageWanted: false,
    parallel: false,
    inputs: body.requests ?? [body.content],
  }),
  responseModel: (model) => model,
  write: (_, request, body) => {
    const all = (request.inputs ?? []).map((_one, index) => ({ values: vector(index, 4) }));
    return {
      type: 'application/json',
      body: body.requests ? { embeddings: all } : { embedding: all[0] },
    };
  },
};

/**
 * @param {any} content
 * @returns {Message}
 */
function readContent({ role, parts }) {
  const text = deepText(parts.filter((/** @type {any} */ part) => !part.thought));
  const results = parts.filter((/** @type {any} */ part) => part.functionResponse);
  const calls = parts.filter((/** @type {any} */ part) => part.functionCall);
  const media = parts.filter((/** @type {any} */ part) => part.inlineData ?? part.inline_data);
  /** @type {Message} */
  const message = { role: role === 'model' ? 'assistant' : results.length > 0 ? 'tool' : 'user' };
  if (text !== '') message.text = text;
  if (calls.length > 0) {
    message.toolCalls = calls.map((/** @type {any} */ { functionCall: one }) => ({
      id: one.id ?? null,
      name: one.name,
      arguments: one.args ?? {},
    }));
  }
  if (results.length > 0) {
    message.toolResults = results.map((/** @type {any} */ { functionResponse: one }) => ({
      id: one.id ?? null,
      result: one.response,
    }));
  }
  if (media.length > 0) {
    message.media = media.map((/** @type {any} */ part) => {
      const { mimeType, mime_type: mime } = part.inlineData ?? part.inline_data;
      return mediaOf(mimeType ?? mime ?? null);
    });
  }
  return message;
}

/** @param {Reply} reply */
function callsOf({ toolCalls }) {
  return toolCalls.map(({ name, arguments: args }) => ({ functionCall: { name, args } }));
}

/** @param {Reply} reply */
function partsOf(reply) {
  return [
    ...(reply.reasoning === '' ? [] : [{ text: reply.reasoning, thought: true }]),
    ...(reply.text === '' ? [] : [{ text: reply.text }]),
    ...callsOf(reply),
  ];
}

/**
 * @param {Reply} reply
 * @param {unknown[]} parts
 * @param {boolean} [last]
 */
function whole({ id, model, usage, finishReason }, parts, last = true) {
  const { input, output, cacheRead, reasoning } = usage;
  return {
    candidates: [
      {
        content: { role: 'model', parts },
        ...(last ? { finishReason: finishReason === 'length' ? 'MAX_TOKENS' : 'STOP' } : {}),
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: input,
      candidatesTokenCount: output - reasoning,
      ...(reasoning > 0 ? { thoughtsTokenCount: reasoning } : {}),
      ...(cacheRead > 0 ? { cachedContentTokenCount: cacheRead } : {}),
      totalTokenCount: input + output,
    },
    modelVersion: model,
    responseId: `gemini-${id}`,
  };
}
