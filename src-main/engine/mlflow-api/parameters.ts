/** Ids as MLflow writes them, in paths, queries and bodies. */
import { fromMlflowTraceId } from '@domain/mlflow/trace-id';
import { integerMember, memberOf, type Members } from '@domain/mlflow/json-members';
import { parseTraceId, type TraceId } from '@domain/units';
import { invalid } from '../http-api/api-error';

/** @throws ApiError where it is no id of a trace */
export function traceIdOf(text: string): TraceId {
  // Without the prefix the id is no less clear.
  const traceId = fromMlflowTraceId(text) ?? parseTraceId(text);
  if (traceId !== null) return traceId;
  const given = JSON.stringify(text.slice(0, 80));
  throw invalid(`Trace ids are "tr-" and 32 hexadecimal digits, which ${given} is not.`);
}

/** Null where it is a text that no experiment here has as its id. */
export function experimentIdOf(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
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
