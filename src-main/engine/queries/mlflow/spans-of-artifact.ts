/** 'mlflow.spansOfArtifact': what the TypeScript SDK uploads, as an export (mlflow.md §4 row 7). */
import { ContractError } from '@contract/errors';
import { parseExactJson, type ExactJson } from '@domain/mlflow/exact-json';
import { readMlflowTraces } from '@domain/mlflow/read-traces';
import { checkDensity } from '@domain/otlp/json-density';
import { encodeTracesRequest } from '@domain/otlp/encode';
import type { InternalQuery } from '../internal-queries';

export function spansOfArtifact(): InternalQuery<'mlflow.spansOfArtifact'> {
  return ({ body }) => {
    const { traces, notes } = readMlflowTraces(parse(body), { nowMs: 0, origin: 'api' });
    const spans = traces.flatMap((trace) => trace.spans);
    if (spans.length === 0) {
      const reasons = notes.map(({ text }) => text).join(' ');
      throw new ContractError('bad_params', reasons || 'There is no span.');
    }
    return {
      request: new Uint8Array(encodeTracesRequest([{ scopeSpans: [{ spans }] }])),
      notes: notes.map(({ text }) => text),
    };
  };
}

function parse(body: Uint8Array): ExactJson {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    checkDensity(body, text);
    return parseExactJson(text);
  } catch (error) {
    throw new ContractError('bad_params', `The body cannot be read: ${(error as Error).message}`);
  }
}
