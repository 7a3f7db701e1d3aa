/** Tags of a trace: a key with a value, or a label alone. Source: mlflow.md §2. */

export interface TraceTag {
  readonly key: string;
  /** '' for a label, such as those of Langfuse and OpenInference. */
  readonly value: string;
}

/** Keys from which on a sender keeps its own matters; they are kept and not shown as tags. */
export function isReservedTag(key: string): boolean {
  return key.startsWith('mlflow.');
}

export const MAX_TAG_KEY_LENGTH = 250;
export const MAX_TAG_VALUE_LENGTH = 4096;
