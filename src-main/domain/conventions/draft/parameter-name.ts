const aliases: ReadonlyMap<string, string> = new Map([
  ['max_output_tokens', 'max_tokens'],
  ['max_completion_tokens', 'max_tokens'],
  ['max_tokens_to_sample', 'max_tokens'],
  ['stop', 'stop_sequences'],
  ['n', 'choice_count'],
  ['candidate_count', 'choice_count'],
  ['choice.count', 'choice_count'],
  ['reasoning.level', 'reasoning_effort'],
]);

/** A parameter's name in the words of the semantic conventions, e.g. `topP` → `top_p`. */
export function canonicalParameter(key: string): string {
  const snake = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return aliases.get(snake) ?? snake;
}
