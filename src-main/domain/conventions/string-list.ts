import type { JsonValue } from '../messages';
import { isArray, parseStructure } from './json-value';

const MAX_ITEMS = 1000;

/** Texts of a list, of JSON text of one, or of a text with commas between them (LangSmith's tags). */
export function stringList(value: JsonValue | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  const parsed = typeof value === 'string' ? parseStructure(value) : value;
  if (isArray(parsed)) {
    return parsed
      .slice(0, MAX_ITEMS)
      .flatMap((item) => (typeof item === 'string' && item !== '' ? [item] : []));
  }
  if (typeof parsed !== 'string') return [];
  return parsed
    .split(',', MAX_ITEMS)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
