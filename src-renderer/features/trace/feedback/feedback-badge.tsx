import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { SpeechIcon } from '../../../ui/icons';
import styles from './feedback-badge.module.css';

export interface FeedbackBadgeProps {
  readonly count: number;
  readonly isSelected: boolean;
}

/** How much feedback there is on a span; nothing where there is none. */
export function FeedbackBadge({ count, isSelected }: FeedbackBadgeProps): ReactNode {
  if (count === 0) return null;
  return (
    <span
      className={classNames(styles.badge, isSelected && styles.selected)}
      title={`${formatCount(count)} feedback`}
      aria-hidden="true"
      data-feedback=""
    >
      <SpeechIcon size={12} />
      {formatCount(count)}
    </span>
  );
}

/** The same in words; none where there is none. */
export function feedbackWords(count: number): string[] {
  return count === 0 ? [] : [`${formatCount(count)} feedback`];
}
