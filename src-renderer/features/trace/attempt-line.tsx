import type { ReactNode } from 'react';

import type { StoreKey } from '@contract/traces';
import type { Attempt } from '@domain/facets/trace-facets';
import { formatCount } from '@domain/format';

import styles from './attempt-line.module.css';

export interface AttemptLineProps {
  readonly attempt: Attempt;
  /** Goes to another attempt. */
  readonly onSpanKey: (key: StoreKey) => void;
}

/** Which try of its request a call was, and the way to the tries beside it. */
export function AttemptLine({ attempt, onSpanKey }: AttemptLineProps): ReactNode {
  const { number, total, retries, retriedBy } = attempt;
  const jump = (key: StoreKey, to: number): ReactNode => (
    <button
      type="button"
      className={styles.link}
      onClick={(event) => {
        event.stopPropagation();
        onSpanKey(key);
      }}
    >
      attempt {formatCount(to)}
    </button>
  );
  const hasNoSpan = number > 1 && retries === null;
  return (
    <span
      className={styles.attempt}
      title={hasNoSpan ? 'The attempts before have no spans of their own here' : undefined}
    >
      attempt {formatCount(number)} of {formatCount(total)}
      {retries !== null && <>, retries {jump(retries, number - 1)}</>}
      {hasNoSpan && ', retries what has no span here'}
      {retriedBy !== null && <>, tried again as {jump(retriedBy, number + 1)}</>}
    </span>
  );
}
