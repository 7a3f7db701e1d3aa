/**
 * Writes the truth about a run: from what went over the wire and what the program declared, never
 * from what was emitted.
 *
 * @import { Message, Usage, WireCall, WireEntry } from './stand-in/wire.mjs'
 *
 * @typedef {object} About
 * @property {string} framework the package that emits
 * @property {string[]} [with] other packages whose version matters
 * @property {'python' | 'typescript' | 'java' | 'csharp' | 'go'} language
 * @property {string} convention
 * @property {string} [about] what the program does, in a sentence
 * @property {string} [runs] the program of that name, with another `env`
 * @property {Record<string, string>} [notEmitted] a field and why it is left out
 * @property {boolean} [countsRetries] whether a failed attempt is recorded as a call of its own
 * @property {Record<string, string>} [env] for the program
 * @property {string[]} [onlySpans] names of the spans to keep, with those above them
 * @property {string} [version] where no lockfile tells it
 *
 * @typedef {object} Trace
 * @property {string | null} session
 * @property {string | null} user
 * @property {string[]} tags
 * @property {Record<string, number>} kinds
 * @property {string[]} agents
 * @property {Usage} tokens
 * @property {number | null} costUsd
 * @property {string | null} firstInput
 * @property {string | null} lastOutput
 * @property {ModelCall[]} modelCalls
 * @property {{ name: string, arguments: unknown, result: unknown, error: string | null }[]} toolCalls
 * @property {{ query: string, documents: unknown[] }[]} retrievals
 * @property {{ model: string, inputs: number }[]} embeddings
 *
 * @typedef {object} ModelCall
 * @property {string} requestModel
 * @property {string | null} responseModel
 * @property {string} provider
 * @property {Message[]} input
 * @property {Message[]} output
 * @property {Usage | null} tokens
 * @property {string | null} finishReason
 * @property {string | null} error
 * @property {boolean} streamed
 * @property {number} [attempts] requests it took, where it took several
 */
import { NO_USAGE } from './stand-in/wire.mjs';

/**
 * @param {WireEntry[]} log
 * @param {About} about
 * @param {Map<string, string>} versions
 */
export function truthOf(log, about, versions) {
  const versionOf = (/** @type {string} */ name) => versions.get(name) ?? about.version ?? null;
  return {
    framework: about.framework,
    version: versionOf(about.framework),
    with: Object.fromEntries((about.with ?? []).map((name) => [name, versionOf(name)])),
    language: about.language,
    convention: about.convention,
    notEmitted: about.notEmitted ?? {},
    traces: splitTraces(log).map((entries) => traceOf(entries, about)),
  };
}

/**
 * A program that learns only afterwards what happened when tells the time with it.
 * @param {WireEntry[]} log
 */
function inOrder(log) {
  const timeOf = (/** @type {WireEntry} */ entry) =>
    entry.entry === 'declaration' ? (entry.facts['at'] ?? entry.time) : entry.time;
  const isTold = log.some((entry) => entry.entry === 'declaration' && entry.facts['at']);
  return isTold ? log.toSorted((a, b) => timeOf(a) - timeOf(b)) : log;
}

/** @param {WireEntry[]} log */
function splitTraces(log) {
  /** @type {WireEntry[][]} */
  const traces = [];
  for (const entry of inOrder(log)) {
    const begins = entry.entry === 'declaration' && entry.facts['trace'] === 'begin';
    if (begins || traces.length === 0) traces.push([]);
    traces.at(-1)?.push(entry);
  }
  return traces;
}

/**
 * @param {WireEntry[]} entries
 * @param {About} about
 * @returns {Trace}
 */
function traceOf(entries, about) {
  const facts = entries.flatMap((entry) => (entry.entry === 'declaration' ? [entry.facts] : []));
  const declared = (/** @type {string} */ name) =>
    facts.flatMap((one) => (one[name] === undefined ? [] : [one[name]]));
  const calls = entries.flatMap((entry) => (entry.entry === 'call' ? [entry] : []));
  const chats = withoutRetries(
    calls.filter(({ kind }) => kind === 'chat'),
    about.countsRetries ?? false,
  );
  const embeddings = calls.filter(({ kind, status }) => kind === 'embedding' && status === 200);
  const agents = declared('agent');
  const tools = declared('tool').sort((a, b) => (a.started ?? 0) - (b.started ?? 0));
  const retrievals = declared('retrieval');
  const modelErrors = declared('modelError');
  const kinds = {
    agent: agents.length,
    llm: chats.length,
    tool: tools.length,
    retriever: retrievals.length,
    embedding: embeddings.length,
  };
  return {
    session: declared('session').at(-1) ?? null,
    user: declared('user').at(-1) ?? null,
    tags: declared('tags').at(-1) ?? [],
    kinds: Object.fromEntries(Object.entries(kinds).filter(([, count]) => count > 0)),
    agents: [...new Set(agents)].filter(Boolean),
    tokens: sum(
      [...chats.map(({ call }) => call), ...embeddings].flatMap(({ usage }) =>
        usage ? [usage] : [],
      ),
    ),
    costUsd: declared('costUsd').at(-1) ?? null,
    firstInput: declared('input')[0] ?? firstInput(chats.map(({ call }) => call)),
    lastOutput: declared('output').at(-1) ?? chats.at(-1)?.call.response.at(-1)?.text ?? null,
    modelCalls: chats.map(({ call, attempts }) => ({
      requestModel: call.requestModel,
      responseModel: call.responseModel,
      provider: call.provider,
      input: call.messages,
      output: call.response,
      tokens: call.usage,
      finishReason: call.finishReason,
      error: call.status === 200 ? null : (modelErrors.shift() ?? String(call.status)),
      streamed: call.streamed,
      ...(attempts > 1 ? { attempts } : {}),
    })),
    toolCalls: tools.map(({ name, arguments: args, result = null, error = null }) => ({
      name,
      arguments: args,
      result,
      error,
    })),
    retrievals,
    embeddings: embeddings.map(({ requestModel, inputs }) => ({ model: requestModel, inputs })),
  };
}

/**
 * A failed attempt that was repeated is no call of its own, unless the emitter sees it as one.
 * @param {WireCall[]} calls
 * @param {boolean} countsRetries
 * @returns {{ call: WireCall, attempts: number }[]}
 */
function withoutRetries(calls, countsRetries) {
  if (countsRetries) return calls.map((call) => ({ call, attempts: 1 }));
  let failed = 0;
  return calls.flatMap((call, index) => {
    const next = calls[index + 1];
    const isRepeated = call.status !== 200 && next && asked(call) === asked(next);
    const attempts = failed + 1;
    failed = isRepeated ? attempts : 0;
    return isRepeated ? [] : [{ call, attempts }];
  });
}

function asked(/** @type {WireCall} */ { api, requestModel, messages }) {
  return JSON.stringify([api, requestModel, messages]);
}

/** @param {WireCall[]} calls */
function firstInput(calls) {
  const messages = calls[0]?.messages ?? [];
  return messages.findLast(({ role, text }) => role === 'user' && text)?.text ?? null;
}

/**
 * @param {Usage[]} usages
 * @returns {Usage}
 */
function sum(usages) {
  const total = { ...NO_USAGE };
  for (const usage of usages) {
    for (const key of /** @type {(keyof Usage)[]} */ (Object.keys(total))) {
      total[key] += usage[key];
    }
  }
  return total;
}
