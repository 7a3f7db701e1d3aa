import type { ReactNode } from 'react';

import { THUMB_NAME } from '@domain/annotations/assessment';
import type { JsonValue } from '@domain/messages';

import { classNames } from '../class-names';
import { CheckIcon, CloseIcon, ErrorIcon, ThumbDownIcon, ThumbUpIcon, type Icon } from '../icons';
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
  const words = valueWords(name, value, hasError);
  const Drawing = iconOf(name, value, hasError);
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
      {Drawing !== null && <Drawing size={12} />}
      <span className="ellipsis">{words}</span>
      {typeof value === 'number' && value >= 0 && value <= 1 && (
        <span className={styles.track} aria-hidden="true">
          <i style={{ width: `${value * 100}%` }} />
        </span>
      )}
    </span>
  );
}

function iconOf(name: string, value: JsonValue, hasError: boolean): Icon | null {
  if (value === null) return hasError ? ErrorIcon : null;
  if (typeof value !== 'boolean') return null;
  if (name === THUMB_NAME) return value ? ThumbUpIcon : ThumbDownIcon;
  return value ? CheckIcon : CloseIcon;
}
