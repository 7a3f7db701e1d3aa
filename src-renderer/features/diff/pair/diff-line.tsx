import { useState, type CSSProperties, type ReactNode } from 'react';

import { textOfLine, type DiffLine, type DiffPiece, type DiffRow } from '@domain/diff/diff-row';
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
  const text = textOfLine(line);
  const isColoured = isJson && isJsonLine(text);
  return (
    <div
      className={classNames(styles.line, kind === 'same' ? '' : styles[kind], styles[side])}
      style={isJson ? hanging(text) : undefined}
    >
      <span className={styles.number} aria-hidden="true">
        {showsSign ? sign : line.number === 0 ? '' : line.number}
      </span>
      {!isQuiet && <span className="srOnly">{side === 'a' ? 'A: ' : 'B: '}</span>}
      {line.pieces.map((piece, at) => (
        <Piece key={at} piece={piece} isJson={isColoured} />
      ))}
    </div>
  );
}

/** A member, an item or a bracket: not a line of a text that stands on lines of its own. */
function isJsonLine(text: string): boolean {
  return /^\s*(?:"(?:[^"\\]|\\.)*"(?:,|:.*)?|[\]{}[]+,?|(?:-?\d[\d.eE+-]*|true|false|null),?)$/.test(
    text,
  );
}

const MAX_HANGING = 16;

/** What goes on below a line begins where the line does. */
function hanging(text: string): CSSProperties {
  const chars = Math.min(MAX_HANGING, text.length - text.trimStart().length);
  return { paddingLeft: `calc(30px + ${chars}ch)`, textIndent: `-${chars}ch` };
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
