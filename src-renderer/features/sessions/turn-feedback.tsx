import type { ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';

import { ValuePill } from '../../ui/feedback/value-pill';
import styles from './turn-feedback.module.css';

const MAX_SHOWN = 6;

/** What was said of a turn and its spans, the latest first. */
export function TurnFeedback({ turn }: { readonly turn: TraceRow }): ReactNode {
  const briefs = turn.assessments.filter(({ isOfSession }) => !isOfSession).reverse();
  if (briefs.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Feedback">
      {briefs.slice(0, MAX_SHOWN).map(({ name, value, hasError }, at) => (
        <li key={at}>
          <ValuePill name={name} value={value} hasError={hasError} />
          <span className="ellipsis">{name}</span>
        </li>
      ))}
      {briefs.length > MAX_SHOWN && <li>+{briefs.length - MAX_SHOWN}</li>}
    </ul>
  );
}
