import type { AttributeView } from '../convention';
import { isArray, isObject, member, textMember } from '../json-value';

export interface LangChainResult {
  /** The model that answered. */
  readonly model: string | null;
  readonly isStreamed: boolean;
}

/**
 * What the result of a LangChain model call tells of a stream and nothing else does: the model that
 * answered, and that there was one. Null for any other output.
 */
export function langChainResult(attributes: AttributeView): LangChainResult | null {
  const text = attributes.text('output.value');
  if (text === null || !/^\s*\{\s*"generations"/.test(text)) return null;
  const result = attributes.parsed('output.value');
  let first = isObject(result) ? (member(result, 'generations') ?? null) : null;
  while (isArray(first)) first = first[0] ?? null;
  if (!isObject(first)) return null;
  const info = member(first, 'generation_info');
  const message = member(first, 'message');
  const told = isObject(message) ? member(message, 'kwargs') : undefined;
  const id = isObject(told) ? textMember(told, 'id') : null;
  const isChunk = textMember(first, 'type')?.endsWith('GenerationChunk') === true;
  return {
    model: isObject(info) ? textMember(info, 'model_name', 'model') : null,
    isStreamed: isChunk || (id !== null && idOfChunks.test(id)),
  };
}

/**
 * LangChain calls a message by its run and, where it came whole, by its place among the answers:
 * `lc_run--<uuid>-0`. One that was put together from chunks has no place.
 */
const idOfChunks = /^(?:lc_)?run-{1,2}[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
