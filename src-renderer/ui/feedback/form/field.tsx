import { useId, type ReactNode } from 'react';

import { classNames } from '../../class-names';
import styles from './feedback-form.module.css';

/** What a control takes from the field around it. */
export interface FieldControl {
  readonly label: string;
  readonly error: string;
  readonly 'aria-describedby': string | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly problem?: string | undefined;
  readonly isWide?: boolean;
  readonly children: (control: FieldControl) => ReactNode;
}

/** A control below its name, and what is wrong with it below that. */
export function Field({ label, problem, isWide = false, children }: FieldProps): ReactNode {
  const problemId = useId();
  const hasProblem = problem !== undefined;
  return (
    <div className={classNames(styles.field, isWide && styles.wide)}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      {children({
        label,
        error: problem ?? '',
        'aria-describedby': hasProblem ? problemId : undefined,
      })}
      {hasProblem && (
        <p id={problemId} role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
