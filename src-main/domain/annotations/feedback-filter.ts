/** Filters of the list that ask for feedback. */
import type { FilterTest } from '../filter-language/ast';
import { readListQuery } from '../filter-language/list-query';
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

/**
 * The filter with one condition more. Words that are no filter give way to it: a list is filtered
 * by the one or by the other.
 */
export function withCondition(filter: string, added: string): string {
  const text = filter.trim();
  const query = readListQuery(text);
  if (query.kind !== 'filter') return added;
  if (text.includes(added)) return text;
  return query.tree.kind === 'or' ? `(${text}) AND ${added}` : `${text} AND ${added}`;
}

function condition({ name, kind }: FeedbackField, test: FilterTest): string {
  const of = kind === 'expectation' ? kind : 'feedback';
  return printFilter({ kind: 'comparison', field: { of, key: name }, test });
}
