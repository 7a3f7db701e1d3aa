import { firstMember, isObject, numberMember, type JsonObject } from './json-value';

export interface BucketUsage {
  readonly input: number | null;
  readonly output: number | null;
  readonly total: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
  /** Whether `input` and `output` as sent counted the other buckets. */
  readonly wereInclusive: boolean;
}

/**
 * Usage out of Langfuse's `usage_details`, a map with free keys. Its integrations subtract every
 * detail from `input` and `output`, so that buckets are disjoint and add up to `total`; who sets
 * usage by hand often sends the provider's inclusive counts. `total` tells which: what `input` and
 * `output` add up to. Source: conventions reference §8.2.
 */
export function usageOfBuckets(details: JsonObject): BucketUsage {
  const input = numberMember(details, ...inputKeys);
  const output = numberMember(details, ...outputKeys);
  const total = numberMember(details, ...totalKeys);
  const base = (input ?? 0) + (output ?? 0);
  const inputDetails = sumOf(details, isInputDetail);
  const outputDetails = sumOf(details, isOutputDetail);
  // A provider's usage as it came has details of its own, nested.
  const ofInput = nested(details, 'prompt_tokens_details', 'input_tokens_details');
  const ofOutput = nested(details, 'completion_tokens_details', 'output_tokens_details');
  const wereInclusive = total !== null && total === base && inputDetails + outputDetails > 0;
  const withDetails = (value: number | null, sum: number) =>
    value === null && sum === 0 ? null : (value ?? 0) + (wereInclusive ? 0 : sum);
  return {
    input: withDetails(input, inputDetails),
    output: withDetails(output, outputDetails),
    total,
    cacheRead: numberMember(details, ...cacheReadKeys) ?? numberMember(ofInput, 'cached_tokens'),
    cacheWrite:
      numberMember(details, ...cacheWriteKeys) ?? numberMember(ofInput, 'cache_write_tokens'),
    reasoning:
      numberMember(details, ...reasoningKeys) ?? numberMember(ofOutput, 'reasoning_tokens'),
    wereInclusive,
  };
}

const noDetails: JsonObject = {};

function nested(details: JsonObject, ...keys: readonly string[]): JsonObject {
  const value = firstMember(details, keys);
  return isObject(value) ? value : noDetails;
}

const inputKeys = ['input', 'input_tokens', 'prompt_tokens', 'promptTokens'];
const outputKeys = ['output', 'output_tokens', 'completion_tokens', 'completionTokens'];
const totalKeys = ['total', 'total_tokens', 'totalTokens'];
const cacheReadKeys = [
  'input_cached_tokens',
  'input_cache_read',
  'cache_read_input_tokens',
  'input_cache_read_tokens',
  'cached_tokens',
];
const cacheWriteKeys = [
  'input_cache_creation',
  'input_cache_write_tokens',
  'cache_creation_input_tokens',
  'input_cache_creation_tokens',
];
const reasoningKeys = ['output_reasoning_tokens', 'output_reasoning', 'reasoning_tokens'];

const totals = new Set(['input', 'input_tokens', 'output', 'output_tokens']);

function isInputDetail(key: string): boolean {
  if (totals.has(key)) return false;
  return (
    key.startsWith('input_') ||
    key === 'cache_read_input_tokens' ||
    key === 'cache_creation_input_tokens'
  );
}

function isOutputDetail(key: string): boolean {
  return key.startsWith('output_') && !totals.has(key);
}

function sumOf(details: JsonObject, isWanted: (key: string) => boolean): number {
  let sum = 0;
  for (const key of Object.keys(details)) if (isWanted(key)) sum += numberMember(details, key) ?? 0;
  return sum;
}

/** Keys whose counts have a meaning here; all others are kept beside. */
export const knownBuckets: ReadonlySet<string> = new Set([
  ...inputKeys,
  ...outputKeys,
  ...totalKeys,
  ...cacheReadKeys,
  ...cacheWriteKeys,
  ...reasoningKeys,
]);
