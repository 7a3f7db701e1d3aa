/** Attribute values as texts to be shown and compared. */
import type { AnyValue } from '@domain/otlp/model';
import type { JsonValue } from '@domain/messages';

import { formatNode, looksLikeJson, nodeOfValue } from '../../../ui/content/json-node';

/** On one line: strings bare, structure as JSON. */
export function attributeText(value: AnyValue): string {
  return value.type === 'string' ? value.value : formatNode(nodeOfValue(value), 0);
}

/** What to compare: JSON where it is JSON, also where that was sent as text. */
export function attributeContent(value: AnyValue | null): JsonValue {
  if (value === null) return null;
  const text = attributeText(value);
  if (!looksLikeJson(text)) return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
