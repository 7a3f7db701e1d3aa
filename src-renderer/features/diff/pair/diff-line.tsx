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
      <Pieces pieces={line.pieces} isJson={isColoured} />
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

/** Pieces of one line that are drawn at first, and with each press. */
const PIECES = 100;

function Pieces({ pieces, isJson }: { pieces: readonly DiffPiece[]; isJson: boolean }): ReactNode {
  const [shown, setShown] = useState(PIECES);
  const rest = pieces.length - shown;
  return (
    <>
      {pieces.slice(0, shown).map((piece, at) => (
        <Piece key={at} piece={piece} isJson={isJson} />
      ))}
      {rest > 0 && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + PIECES)}>
          More of this line
        </button>
      )}
    </>
  );
}

/** Of a longer piece the beginning is shown, and of what is the same the end too. */
const MAX_MARKED = 2000;
const MAX_SAME = 500;
const END_CHARS = 150;
/** How much more each press shows: a million characters on one line would hold up the window. */
const MORE_CHARS = 20_000;

function Piece({ piece, isJson }: { piece: DiffPiece; isJson: boolean }): ReactNode {
  const { text, isMarked } = piece;
  const [shown, setShown] = useState(isMarked ? MAX_MARKED : MAX_SAME - END_CHARS);
  const endFrom = isMarked ? text.length : Math.max(0, text.length - END_CHARS);
  const hidden = endFrom - shown;
  if (hidden <= END_CHARS) return <Shown text={text} isMarked={isMarked} isJson={isJson} />;
  return (
    <>
      <Shown text={text.slice(0, shown)} isMarked={isMarked} isJson={isJson} />
      <button type="button" className={styles.more} onClick={() => setShown(shown + MORE_CHARS)}>
        {formatCount(hidden)} more characters
      </button>
      <Shown text={text.slice(endFrom)} isMarked={isMarked} isJson={isJson} />
    </>
  );
}

interface ShownProps extends DiffPiece {
  readonly isJson: boolean;
}

function Shown({ text, isMarked, isJson }: ShownProps): ReactNode {
  if (text === '') return null;
  return isMarked ? <mark>{text}</mark> : isJson ? <Coloured text={text} /> : text;
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
