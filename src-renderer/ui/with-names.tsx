import { Fragment, type ReactNode } from 'react';

/** A sentence with the names in it, which stand between backticks, as code. */
export function WithNames({ text }: { readonly text: string }): ReactNode {
  return text
    .split('`')
    .map((part, at) =>
      at % 2 === 1 ? <code key={at}>{part}</code> : <Fragment key={at}>{part}</Fragment>,
    );
}

/** The same where only plain text can stand, as in a title. */
export function withoutMarks(text: string): string {
  return text.replaceAll('`', '');
}
