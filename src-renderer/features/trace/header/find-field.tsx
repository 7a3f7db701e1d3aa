import type { KeyboardEvent, ReactNode, Ref } from 'react';

import { formatCount } from '@domain/format';

import { CommandKey } from '../../../ui/kbd';
import { SearchField } from '../../../ui/text-field';
import styles from './trace-toolbar.module.css';

export interface FindFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onLeave: () => void;
  /** Enter and Shift+Enter. */
  readonly onMatch: (direction: -1 | 1) => void;
  /** What was found, in words. */
  readonly found: string;
  readonly ref: Ref<HTMLInputElement>;
}

/** The field of a view to find in a trace with, and how much it found. */
export function FindField({ onMatch, found, ...field }: FindFieldProps): ReactNode {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onMatch(event.shiftKey ? -1 : 1);
  };
  return (
    <SearchField
      {...field}
      onKeyDown={onKeyDown}
      fieldClassName={styles.find ?? ''}
      trailing={
        field.value.trim() === '' ? (
          <CommandKey id="view.find" />
        ) : (
          <span role="status" className={styles.matches}>
            {found}
          </span>
        )
      }
    />
  );
}

/** How many matches there are and which is current, from 1; 0 for none. */
export function matchesText(count: number, number: number, none: string): string {
  if (count === 0) return none;
  return `${number === 0 ? '' : `${formatCount(number)} of `}${formatCount(count)}`;
}
