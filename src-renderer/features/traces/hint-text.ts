import { isolateText } from '@domain/isolate-text';
import type { WordsHint } from '@domain/filter-language/words-hint';

/** What is said of words that look like a filter. */
export function hintText({ name, field, filter }: WordsHint): string {
  if (name === null) return `Did you mean \`${filter ?? ''}\`?`;
  const end = field === null ? '.' : `; did you mean \`${field}\`?`;
  return `\`${isolateText(name)}\` is no field${end}`;
}
