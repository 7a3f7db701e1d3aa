import type { ReactNode } from 'react';

import type { AssessmentDistribution, DistributionBucket } from '@contract/annotations';
import {
  rangeCondition,
  textCondition,
  type FeedbackField,
} from '@domain/annotations/feedback-filter';
import { formatCount, formatCounted } from '@domain/format';

import { useEngineQuery } from '../../lib/engine-queries';
import { numberWords, valueWords } from './assessment-words';
import styles from './distribution.module.css';

export interface DistributionProps {
  readonly field: FeedbackField;
  /** The list's filter: the traces that are counted. */
  readonly text: string;
  /** Null for all of them. */
  readonly experiment: number | null;
  /** A bar was pressed: shows the traces that have such a value. */
  readonly onFilter: (condition: string) => void;
}

/** How the values of one name are spread over the traces of the list. */
export function Distribution({ field, text, experiment, onFilter }: DistributionProps): ReactNode {
  const { name, kind } = field;
  const { data, error } = useEngineQuery(
    'assessments.distribution',
    { name, kind, text, experiment },
    { keepPrevious: true },
  );
  if (error !== null) {
    return (
      <p role="alert" className={styles.problem}>
        {error.message}
      </p>
    );
  }
  if (data === undefined) return <p className={styles.note}>Counting…</p>;
  if (data.count === 0) return <p className={styles.note}>No trace of the list has it.</p>;
  const greatest = Math.max(1, ...data.buckets.map(({ count }) => count));
  return (
    <>
      <p className={styles.note}>{summaryOf(data)}</p>
      <ul className={styles.bars} aria-label={`Values of ${name}`}>
        {data.buckets.map((bucket, at) => {
          const words = bucketWords(data, bucket);
          return (
            <li key={bucket.label}>
              <button
                type="button"
                className={styles.bar}
                title={`Show the traces with ${name} ${words}`}
                onClick={() => onFilter(conditionOf(field, bucket, at === data.buckets.length - 1))}
              >
                <span className={styles.label}>{words}</span>
                <span className={styles.track} aria-hidden="true">
                  <i
                    className={styles[toneOf(data, bucket)]}
                    style={{ width: `${(bucket.count / greatest) * 100}%` }}
                  />
                </span>
                <span className={styles.count}>{formatCount(bucket.count)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {data.otherCount > 0 && (
        <p className={styles.note}>{formatCounted(data.otherCount, 'other value')}</p>
      )}
    </>
  );
}

function summaryOf({ count, errorCount, mean, valueType }: AssessmentDistribution): string {
  const parts = [formatCounted(count, 'value')];
  if (mean !== null && valueType === 'boolean') parts.push(`${Math.round(mean * 100)}% yes`);
  if (mean !== null && valueType === 'number') parts.push(`mean ${numberWords(mean)}`);
  if (errorCount > 0) parts.push(formatCounted(errorCount, 'error'));
  return parts.join(' · ');
}

function bucketWords(
  { valueType }: AssessmentDistribution,
  { label, from, to }: DistributionBucket,
): string {
  if (from !== null && to !== null) {
    return from === to ? numberWords(from) : `${numberWords(from)} to ${numberWords(to)}`;
  }
  const isBoolean = valueType === 'boolean' && (label === 'true' || label === 'false');
  return isBoolean ? valueWords(label === 'true') : label;
}

function toneOf({ valueType }: AssessmentDistribution, { label }: DistributionBucket) {
  if (valueType !== 'boolean') return 'plain';
  return label === 'true' ? 'yes' : 'no';
}

function conditionOf(field: FeedbackField, bucket: DistributionBucket, isLast: boolean): string {
  const { label, from, to } = bucket;
  return from === null || to === null || from === to
    ? textCondition(field, label)
    : rangeCondition(field, { from, to, isOpen: !isLast });
}
