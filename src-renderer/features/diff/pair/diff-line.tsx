import { useState, type ReactNode } from 'react';

import type { DiffLine, DiffPiece, DiffRow } from '@domain/diff/diff-row';
import { formatCount } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { jsonTokens } from '../../../ui/content/json-tokens';
import styles from './diff-view.module.css';

export interface DiffLineProps {
  /** Null where the other side alone has the line. */
  readonly line: DiffLine | null;
  readonly side: 'a' | 'b';
  readonly kind: DiffRow['kind'];
  readonly isJson: boolean;
  /** Says by a sign which side the line is of, where both stand below each other. */
  readonly isInline: boolean;
}

/** One line of one side. */
export function DiffLineView({ line, side, kind, isJson, isInline }: DiffLineProps): ReactNode {
  if (line === null) return <div className={classNames(styles.line, styles.gap)} />;
  const isQuiet = kind === 'same' || kind === 'ignored';
  const sign = side === 'a' ? '−' : '+';
  const showsSign = !isQuiet && (isInline || line.number === 0) && (isInline || kind !== 'changed');
  return (
    <div className={classNames(styles.line, kind === 'same' ? '' : styles[kind], styles[side])}>
      <span className={styles.number} aria-hidden="true">
        {showsSign ? sign : line.number === 0 ? '' : line.number}
      </span>
      {!isQuiet && <span className="srOnly">{side === 'a' ? 'A: ' : 'B: '}</span>}
      {line.pieces.map((piece, at) => (
        <Piece key={at} piece={piece} isJson={isJson} />
      ))}
    </div>
  );
}

/** Of a longer piece the beginning is shown. */
const MAX_CHARS = 2000;
/** How much more each press shows: a million characters on one line would hold up the window. */
const MORE_CHARS = 20_000;

function Piece({ piece, isJson }: { piece: DiffPiece; isJson: boolean }): ReactNode {
  const [shown, setShown] = useState(MAX_CHARS);
  const { text, isMarked } = piece;
  const rest = text.length - shown;
  const visible = rest > 0 ? text.slice(0, shown) : text;
  return (
    <>
      {isMarked ? <mark>{visible}</mark> : isJson ? <Coloured text={visible} /> : visible}
      {rest > 0 && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + MORE_CHARS)}>
          {formatCount(rest)} more characters
        </button>
      )}
    </>
  );
}

function Coloured({ text }: { readonly text: string }): ReactNode {
  return jsonTokens(text).map((token, at) =>
    token.kind === 'plain' ? (
      token.text
    ) : (
      <span key={at} className={token.kind === 'number' ? styles.figure : styles[token.kind]}>
        {token.text}
      </span>
    ),
  );
}
