/** Tags as they are written: `key=value`, or a label alone. */
import { isolateText } from '../isolate-text';
import {
  isReservedTag,
  MAX_TAG_KEY_LENGTH,
  MAX_TAG_VALUE_LENGTH,
  type TraceTag,
} from './trace-tag';

/** What was typed: a tag, or why it is none as a sentence; '' for nothing typed. */
export type TypedTag =
  | { readonly tag: TraceTag; readonly problem?: never }
  | { readonly tag: null; readonly problem: string };

/** How a tag is shown. */
export function tagText({ key, value }: TraceTag): string {
  return value === '' ? key : `${key}=${value}`;
}

/** The same within a line of ours: it does not turn the words around it. */
export function isolatedTag({ key, value }: TraceTag): string {
  return value === '' ? isolateText(key) : `${isolateText(key)}=${isolateText(value)}`;
}

/** Reads `key=value`, `key: value` with a space, or a label. */
export function readTag(text: string): TypedTag {
  const trimmed = text.trim();
  if (trimmed === '') return { tag: null, problem: '' };
  const [, key = trimmed, value = ''] = /^([^=]*?[^=\s:])\s*(?:=|:\s)\s*(.*)$/s.exec(trimmed) ?? [];
  if (isReservedTag(key)) {
    return { tag: null, problem: 'MLflow keeps keys that begin with “mlflow.” for itself.' };
  }
  if (key.length > MAX_TAG_KEY_LENGTH) {
    return {
      tag: null,
      problem: `A tag has at most ${MAX_TAG_KEY_LENGTH} characters before its value.`,
    };
  }
  if (value.length > MAX_TAG_VALUE_LENGTH) {
    return {
      tag: null,
      problem: `The value of a tag has at most ${MAX_TAG_VALUE_LENGTH} characters.`,
    };
  }
  return { tag: { key, value } };
}

export function isSameTag(a: TraceTag, b: TraceTag): boolean {
  return a.key === b.key && a.value === b.value;
}
