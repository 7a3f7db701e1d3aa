import type { Provenance } from '../facets/span-facets';
import type { FacetDraft } from './convention';
import { member, textMember, type JsonObject } from './json-value';

/** Settings of a request; everything else in a body is content, tools, or names the model. */
const parameterKeys = [
  'temperature',
  'top_p',
  'topP',
  'top_k',
  'topK',
  'max_tokens',
  'maxTokens',
  'max_completion_tokens',
  'max_output_tokens',
  'maxOutputTokens',
  'stop',
  'stop_sequences',
  'stopSequences',
  'seed',
  'n',
  'candidate_count',
  'frequency_penalty',
  'presence_penalty',
  'tool_choice',
  'toolChoice',
  'parallel_tool_calls',
  'response_format',
  'reasoning_effort',
  'reasoning',
  'thinking',
  'service_tier',
  'previous_response_id',
];

/** Proposes a body of a chat request: model, settings, messages, system prompt and tools. */
export function proposeRequest(draft: FacetDraft, request: JsonObject, from: Provenance): void {
  draft.scalar('requestModel', textMember(request, 'model'), from, 1);
  const stream = member(request, 'stream');
  if (typeof stream === 'boolean') draft.scalar('isStream', stream, from, 1);
  proposeParameters(draft, request, from);
  draft.payload('input', request, 'vendorBlob', from);
}

/** Proposes the settings among the members of an object. */
export function proposeParameters(draft: FacetDraft, object: JsonObject, from: Provenance): void {
  // What was asked for; the answer tells which it was.
  draft.scalar('serviceTier', textMember(object, 'service_tier'), from, 2);
  for (const key of parameterKeys) {
    const value = member(object, key);
    if (value !== undefined && value !== null) draft.parameter(key, value, from);
  }
}
