import { memo, useDeferredValue, useMemo, type ReactNode } from 'react';

import { Highlight } from '../highlight';
import { jsonTokens } from './json-tokens';
import styles from './long-text.module.css';

/** Longer JSON is not coloured: every token is an element. */
const COLOURED_CHARS = 150_000;
/** A block is laid out when it comes into sight, so it must not be large. */
const BLOCK_CHARS = 4000;
/** Every match is an element: of one letter, a long text has millions. */
export const MAX_MARKS = 2000;

/** Parts a text into blocks that end at line ends where there are any. */
export function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let from = 0;
  while (from < text.length) {
    let to = from + BLOCK_CHARS;
    if (to >= text.length) {
      blocks.push(text.slice(from));
      break;
    }
    // Looked for in the block alone: in a text without lines it would be all that came before.
    const lineEnd = text.slice(from, to + 1).lastIndexOf('\n');
    if (lineEnd > 0) to = from + lineEnd + 1;
    else if (isLowSurrogate(text.charCodeAt(to))) to += 1;
    blocks.push(text.slice(from, to));
    from = to;
  }
  return blocks;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** How many blocks, from the first, have all their matches marked. */
export function markedBlocks(blocks: readonly string[], find: string): number {
  const wanted = find.trim().toLowerCase();
  if (wanted === '') return blocks.length;
  let marks = 0;
  for (const [at, block] of blocks.entries()) {
    const lower = block.toLowerCase();
    for (let found = lower.indexOf(wanted); found >= 0; marks += 1) {
      found = lower.indexOf(wanted, found + wanted.length);
    }
    if (marks > MAX_MARKS) return at;
  }
  return blocks.length;
}

export interface LongTextProps {
  readonly text: string;
  readonly find?: string;
  readonly label: string;
  readonly language?: 'json';
  /** Grows with its panel instead of having a height of its own. */
  readonly fills?: boolean;
}

/** Text of any length, a million characters too: only what is in sight is laid out. */
export function LongText({
  text,
  find: wanted = '',
  label,
  language,
  fills = false,
}: LongTextProps): ReactNode {
  const blocks = useMemo(() => blocksOf(text), [text]);
  // Marking all matches of a long text must not hold up typing.
  const find = useDeferredValue(wanted);
  const marked = useMemo(() => markedBlocks(blocks, find), [blocks, find]);
  const isColoured = language === 'json' && text.length <= COLOURED_CHARS;
  const region = (
    <div
      role="region"
      aria-label={label}
      // Scrolls with the keyboard, so it must be reachable by it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={`${styles.text} ${fills ? styles.fills : ''}`}
    >
      {blocks.map((block, at) => (
        <span key={at} className={styles.block}>
          <Block
            text={block.endsWith('\n') ? block.slice(0, -1) : block}
            find={at < marked ? find : ''}
            isColoured={isColoured}
          />
        </span>
      ))}
    </div>
  );
  if (marked === blocks.length) return region;
  return (
    <>
      <p role="status" className={styles.note}>
        So often that only the first matches are marked.
      </p>
      {region}
    </>
  );
}

interface BlockProps {
  readonly text: string;
  readonly find: string;
  readonly isColoured: boolean;
}

const Block = memo(function Block({ text, find, isColoured }: BlockProps): ReactNode {
  if (!isColoured) return <Highlight text={text} find={find} />;
  return jsonTokens(text).map((token, at) =>
    token.kind === 'plain' ? (
      token.text
    ) : (
      <span key={at} className={styles[token.kind]}>
        <Highlight text={token.text} find={find} />
      </span>
    ),
  );
});
