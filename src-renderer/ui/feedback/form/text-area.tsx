import type { ReactNode, Ref, TextareaHTMLAttributes } from 'react';

import { classNames } from '../../class-names';
import styles from './feedback-form.module.css';

export interface TextAreaProps extends Omit<
  TextareaHTMLAttributes<HTMLTextAreaElement>,
  'onChange' | 'value' | 'aria-label'
> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string;
  readonly isCode?: boolean;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text, with a name for assistive technology. */
export function TextArea({
  label,
  value,
  onChange,
  error = '',
  isCode = false,
  ...rest
}: TextAreaProps): ReactNode {
  return (
    <textarea
      aria-label={label}
      aria-invalid={error !== '' || undefined}
      spellCheck={!isCode}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      className={classNames(styles.area, isCode && styles.code)}
      {...rest}
    />
  );
}
