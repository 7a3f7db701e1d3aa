import type { KeptHeader } from '@contract/traces';

/**
 * Headers whose value says where the sender meant its spans to go. Nothing else is kept:
 * headers are where senders put their keys.
 */
const keptHeaderNames: readonly string[] = ['x-mlflow-experiment-id', 'x-mlflow-run-id'];

const MAX_VALUE_LENGTH = 1_000;

/** Picks the headers (HTTP) or metadata (gRPC) that are kept with the spans. */
export function keptHeaders(valueOf: (name: string) => string | undefined): KeptHeader[] {
  const kept: KeptHeader[] = [];
  for (const name of keptHeaderNames) {
    const value = valueOf(name);
    if (value !== undefined && value !== '') {
      kept.push({ name, value: value.slice(0, MAX_VALUE_LENGTH) });
    }
  }
  return kept;
}
