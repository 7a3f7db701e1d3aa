import type { ReactNode } from 'react';

import styles from './field-note.module.css';

/** Mistakes that are told of at once; more are most likely the same one. */
const MAX_MESSAGES = 3;

export interface FieldNoteProps {
  readonly id: string;
  readonly messages: readonly string[];
  /** Stands within something that is laid over already. */
  readonly isWithin?: boolean;
}

/** What is wrong with the field above, laid over what follows it: nothing moves. */
export function FieldNote({ id, messages, isWithin = false }: FieldNoteProps): ReactNode {
  return (
    <div className={isWithin ? styles.within : styles.note} id={id} role="status">
      {[...new Set(messages)].slice(0, MAX_MESSAGES).map((message) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}
