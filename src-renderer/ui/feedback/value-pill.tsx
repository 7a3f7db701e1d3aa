import type { ReactNode } from 'react';

import { THUMB_NAME } from '@domain/annotations/assessment';
import type { JsonValue } from '@domain/messages';

import { classNames } from '../class-names';
import { CheckIcon, CloseIcon, ErrorIcon, ThumbDownIcon, ThumbUpIcon } from '../icons';
import { valueWords } from './assessment-words';
import styles from './value-pill.module.css';

export interface ValuePillProps {
  readonly name: string;
  readonly value: JsonValue;
  /** There is an error in place of a value. */
  readonly hasError?: boolean;
}

/** The value of an assessment at a glance. */
export function ValuePill({ name, value, hasError = false }: ValuePillProps): ReactNode {
  const words = valueWords(value, hasError);
  return (
    <span
      className={classNames(
        styles.pill,
        value === true && styles.yes,
        (value === false || (value === null && hasError)) && styles.no,
        typeof value === 'object' && value !== null && styles.json,
      )}
      title={typeof value === 'number' ? String(value) : words}
    >
      <ValueIcon name={name} value={value} hasError={hasError} />
      <span className="ellipsis">{words}</span>
      {typeof value === 'number' && value >= 0 && value <= 1 && (
        <span className={styles.track} aria-hidden="true">
          <i style={{ width: `${value * 100}%` }} />
        </span>
      )}
    </span>
  );
}

function ValueIcon({ name, value, hasError = false }: ValuePillProps): ReactNode {
  if (value === null) return hasError ? <ErrorIcon size={12} /> : null;
  if (typeof value !== 'boolean') return null;
  if (name === THUMB_NAME) return value ? <ThumbUpIcon size={12} /> : <ThumbDownIcon size={12} />;
  return value ? <CheckIcon size={12} /> : <CloseIcon size={12} />;
}
