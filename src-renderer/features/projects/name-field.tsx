import { useEffect, useRef, useState, type ReactNode } from 'react';

import { focusField } from '../../lib/focus-field';
import { TextField } from '../../ui/text-field';
import styles from './project-picker.module.css';

/** Longest name the engine takes. */
const MAX_LENGTH = 500;

export interface NameFieldProps {
  readonly label: string;
  readonly name: string;
  /** Why the name was refused; '' where it was not. */
  readonly problem: string;
  readonly onSave: (name: string) => void;
  readonly onCancel: () => void;
}

/** A name being written in its line: Enter saves it, Escape and leaving it leave it as it was. */
export function NameField({ label, name, problem, onSave, onCancel }: NameFieldProps): ReactNode {
  const [typed, setTyped] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => focusField(field.current), []);
  return (
    <div role="row" className={styles.edited}>
      <div role="gridcell" className="grow">
        <TextField
          ref={field}
          label={label}
          placeholder="Name"
          value={typed}
          error={problem}
          maxLength={MAX_LENGTH}
          onChange={setTyped}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter' && typed.trim() !== '') onSave(typed.trim());
            else if (event.key === 'Escape') onCancel();
            else if (event.key !== 'Enter') return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        {problem !== '' && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}
