import { useMemo, type ReactNode } from 'react';

import { classNames } from '../class-names';
import { parseStack } from './stack-frames';
import styles from './stack-trace.module.css';

/** Longer traces are of runaway recursion; their ends are in the attribute's full value. */
const MAX_LINES = 400;

/** A stack trace as it was written, its files and lines set apart. */
export function StackTrace({ text }: { readonly text: string }): ReactNode {
  const lines = useMemo(() => parseStack(text), [text]);
  const left = lines.length - MAX_LINES;
  return (
    <pre className={styles.stack}>
      {lines.slice(0, MAX_LINES).map((line, at) => (
        <span
          key={at}
          className={classNames(
            styles.line,
            styles[line.kind],
            line.isInnermost && styles.innermost,
          )}
        >
          {line.text.slice(0, line.from)}
          <span className={styles.place}>{line.text.slice(line.from, line.to)}</span>
          {line.text.slice(line.to)}
          {'\n'}
        </span>
      ))}
      {left > 0 && <span className={styles.source}>{left} more lines</span>}
    </pre>
  );
}
