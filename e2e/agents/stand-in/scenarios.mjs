/**
 * What the stand-in answers. The conversation's own words choose the scenario, so that any
 * framework can drive it, whatever prompts it adds: see the table in ../README.md.
 *
 * @import { Failure, Message, Reply, Request, Tool, Usage } from './wire.mjs'
 */

const WEATHER = /weather in (\p{Lu}\p{L}+)(?: and (?:in )?(\p{Lu}\p{L}+))?/u;
const HANDOFF = /\b(hand (me|this|it|us)? ?(over|off)|hand-?off|transfer me|ask the .*expert)\b/i;
const HANDOFF_TOOL = /transfer|hand_?off|delegate|expert|specialist|agent/i;
const RAG = /according to (the|our) (handbook|documents)/i;
const SEARCH_TOOL = /retriev|search|look_?up|knowledge|document|handbook|query/i;
/** What coding agents are asked to do. */
const COMMAND = /run the command `([^`]+)`/i;
const COMMAND_TOOL = /^(bash|shell|shell_command|exec_command|run_shell_command)$/i;
const FILE = /read the file (\S+\.\w+)/i;
const FILE_TOOL = /^(read|read_file|view)$/i;
/** What they add to the user's words. */
const ADDED = /<(system-reminder|environment_context|session_context)>.*?<\/\1>/gs;
const REASONING = /\bthink\b/i;
const CACHE = /\bcached?\b/i;
const RATE_LIMIT = /rate limit/i;
const SERVER_ERROR = /server error/i;
const LONG = /\bcount (from|to)\b/i;
const CUT = /\bcut (it )?short\b/i;

const TURNS = [
  'Hello! How can I help you today?',
  'A trace is the tree of the steps that an agent took.',
  'You are welcome – see you soon.',
];

/** Distinct numbers, so that a sum tells which calls went into it. */
const INPUTS = [211, 307, 401, 503, 601, 701, 809, 907, 1009, 1103, 1201, 1301, 1409, 1511, 1601];
const OUTPUTS = [17, 23, 31, 41, 47, 59, 67, 73, 83, 97, 103, 109, 127, 137, 149];
const CACHED = 1187;
const REASONED = 53;

/** The scenarios' memory: one for each run of the stand-in. */
export class Scenarios {
  #calls = 0;
  #cached = 0;
  /** @type {Set<string>} */
  #limited = new Set();
  /** Conversations by the number of their last answer. @type {Map<string, Request>} */
  #told = new Map();

  /**
   * The whole conversation of a request that only brings what is new.
   * @param {Request} request
   * @returns {Request}
   */
  #whole(request) {
    const before = this.#told.get(request.continues?.split('_').at(-1) ?? '');
    if (!before) return request;
    return {
      ...request,
      messages: [...before.messages, ...request.messages],
      tools: request.tools.length > 0 ? request.tools : before.tools,
    };
  }

  /**
   * @param {Request} request
   * @returns {Failure | undefined}
   */
  failure(request) {
    const asked = question(request.messages).text;
    if (SERVER_ERROR.test(asked)) {
      return { status: 500, message: 'The server had an error while processing your request.' };
    }
    if (RATE_LIMIT.test(asked) && !this.#limited.has(asked)) {
      this.#limited.add(asked);
      return { status: 429, message: 'Rate limit reached for requests. Please try again.' };
    }
    return undefined;
  }

  /**
   * @param {Request} part
   * @param {{ provider: string, model: string }} from
   * @returns {Reply}
   */
  reply(part, { provider, model }) {
    const request = this.#whole(part);
    const number = this.#calls++;
    const id = String(number + 1).padStart(4, '0');
    const { text, reasoning, calls, cut } = answer(request);
    const usage = this.#usage(number, request, provider);
    const toolCalls = calls.map((call, index) => ({ id: `call_${id}_${index}`, ...call }));
    /** @type {Message} */
    const said = { role: 'assistant', text, toolCalls };
    this.#told.set(id, { ...request, messages: [...request.messages, said] });
    return {
      id,
      model,
      text,
      reasoning,
      toolCalls,
      usage: reasoning === '' ? { ...usage, reasoning: 0 } : usage,
      finishReason: calls.length > 0 ? 'tool_calls' : cut ? 'length' : 'stop',
    };
  }

  /**
   * @param {number} number
   * @param {Request} request
   * @param {string} provider
   * @returns {Usage}
   */
  #usage(number, request, provider) {
    const round = Math.floor(number / INPUTS.length) * 2000;
    const usage = {
      input: round + /** @type {number} */ (INPUTS[number % INPUTS.length]),
      output: round + /** @type {number} */ (OUTPUTS[number % OUTPUTS.length]) + REASONED,
      cacheRead: 0,
      cacheWrite: 0,
      reasoning: REASONED,
    };
    if (answer(request).reasoning === '') usage.output -= REASONED;
    if (request.marksCache || CACHE.test(question(request.messages).text)) {
      const first = this.#cached++ === 0;
      if (!first) usage.cacheRead = CACHED;
      else if (provider === 'anthropic') usage.cacheWrite = CACHED;
      usage.input += CACHED;
    }
    return usage;
  }
}

/**
 * @typedef {{ name: string, arguments: Record<string, unknown> }} Call
 * @typedef {{ text: string, reasoning: string, calls: Call[], cut: boolean }} Answer
 *
 * @param {Request} request
 * @returns {Answer}
 */
function answer(request) {
  const { text: asked, after } = question(request.messages);
  const reasoning = REASONING.test(asked)
    ? '17 × 23 = 17 × 20 + 17 × 3 = 340 + 51, which is 391.'
    : '';
  const calls = wantedCalls(request, asked, after);
  if (calls.length > 0) return { text: '', reasoning, calls, cut: false };

  const text = request.answerSchema
    ? JSON.stringify(sampleOf(request.answerSchema, asked))
    : finalText(request, asked, after);
  const forced = request.tools.find(
    ({ name }) => name === request.forcedTool || /^final_(answer|result)$/.test(name),
  );
  if (forced && !answered(after, (name) => name === forced.name)) {
    return { text: '', reasoning, calls: [call(forced, text, asked)], cut: false };
  }
  return { text, reasoning, calls: [], cut: CUT.test(asked) };
}

/**
 * The calls of tools that the conversation still needs.
 * @param {Request} request
 * @param {string} asked
 * @param {Message[]} after
 * @returns {Call[]}
 */
function wantedCalls({ tools, parallel }, asked, after) {
  if (HANDOFF.test(asked)) {
    const is = (/** @type {string} */ name) => HANDOFF_TOOL.test(name) && !/weather_?$/i.test(name);
    const tool = tools.find(({ name }) => is(name));
    if (tool && !answered(after, is)) return [call(tool, asked.replace(/^.*?: ?/, ''), asked)];
  }
  const cities = WEATHER.exec(asked)?.slice(1).filter(Boolean) ?? [];
  const weather = tools.find(({ name }) => /weather/i.test(name) && !/agent|expert/i.test(name));
  // Smolagents' words after a tool failed.
  const retried = /Now let's retry/.test(asked);
  if (weather && cities.length > 0 && !retried) {
    const done = JSON.stringify(
      after.flatMap(({ toolCalls }) => toolCalls ?? []).map((one) => one.arguments),
    );
    const open = cities.filter((city) => !done.includes(city));
    const calls = open.map((city) => call(weather, city, asked));
    return parallel ? calls : calls.slice(0, 1);
  }
  if (RAG.test(asked)) {
    const is = (/** @type {string} */ name) => SEARCH_TOOL.test(name);
    const tool = tools.find(({ name }) => is(name));
    if (tool && !answered(after, is)) return [call(tool, asked, asked)];
  }
  for (const [said, names] of /** @type {const} */ ([
    [COMMAND, COMMAND_TOOL],
    [FILE, FILE_TOOL],
  ])) {
    const is = (/** @type {string} */ name) => names.test(name);
    const tool = tools.find(({ name }) => is(name));
    const argument = said.exec(asked)?.[1];
    if (tool && argument && !answered(after, is)) return [call(tool, argument, asked)];
  }
  return [];
}

/**
 * @param {Request} request
 * @param {string} asked
 * @param {Message[]} after
 */
function finalText({ messages }, asked, after) {
  const results = after.flatMap(({ toolResults }) => toolResults ?? []).map(({ result }) => result);
  const last = results.at(-1);
  if (/weather in Atlantis/.test(asked)) {
    return 'I am sorry, I could not get the weather for Atlantis.';
  }
  if (WEATHER.test(asked) && results.length > 0) {
    const cities = WEATHER.exec(asked)?.slice(1).filter(Boolean) ?? [];
    const found = results.slice(-cities.length).map((result) => plain(result));
    return `This is what I found: ${found.join(' ')}`;
  }
  if (RAG.test(asked)) {
    return last === undefined
      ? 'According to the handbook, the office opens at nine.'
      : `According to the handbook: ${plain(last)}`;
  }
  if (last !== undefined && COMMAND.test(asked))
    return `The command printed: ${lines(last).at(-1)}`;
  if (last !== undefined && FILE.test(asked)) return `The file says: ${lines(last)[0]}`;
  if (messages.some(({ media }) => media?.some(({ modality }) => modality === 'image'))) {
    return 'The picture shows one red pixel.';
  }
  if (REASONING.test(asked)) return '17 times 23 is 391.';
  if (CACHE.test(asked)) return 'The rules allow that.';
  if (RATE_LIMIT.test(asked)) return 'Thank you for waiting.';
  if (LONG.test(asked)) return 'One, two, three, four, five – done.';
  if (CUT.test(asked)) return 'Once upon a time there was';
  const turn = messages.filter(({ role, text }) => role === 'user' && text).length;
  return /** @type {string} */ (TURNS[Math.max(0, turn - 1) % TURNS.length]);
}

/**
 * The last thing the user asked, and what followed it.
 * @param {Message[]} messages
 */
export function question(messages) {
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = /** @type {Message} */ (messages[index]);
    const text = message.text?.replaceAll(ADDED, '').trim();
    if (message.role !== 'user' || !text || /^(observation|for context)/i.test(text)) continue;
    return { text, after: messages.slice(index + 1).map(withWrittenCalls) };
  }
  return { text: '', after: [] };
}

/**
 * Smolagents writes calls and results into the texts of messages.
 * @param {Message} message
 * @returns {Message}
 */
function withWrittenCalls(message) {
  const { role, text = '' } = message;
  if (role === 'assistant' && text.startsWith('Calling tools:')) {
    const written = text.matchAll(/'name': '([^']+)', 'arguments': (\{.*?\})\}/g);
    const calls = Array.from(written, ([, name = '', args]) => ({
      id: null,
      name,
      arguments: args,
    }));
    return { ...message, toolCalls: calls };
  }
  const observed = /^Observation:\s*(.*)/s.exec(text)?.[1];
  if (role === 'user' && observed) {
    return {
      ...message,
      toolResults: observed.split('\n').map((result) => ({ id: null, result })),
    };
  }
  return message;
}

/**
 * @param {Message[]} after
 * @param {(name: string) => boolean} is
 */
function answered(after, is) {
  return after.some(({ toolCalls }) => toolCalls?.some(({ name }) => is(name)));
}

function lines(/** @type {unknown} */ result) {
  return plain(result).trim().split('\n');
}

function plain(/** @type {unknown} */ value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * A call of a tool with its first text argument filled in, and what else it requires.
 * @param {Tool} tool
 * @param {string} text
 * @param {string} asked
 * @returns {Call}
 */
function call({ name, schema }, text, asked) {
  const properties = Object.entries(schema?.['properties'] ?? {});
  const required = /** @type {string[]} */ (schema?.['required'] ?? []);
  const isText = (/** @type {any} */ one) => !one?.type || /string/i.test(one.type);
  const main =
    properties.find(([key, one]) => isText(one) && required.includes(key)) ??
    properties.find(([, one]) => isText(one));
  /** @type {Record<string, unknown>} */
  const args = {};
  for (const [key, one] of properties) {
    if (key === main?.[0]) args[key] = one.enum?.[0] ?? text;
    else if (required.includes(key)) args[key] = sampleOf(one, asked);
  }
  return { name, arguments: args };
}

/**
 * A value that fits a JSON schema.
 * @param {Record<string, any>} schema
 * @param {string} asked
 * @param {Record<string, any>} [root]
 * @returns {unknown}
 */
function sampleOf(schema, asked, root = schema) {
  if (typeof schema['$ref'] === 'string') {
    const path = schema['$ref'].replace('#/', '').split('/');
    const target = path.reduce((at, key) => at?.[key], root) ?? {};
    return sampleOf(target, asked, root);
  }
  if (schema['const'] !== undefined) return schema['const'];
  if (schema['enum']) return schema['enum'][0];
  const choice = schema['anyOf']?.[0] ?? schema['oneOf']?.[0];
  if (choice) return sampleOf(choice, asked, root);
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (String(type ?? 'object').toLowerCase()) {
    case 'string':
      return WEATHER.exec(asked)?.[1] ?? 'Paris';
    case 'integer':
      return 21;
    case 'number':
      return 21.5;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return [sampleOf(schema['items'] ?? { type: 'string' }, asked, root)];
    default:
      return Object.fromEntries(
        Object.entries(schema['properties'] ?? {}).map(([key, one]) => [
          key,
          sampleOf(one, asked, root),
        ]),
      );
  }
}
