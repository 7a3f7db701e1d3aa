import { useId, useState, type ReactNode } from 'react';

import { TextField } from '../../ui/text-field';
import styles from './port-field.module.css';

export interface PortFieldProps {
  readonly label: string;
  readonly value: number;
  /** A port that is taken by the other listener. */
  readonly taken: number;
  readonly onSave: (port: number) => void;
}

/** A port number, saved when the field is left or Enter is pressed. */
export function PortField({ label, value, taken, onSave }: PortFieldProps): ReactNode {
  const [text, setText] = useState(String(value));
  const [saved, setSaved] = useState(value);
  const errorId = useId();
  if (saved !== value) {
    setSaved(value);
    setText(String(value));
  }
  const problem = portProblem(text, taken);
  const commit = () => {
    const port = Number(text);
    if (problem === '' && port !== value) onSave(port);
  };
  return (
    <>
      <TextField
        label={label}
        value={text}
        onChange={setText}
        inputMode="numeric"
        error={problem}
        aria-describedby={problem === '' ? undefined : errorId}
        fieldClassName={styles.field ?? ''}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setText(String(value));
        }}
      />
      {problem !== '' && (
        <span id={errorId} role="alert" className="small errorText">
          {problem}
        </span>
      )}
    </>
  );
}

/** What is wrong with a port as typed; '' where nothing is. */
export function portProblem(text: string, taken: number): string {
  if (!/^\d{1,5}$/.test(text.trim())) return 'A number from 1 to 65535.';
  const port = Number(text);
  if (port < 1 || port > 65535) return 'A number from 1 to 65535.';
  return port === taken ? 'The other listener uses it.' : '';
}
