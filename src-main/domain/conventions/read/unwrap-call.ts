import type { JsonValue } from '../../messages';
import { isArray, isObject, type JsonObject } from '../json-value';

/**
 * The arguments of a call as Python decorators write it, without the wrapping:
 * `{args: [], kwargs: {city: 'Oslo'}}` → `{city: 'Oslo'}`, `{args: ['Oslo'], kwargs: {}}` →
 * `'Oslo'`. What has both, or is no such thing, stays as it is.
 */
export function unwrapCall(value: JsonValue): JsonValue {
  if (!isObject(value)) return value;
  const { args, kwargs, ...rest } = value;
  if (!isArray(args) || !isObject(kwargs) || !isNegligible(rest)) return value;
  if (args.length === 0) return kwargs;
  if (Object.keys(kwargs).length > 0) return value;
  return args.length === 1 ? (args[0] ?? null) : args;
}

/** smolagents adds a setting of its own. */
function isNegligible(rest: JsonObject): boolean {
  return Object.keys(rest).every((key) => key === 'sanitize_inputs_outputs');
}
