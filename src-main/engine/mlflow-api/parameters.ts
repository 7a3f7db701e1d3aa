/** Ids as MLflow writes them, in paths, queries and bodies. */
import { claimOfText } from '@domain/annotations/experiment-claim';
import { fromMlflowTraceId } from '@domain/mlflow/trace-id';
import { integerMember, memberOf, type Members } from '@domain/mlflow/json-members';
import { parseTraceId, type TraceId } from '@domain/units';
import type { ApiCall } from '../http-api/api-call';
import { invalid } from '../http-api/api-error';
import type { ExperimentKey } from '../queries/internal-queries';

/** @throws ApiError where it is no id of a trace */
export function traceIdOf(text: string): TraceId {
  // Without the prefix the id is no less clear.
  const traceId = fromMlflowTraceId(text) ?? parseTraceId(text);
  if (traceId !== null) return traceId;
  if (/^(?:tr-)?0{32}$/.test(text)) throw invalid('An id of zeros alone is that of no trace.');
  const given = JSON.stringify(text.slice(0, 80));
  throw invalid(`Trace ids are "tr-" and 32 hexadecimal digits, which ${given} is not.`);
}

/** How to look for an experiment by what a client has as its id: what is no number is a name. */
export function experimentKeyOf(text: string): ExperimentKey {
  const { id, name } = claimOfText(text, 'header');
  return name === undefined ? { id } : { name };
}

/** Our number of the experiment; null where there is surely none. */
export async function experimentIdOf(
  { ask }: Pick<ApiCall, 'ask'>,
  text: string,
): Promise<number | null> {
  const key = experimentKeyOf(text);
  return 'id' in key ? key.id : ((await ask('mlflow.experiment', key))?.id ?? null);
}

/** The id as text, which may come as a number; '' where there is none. */
export function idText(members: Members, name: string): string {
  const value = memberOf(members, name);
  return value === undefined || typeof value === 'object' ? '' : String(value);
}

/** A whole number; null where there is none. */
export function numberMember(members: Members, name: string): number | null {
  const value = integerMember(members, name);
  return value === null ? null : Number(value);
}
