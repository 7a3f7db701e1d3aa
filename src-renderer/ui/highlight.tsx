import { Fragment, type ReactNode } from 'react';

import styles from './highlight.module.css';

export interface HighlightProps {
  readonly text: string;
  /** Marked wherever it occurs, whatever its case; '' marks nothing. */
  readonly find: string;
}

/** Text with what was searched for marked in it. */
export function Highlight({ text, find }: HighlightProps): ReactNode {
  const wanted = find.trim().toLowerCase();
  if (wanted === '') return text;
  const parts: ReactNode[] = [];
  const lower = text.toLowerCase();
  // Lowercasing may change the length of a text; then positions would not fit.
  if (lower.length !== text.length) return text;
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(
      <Fragment key={at}>
        {text.slice(from, at)}
        <mark className={styles.mark}>{text.slice(at, at + wanted.length)}</mark>
      </Fragment>,
    );
    from = at + wanted.length;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
