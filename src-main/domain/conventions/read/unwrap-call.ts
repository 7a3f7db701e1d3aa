import type { JsonValue } from '../../messages';
import { isArray, isObject, type JsonObject } from '../json-value';

/**
 * The arguments of a call as Python decorators write it, without the wrapping:
 * `{args: [], kwargs: {city: 'Oslo'}}` → `{city: 'Oslo'}`, `{args: ['Oslo'], kwargs: {}}` →
 * `'Oslo'`; also where only what was given is told, `{kwargs: {…}}`. What has both, or is no such
 * thing, stays as it is.
 */
export function unwrapCall(value: JsonValue): JsonValue {
  if (!isObject(value)) return value;
  const { args = [], kwargs, ...rest } = value;
  if (!isArray(args) || !isObject(kwargs) || !isNegligible(rest)) return value;
  if (args.length === 0) return kwargs;
  if (Object.keys(kwargs).length > 0) return value;
  return args.length === 1 ? (args[0] ?? null) : args;
}

const runWrapping: ReadonlySet<string> = new Set([
  'inputs',
  'input_str',
  'outputs',
  'output',
  'tags',
  'metadata',
  'kwargs',
]);

/**
 * What went in or came out of a LangChain run, without what its callbacks wrap around it:
 * `{inputs, tags, metadata, kwargs}` → the inputs, `{outputs, kwargs}` → the outputs.
 */
export function unwrapRun(value: JsonValue): JsonValue {
  if (!isObject(value) || !isObject(value['kwargs'])) return value;
  if (!Object.keys(value).every((key) => runWrapping.has(key))) return value;
  return value['inputs'] ?? value['outputs'] ?? value['output'] ?? value['input_str'] ?? value;
}

/** What a tool of LlamaIndex returned, without the object that it comes in. */
export function unwrapToolOutput(value: JsonValue): JsonValue {
  const isToolOutput =
    isObject(value) &&
    typeof value['tool_name'] === 'string' &&
    value['raw_input'] !== undefined &&
    value['raw_output'] !== undefined;
  return isToolOutput ? (value['raw_output'] ?? value) : value;
}

/** smolagents adds a setting of its own. */
function isNegligible(rest: JsonObject): boolean {
  return Object.keys(rest).every((key) => key === 'sanitize_inputs_outputs');
}
