import { useId, useState, type ReactNode } from 'react';

import { classNames } from '../../ui/class-names';
import { TextField } from '../../ui/text-field';
import styles from './port-field.module.css';

export interface PortFieldProps {
  readonly label: string;
  /** The one in force. */
  readonly value: number;
  /** The variable of the environment that sets it; null where the setting does. */
  readonly variable?: string | null;
  /** The setting, which a variable holds off. */
  readonly chosen?: number;
  /** A port that is taken by the other listener. */
  readonly taken: number;
  readonly onSave: (port: number) => void;
}

/** A port number, saved when the field is left or Enter is pressed. */
export function PortField({
  label,
  value,
  variable = null,
  chosen = value,
  taken,
  onSave,
}: PortFieldProps): ReactNode {
  const [text, setText] = useState(String(value));
  const [saved, setSaved] = useState(value);
  const errorId = useId();
  const reasonId = useId();
  if (saved !== value) {
    setSaved(value);
    setText(String(value));
  }
  const isFixed = variable !== null;
  const problem = isFixed ? '' : portProblem(text, taken);
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
        readOnly={isFixed}
        aria-describedby={isFixed ? reasonId : problem === '' ? undefined : errorId}
        fieldClassName={classNames(styles.field, isFixed && styles.fixed)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setText(String(value));
        }}
      />
      {isFixed && (
        <span id={reasonId} data-reason="" className={classNames('small t3', styles.reason)}>
          From the variable <span className="mono">{variable}</span>. Start without it to change the
          port here; the setting is {chosen}.
        </span>
      )}
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
