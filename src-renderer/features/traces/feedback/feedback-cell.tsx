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
  const [first] = values;
  return (
    <span role="gridcell" className={listStyles.cell} title={titleOf(values)}>
      {first !== undefined && (
        <ValuePill name={first.name} value={first.value} hasError={first.hasError} />
      )}
      {values.length > 1 && <span className={listStyles.more}>+{values.length - 1}</span>}
    </span>
  );
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

/** Whether a thumb was given to the trace as a whole, as a mark beside its name. */
export function ThumbMark({ trace }: { readonly trace: TraceRow }): ReactNode {
  const thumb = trace.assessments.findLast(
    ({ name, kind, spanId, isOfSession, value }) =>
      name === THUMB_NAME &&
      kind === 'feedback' &&
      spanId === null &&
      !isOfSession &&
      typeof value === 'boolean',
  );
  if (thumb === undefined) return null;
  const [Drawing, words] =
    thumb.value === true
      ? ([ThumbUpIcon, 'Thumbs up'] as const)
      : ([ThumbDownIcon, 'Thumbs down'] as const);
  return (
    <span className={thumb.value === true ? styles.up : styles.down} title={words}>
      <Drawing size={12} />
      <span className="srOnly">{words}</span>
    </span>
  );
}
