/**
 * Looks for every value of a truth file in what was emitted, as plain text: what cannot be found
 * must be named in `notEmitted`, and what is named there should not be found. It knows nothing of
 * any convention; it only finds what cannot possibly be read from a capture.
 *
 * @import { Trace } from './truth.mjs'
 */

/**
 * What the conventions call what the truth files call otherwise.
 * @type {Record<string, string[]>}
 */
const names = {
  stop: ['stop', 'end_turn', 'STOP', 'stop_sequence', 'completed'],
  length: ['length', 'max_tokens', 'MAX_TOKENS'],
  tool_calls: ['tool_calls', 'tool_call', 'tool_use', 'tool-calls', 'function_call', 'toolUse'],
  streamed: ['stream', 'Stream', 'chunk', 'first_token'],
  gemini: ['gemini', 'google', 'gcp'],
  file: ['file', 'document', 'application/'],
  'audio/wav': ['audio/wav', 'wav'],
};

/**
 * @param {string} capture
 * @param {{ traces: Trace[], notEmitted: Record<string, string> }} truth
 * @returns {{ missing: string[], found: string[] }} `found`: fields of `notEmitted` all of whose
 *   values are there
 */
export function lookFor(capture, truth) {
  const texts = textsOf(capture);
  const excuses = Object.keys(truth.notEmitted).map((field) => ({ field, form: formOf(field) }));
  /** @type {Map<string, boolean[]>} */
  const excused = new Map(excuses.map(({ field }) => [field, []]));
  /** @type {string[]} */
  const missing = [];
  truth.traces.forEach((trace, index) => {
    const values = valuesOf(trace, `traces[${index}]`);
    const text = mostOf(values, texts);
    if (!text) return;
    texts.splice(texts.indexOf(text), 1);
    for (const { path, value } of values) {
      const there = isThere(path, value, text);
      const excuse = excuses.filter(({ form }) => form.test(path));
      for (const { field } of excuse) excused.get(field)?.push(there);
      if (!there && excuse.length === 0) missing.push(`${path} = ${String(value).slice(0, 60)}`);
    }
  });
  // Calls of tools are in messages as well, where nothing tells that they really ran.
  const found = [...excused].filter(
    ([field, all]) => all.length > 0 && all.every(Boolean) && !field.includes('toolCalls'),
  );
  return { missing, found: found.map(([field]) => field) };
}

/**
 * `modelCalls[].output` is meant in all traces, and all that is inside it. Lists inside calls are
 * not numbered.
 * @param {string} field
 */
function formOf(field) {
  const whole = field.startsWith('traces[') ? field : `traces[].${field}`;
  let lists = 0;
  const form = whole.replaceAll(/\[(\d*)\]|[.$]/g, (text, number) => {
    if (text.startsWith('[') && ++lists > 2) return '';
    return number === '' ? String.raw`\[\d+\]` : text.replaceAll(/[[\].$]/g, String.raw`\$&`);
  });
  return new RegExp(String.raw`^${form}(?:[.[]|$)`);
}

/**
 * The first of the texts with the most of the values: programs also trace other things.
 * @param {ReturnType<typeof valuesOf>} values
 * @param {ReturnType<typeof textsOf>} texts
 */
function mostOf(values, texts) {
  const counts = texts.map(
    (text) => values.filter(({ path, value }) => isThere(path, value, text)).length,
  );
  return texts[counts.indexOf(Math.max(...counts))];
}

/**
 * A model's name must be there by itself: the answer's begins with the request's.
 * @param {string} path
 * @param {string | number | string[]} value
 * @param {{ exact: Set<string>, all: string }} text
 */
function isThere(path, value, { exact, all }) {
  if (typeof value === 'number') return exact.has(String(value));
  if (Array.isArray(value)) return value.some((one) => all.includes(one));
  return /model$/i.test(path) ? exact.has(value) : all.includes(value);
}

/**
 * The values of a trace that must be somewhere, with the names of their fields.
 * @param {Trace} trace
 * @param {string} at
 */
function valuesOf(trace, at) {
  /** @type {{ path: string, value: string | number | string[] }[]} */
  const values = [];
  const need = (/** @type {string} */ path, /** @type {unknown} */ value) => {
    if (value == null || value === '' || value === 0 || typeof value === 'boolean') return;
    if (typeof value === 'object') {
      for (const [key, one] of Object.entries(value)) {
        need(Array.isArray(value) ? path : `${path}.${key}`, one);
      }
    } else if (typeof value === 'string' || typeof value === 'number') {
      values.push({ path, value: names[value] ?? value });
    }
  };
  for (const key of /** @type {const} */ (['session', 'user', 'tags', 'agents'])) {
    need(`${at}.${key}`, trace[key]);
  }
  need(`${at}.firstInput`, trace.firstInput);
  need(`${at}.lastOutput`, trace.lastOutput);
  trace.modelCalls.forEach((call, index) => {
    const { streamed, error: _error, ...told } = call;
    need(`${at}.modelCalls[${index}]`, told);
    if (streamed) need(`${at}.modelCalls[${index}].streamed`, 'streamed');
  });
  trace.toolCalls.forEach((call, index) => {
    const { error: _error, ...told } = call;
    need(`${at}.toolCalls[${index}]`, told);
  });
  trace.retrievals.forEach((one, index) => need(`${at}.retrievals[${index}]`, one));
  trace.embeddings.forEach(({ model }, index) => need(`${at}.embeddings[${index}].model`, model));
  return values.filter(({ path }) => !path.endsWith('.role'));
}

/**
 * All texts of each trace, in order of the traces' starts. Log records without a trace may belong
 * to any.
 * @param {string} capture
 */
function textsOf(capture) {
  /** @type {Map<string, { start: bigint, texts: string[] }>} */
  const traces = new Map();
  for (const line of capture.trim().split('\n')) {
    const { resourceSpans = [], resourceLogs = [] } = JSON.parse(line);
    for (const item of [...resourceSpans, ...resourceLogs].flatMap(itemsOf)) {
      const start = BigInt(
        item.startTimeUnixNano ?? item.timeUnixNano ?? item.observedTimeUnixNano ?? 0,
      );
      const trace = traces.get(item.traceId ?? '') ?? { start, texts: [] };
      if (start < trace.start) trace.start = start;
      collect(item, trace.texts);
      traces.set(item.traceId ?? '', trace);
    }
  }
  const loose = traces.get('')?.texts ?? [];
  traces.delete('');
  return [...traces.values()]
    .sort((a, b) => (a.start < b.start ? -1 : 1))
    .map(({ texts }) => [...texts, ...loose])
    .map((texts) => ({ exact: new Set(texts), all: texts.join('\n') }));
}

/** @param {any} resource */
function itemsOf({ scopeSpans = [], scopeLogs = [] }) {
  return [...scopeSpans, ...scopeLogs].flatMap(({ spans = [], logRecords = [] }) => [
    ...spans,
    ...logRecords,
  ]);
}

/**
 * The texts of a value, also those inside JSON that is a text.
 * @param {unknown} value
 * @param {string[]} texts
 */
function collect(value, texts) {
  if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      texts.push(key);
      collect(one, texts);
    }
    return;
  }
  texts.push(String(value));
  if (typeof value !== 'string' || !/^\s*[[{"]/.test(value)) return;
  try {
    collect(JSON.parse(value), texts);
  } catch {
    // A text that only looks like JSON.
  }
}
