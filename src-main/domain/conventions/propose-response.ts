import type { Provenance } from '../facets/span-facets';
import type { FacetDraft } from './convention';
import {
  firstMember,
  isArray,
  isObject,
  numberMember,
  textMember,
  type JsonObject,
} from './json-value';

/**
 * Proposes the body of an answer: messages, id, model, why it ended, and usage.
 * @param withUsage false where the span tells its totals itself, by other rules than the provider
 */
export function proposeResponse(
  draft: FacetDraft,
  response: JsonObject,
  from: Provenance,
  withUsage = true,
): void {
  draft.scalar(
    'responseModel',
    textMember(response, 'model', 'modelVersion', 'model_version'),
    from,
    1,
  );
  draft.scalar('responseId', textMember(response, 'id', 'responseId', 'response_id'), from, 1);
  for (const reason of finishReasonsOf(response)) draft.finishReason(reason, from);
  const usage = firstMember(response, ['usage', 'usage_metadata', 'usageMetadata']);
  draft.scalar('serviceTier', textMember(response, 'service_tier'), from, 1);
  if (isObject(usage)) {
    // Anthropic tells it with the counts.
    draft.scalar('serviceTier', textMember(usage, 'service_tier'), from, 1);
    if (withUsage) proposeReportedUsage(draft, usage, from);
    else proposeUsageDetails(draft, usage, from);
  }
  draft.payload('output', response, 'vendorBlob', from);
}

const reasonKeys = ['finish_reason', 'finishReason', 'stop_reason'];

/** Why an answer ended, of each choice that says so, as sent. */
export function finishReasonsOf(response: JsonObject): readonly string[] {
  const own = textMember(response, ...reasonKeys);
  if (own !== null) return [own];
  const choices = firstMember(response, ['choices', 'candidates']);
  if (!isArray(choices)) return [];
  return choices.slice(0, 100).flatMap((choice) => {
    const reason = isObject(choice) ? textMember(choice, ...reasonKeys) : null;
    return reason === null ? [] : [reason];
  });
}

/**
 * Proposes usage in a provider's words. OpenAI's and Gemini's input counts cached tokens,
 * Anthropic's (told by `cache_*_input_tokens`) does not; Gemini's output leaves thoughts out
 * (§8.2).
 */
export function proposeReportedUsage(
  draft: FacetDraft,
  usage: JsonObject,
  from: Provenance,
  rank = 1,
): void {
  const input = numberMember(usage, ...inputKeys);
  const output = numberMember(usage, ...outputKeys);
  draft.tokens('input', input, from, rank);
  draft.tokens('output', output, from, rank);
  draft.tokens('total', numberMember(usage, ...totalKeys), from, rank);
  proposeUsageDetails(draft, usage, from, rank);
  if (isAnthropic(usage)) draft.usageRule({ inputIncludedCache: false });
  if (numberMember(usage, ...thoughtKeys) !== null) {
    draft.usageRule({ outputIncludedReasoning: false });
  }
}

/** Proposes what was cached and thought alone: parts of counts that were told otherwise. */
export function proposeUsageDetails(
  draft: FacetDraft,
  usage: JsonObject,
  from: Provenance,
  rank = 1,
): void {
  const inputDetails = firstMember(usage, ['prompt_tokens_details', 'input_tokens_details']);
  const outputDetails = firstMember(usage, ['completion_tokens_details', 'output_tokens_details']);
  const cacheRead =
    numberMember(usage, ...cacheReadKeys) ??
    (isObject(inputDetails) ? numberMember(inputDetails, 'cached_tokens') : null);
  draft.tokens('cacheRead', cacheRead, from, rank);
  draft.tokens('cacheWrite', numberMember(usage, 'cache_creation_input_tokens'), from, rank);
  const thoughts = numberMember(usage, ...thoughtKeys);
  const reasoning = isObject(outputDetails)
    ? numberMember(outputDetails, 'reasoning_tokens')
    : null;
  draft.tokens('reasoning', thoughts ?? reasoning, from, rank);
}

/** Gateways such as LiteLLM have the same names beside OpenAI's `prompt_tokens`, which count all. */
function isAnthropic(usage: JsonObject): boolean {
  return (
    !Object.hasOwn(usage, 'prompt_tokens') &&
    (Object.hasOwn(usage, 'cache_read_input_tokens') ||
      Object.hasOwn(usage, 'cache_creation_input_tokens'))
  );
}

const inputKeys = [
  'input_tokens',
  'prompt_tokens',
  'inputTokens',
  'promptTokenCount',
  'prompt_token_count',
];
const outputKeys = [
  'output_tokens',
  'completion_tokens',
  'outputTokens',
  'candidatesTokenCount',
  'candidates_token_count',
];
const totalKeys = ['total_tokens', 'totalTokens', 'totalTokenCount', 'total_token_count'];
const cacheReadKeys = [
  'cache_read_input_tokens',
  'cached_content_token_count',
  'cachedContentTokenCount',
  'cachedContentTokens',
];
const thoughtKeys = ['thoughtsTokenCount', 'thoughts_token_count', 'thoughtsTokens'];
