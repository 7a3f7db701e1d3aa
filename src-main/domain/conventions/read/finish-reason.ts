const canonical: ReadonlyMap<string, string> = new Map([
  ['stop', 'stop'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['complete', 'stop'],
  ['completed', 'stop'],
  ['finish', 'stop'],
  ['done', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['max_output_tokens', 'length'],
  ['max_length', 'length'],
  ['model_length', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['incomplete', 'length'],
  ['token_limit', 'length'],
  ['tool_calls', 'tool_calls'],
  ['tool_call', 'tool_calls'],
  ['tool_use', 'tool_calls'],
  ['function_call', 'tool_calls'],
  ['content_filter', 'content_filter'],
  ['content_filtered', 'content_filter'],
  ['safety', 'content_filter'],
  ['recitation', 'content_filter'],
  ['blocklist', 'content_filter'],
  ['prohibited_content', 'content_filter'],
  ['spii', 'content_filter'],
  ['image_safety', 'content_filter'],
  ['refusal', 'content_filter'],
  ['guardrail_intervened', 'content_filter'],
  ['error', 'error'],
  ['failed', 'error'],
  ['malformed_function_call', 'error'],
]);

/**
 * Why a model stopped, in the words of the semantic conventions: `stop`, `length`, `tool_calls`,
 * `content_filter`, `error`; any other as sent.
 */
export function canonicalFinishReason(raw: string): string {
  const word = raw
    .slice(raw.lastIndexOf('.') + 1)
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^finish_reason_/, '');
  return canonical.get(word) ?? raw;
}
