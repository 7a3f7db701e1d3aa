import type { ReactNode } from 'react';

import type { AssessmentBrief } from '@contract/annotations';
import type { TraceRow } from '@contract/traces';
import { THUMB_NAME } from '@domain/annotations/assessment';
import type { FeedbackField } from '@domain/annotations/feedback-filter';

import { ThumbDownIcon, ThumbUpIcon } from '../../../ui/icons';
import { valueWords } from '../../../ui/feedback/assessment-words';
import { ValuePill } from '../../../ui/feedback/value-pill';
import listStyles from '../trace-list.module.css';
import styles from './feedback-cell.module.css';

export interface FeedbackCellProps {
  readonly trace: TraceRow;
  readonly field: FeedbackField;
}

/** The values of one name: the trace's own first, and how many more there are. */
export function FeedbackCell({ trace, field }: FeedbackCellProps): ReactNode {
  const values = briefsOf(trace, field);
  const shown = distinctBooleans(values);
  const moreCount = values.length - shown.length;
  return (
    <span role="gridcell" className={listStyles.cell} title={titleOf(values)}>
      {shown.map(({ name, value, hasError }) => (
        <ValuePill key={valueWords(value)} name={name} value={value} hasError={hasError} />
      ))}
      {moreCount > 0 && <span className={listStyles.more}>+{moreCount}</span>}
    </span>
  );
}

/** The first value, and the first that says the contrary where both yes and no are said. */
function distinctBooleans(values: readonly AssessmentBrief[]): readonly AssessmentBrief[] {
  const [first] = values;
  if (first === undefined) return [];
  const other =
    typeof first.value === 'boolean'
      ? values.find(({ value }) => value === !first.value)
      : undefined;
  return other === undefined ? [first] : [first, other];
}

/** Those of a name: the trace's own before its session's and its spans', and the latest first. */
export function briefsOf(
  { assessments }: Pick<TraceRow, 'assessments'>,
  { name, kind }: FeedbackField,
): readonly AssessmentBrief[] {
  const isExpectation = kind === 'expectation';
  const found = assessments
    .filter((one) => one.name === name && (one.kind === 'expectation') === isExpectation)
    .reverse();
  const rankOf = ({ spanId, isOfSession }: AssessmentBrief): number =>
    spanId !== null ? 2 : isOfSession ? 1 : 0;
  return found.sort((a, b) => rankOf(a) - rankOf(b));
}

function titleOf(values: readonly AssessmentBrief[]): string | undefined {
  if (values.length === 0) return undefined;
  return values
    .map(
      ({ value, hasError, spanId, isOfSession }) =>
        `${valueWords(value, hasError)}${spanId !== null ? ' (span)' : isOfSession ? ' (session)' : ''}`,
    )
    .join(', ');
}

/** The thumbs given to the trace as a whole, as marks beside its name: both where they differ. */
export function ThumbMark({ trace }: { readonly trace: TraceRow }): ReactNode {
  const values = new Set(
    trace.assessments
      .filter(
        ({ name, kind, spanId, isOfSession }) =>
          name === THUMB_NAME && kind === 'feedback' && spanId === null && !isOfSession,
      )
      .map(({ value }) => value),
  );
  return [true, false]
    .filter((isUp) => values.has(isUp))
    .map((isUp) => {
      const Drawing = isUp ? ThumbUpIcon : ThumbDownIcon;
      const words = isUp ? 'Thumbs up' : 'Thumbs down';
      return (
        <span key={words} className={isUp ? styles.up : styles.down} title={words}>
          <Drawing size={12} />
          <span className="srOnly">{words}</span>
        </span>
      );
    });
}
