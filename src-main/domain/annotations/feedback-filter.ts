/** Filters of the list that ask for feedback. */
import type { FilterTest } from '../filter-language/ast';
import { printFilter } from '../filter-language/print';
import type { JsonValue } from '../messages';
import type { AssessmentKind } from './assessment';

/** A name that values are asked of. */
export interface FeedbackField {
  readonly name: string;
  readonly kind: AssessmentKind;
}

/** From a value to another; the upper one is out where `isOpen`. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly isOpen: boolean;
}

/** E.g. ``feedback.`my score` = '0.5'``: text as it is, all else as JSON. */
export function feedbackCondition(field: FeedbackField, value: JsonValue): string {
  return textCondition(field, typeof value === 'string' ? value : JSON.stringify(value));
}

/** The same of a value that is text already, such as the label of a bucket. */
export function textCondition(field: FeedbackField, text: string): string {
  return condition(field, { operator: '=', text });
}

export function rangeCondition(field: FeedbackField, { from, to, isOpen }: NumberRange): string {
  const upper = isOpen ? '<' : '<=';
  return [
    condition(field, { operator: '>=', number: from }),
    condition(field, { operator: upper, number: to }),
  ].join(' AND ');
}

function condition({ name, kind }: FeedbackField, test: FilterTest): string {
  const of = kind === 'expectation' ? kind : 'feedback';
  return printFilter({ kind: 'comparison', field: { of, key: name }, test });
}
