/** Filters of the list that ask for feedback, as text. Source: mlflow.md §3. */
import type { JsonValue } from '../messages';
import type { AssessmentKind } from './assessment';

/** A name that values are asked of. */
export interface FeedbackField {
  readonly name: string;
  readonly kind: AssessmentKind;
}

/** From a value to another, both included but the upper one where `isOpen`. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly isOpen: boolean;
}

/** An assessment's value as a filter compares it: text as it is, all else as JSON. */
export function filterText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** E.g. ``feedback.`my score` = '0.5'``. */
export function feedbackCondition(field: FeedbackField, value: JsonValue): string {
  return textCondition(field, filterText(value));
}

/** The same of a value that is text already, such as the label of a bucket. */
export function textCondition(field: FeedbackField, text: string): string {
  return `${fieldName(field)} = ${quoted(text)}`;
}

export function rangeCondition(field: FeedbackField, { from, to, isOpen }: NumberRange): string {
  const name = fieldName(field);
  return `${name} >= ${from} AND ${name} ${isOpen ? '<' : '<='} ${to}`;
}

/**
 * The filter with one condition more. Words that are no filter give way to it: a list is filtered
 * by the one or by the other.
 */
export function withCondition(filter: string, condition: string): string {
  const text = filter.trim();
  if (!startsAsFilter.test(text)) return condition;
  if (text.includes(condition)) return text;
  return /\bOR\b/i.test(text) ? `(${text}) AND ${condition}` : `${text} AND ${condition}`;
}

/** A name, dotted or quoted, before an operator. */
const startsAsFilter =
  /^(?:NOT\s+|\()*[\w.]+(?:`[^`]*`)?\s*(?:[=<>]|!=|(?:NOT\s+)?(?:I?LIKE|RLIKE|IN|IS)\b)/i;

function fieldName({ name, kind }: FeedbackField): string {
  const entity = kind === 'issue' ? 'feedback' : kind;
  const isPlain = /^\w+(?:\.\w+)*$/.test(name);
  return `${entity}.${isPlain ? name : `\`${name.replaceAll('`', '``')}\``}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
