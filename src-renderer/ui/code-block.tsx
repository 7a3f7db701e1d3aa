import { Fragment, type ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './code-block.module.css';

export type CodeTokenKind = 'plain' | 'key' | 'string' | 'number' | 'keyword' | 'comment';

export interface CodeToken {
  readonly kind: CodeTokenKind;
  readonly text: string;
}

export interface CodeBlockProps {
  /** Plain text, or tokens to colour. Never markup. */
  readonly code: string | readonly CodeToken[];
  /** Names the block, where it stands alone. */
  readonly label?: string;
  readonly wrap?: boolean;
  readonly className?: string;
}

/** Code to read, select and copy. Scrolls sideways rather than breaking lines unless told. */
export function CodeBlock({ code, label, wrap = false, className }: CodeBlockProps): ReactNode {
  return (
    <pre
      // Can be scrolled with the keyboard, so it must be reachable by it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="region"
      aria-label={label ?? 'Code'}
      className={classNames(styles.code, wrap && styles.wrap, className)}
    >
      {typeof code === 'string' ? code : <CodeTokens tokens={code} />}
    </pre>
  );
}

/** Tokens in their colours, for code that stands in a block of its own kind. */
function CodeTokens({ tokens }: { readonly tokens: readonly CodeToken[] }): ReactNode {
  return tokens.map((token, at) =>
    token.kind === 'plain' ? (
      <Fragment key={at}>{token.text}</Fragment>
    ) : (
      <span key={at} className={styles[token.kind]}>
        {token.text}
      </span>
    ),
  );
}
