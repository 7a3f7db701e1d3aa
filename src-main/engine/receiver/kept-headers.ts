import type { KeptHeader } from '@contract/traces';
import { EXPERIMENT_HEADER, LANGFUSE_KEY_HEADER } from '@domain/annotations/experiment-claim';

/**
 * Headers whose value says where the sender meant its spans to go. Nothing else is kept:
 * headers are where senders put their keys.
 */
const keptHeaderNames: readonly string[] = [
  EXPERIMENT_HEADER,
  'x-mlflow-run-id',
  LANGFUSE_KEY_HEADER,
];

const MAX_VALUE_LENGTH = 1_000;

/** Picks the headers (HTTP) or metadata (gRPC) that are kept with the spans. */
export function keptHeaders(valueOf: (name: string) => string | undefined): KeptHeader[] {
  const kept: KeptHeader[] = [];
  for (const name of keptHeaderNames) {
    const value =
      valueOf(name) ??
      (name === LANGFUSE_KEY_HEADER ? publicKeyIn(valueOf('authorization')) : undefined);
    if (value !== undefined && value !== '') {
      kept.push({ name, value: value.slice(0, MAX_VALUE_LENGTH) });
    }
  }
  return kept;
}

/**
 * The public half of Langfuse's keys, which plain exporters send as user name of the credentials.
 * The secret half, the password, is never looked at.
 */
function publicKeyIn(authorization: string | undefined): string | undefined {
  const [, base64] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization ?? '') ?? [];
  if (base64 === undefined) return undefined;
  const [, user] = /^(pk-[\w-]+):/.exec(Buffer.from(base64, 'base64').toString('latin1')) ?? [];
  return user;
}
