import type { ReactNode } from 'react';

import type { SpanError } from '@domain/facets/span-facets';

import { Highlight } from '../highlight';
import { ErrorSolidIcon } from '../icons';
import { useCopyTarget } from './copy-target';
import styles from './error-view.module.css';
import { StackTrace } from './stack-trace';
import { TextView } from './text-view';

export interface ErrorViewProps {
  readonly error: SpanError;
  readonly find?: string;
}

/** How a span failed: type, message, and where. */
export function ErrorView({ error, find = '' }: ErrorViewProps): ReactNode {
  const { type, message, stack, httpStatus } = error;
  const copy = useCopyTarget(() =>
    [[type, message].filter((part) => part !== null).join(': '), stack ?? '']
      .filter((part) => part !== '')
      .join('\n'),
  );
  return (
    <article data-item="" tabIndex={-1} aria-label="Error" className={styles.error} {...copy}>
      <header className={styles.head}>
        <ErrorSolidIcon size={13} />
        <b className="selectable">
          <Highlight text={type ?? 'Error'} find={find} />
        </b>
        {httpStatus !== null && <span className={styles.status}>HTTP {httpStatus}</span>}
      </header>
      {message !== null && message !== '' && (
        <TextView text={message} label="Error message" find={find} isCode />
      )}
      {stack !== null && stack !== '' && <StackTrace text={stack} find={find} />}
    </article>
  );
}
