import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';

import { formatBytes } from '@domain/format';

import { useMessageText } from '../../stores/content-preferences';
import { classNames } from '../class-names';
import { Highlight } from '../highlight';
import { LongMarkdown } from './long-markdown';
import { LongText } from './long-text';
import styles from './text-view.module.css';

/** Longer texts are laid out, and drawn as Markdown, where they are in sight. */
const MAX_WHOLE_CHARS = 50_000;
/** Longer texts begin folded. */
const CLAMPED_CHARS = 3000;
const CLAMPED_LINES = 40;

const Markdown = lazy(() => import('./markdown'));

export interface TextViewProps {
  readonly text: string;
  /** Names a long text's own region, e.g. `Text of the user`. */
  readonly label: string;
  readonly find?: string;
  /** Output of programs: never Markdown. */
  readonly isCode?: boolean;
}

/** A text of any length: as Markdown or as it is, by the reader's choice. */
export function TextView({ text, label, find = '', isCode = false }: TextViewProps): ReactNode {
  const form = useMessageText();
  const [isWhole, setWhole] = useState(false);
  const isFinding = find.trim() !== '';
  const beginning = useMemo(() => beginningOf(text), [text]);
  const isLong = beginning.length < text.length;
  if (text.length > MAX_WHOLE_CHARS) {
    return isCode || form === 'raw' || isFinding ? (
      <LongText text={text} find={find} label={label} />
    ) : (
      <LongMarkdown text={text} label={label} />
    );
  }
  const isClamped = isLong && !isWhole && !isFinding;
  // What is not seen is not drawn: Markdown of a long text takes a while.
  const shown = isClamped ? beginning : text;
  const plain = <PlainText text={shown} find={find} isCode={isCode} />;
  return (
    <div className={styles.view}>
      <div className={classNames(isClamped && styles.clamped)}>
        {isCode || form === 'raw' || isFinding ? (
          plain
        ) : (
          <Suspense fallback={plain}>
            <Markdown text={shown} />
          </Suspense>
        )}
      </div>
      {isLong && !isFinding && (
        <button
          type="button"
          aria-expanded={!isClamped}
          className={styles.more}
          onClick={() => setWhole(isClamped)}
        >
          {isClamped ? `Show all, ${sizeOf(text)}` : 'Show less'}
        </button>
      )}
    </div>
  );
}

function PlainText({
  text,
  find,
  isCode,
}: {
  readonly text: string;
  readonly find: string;
  readonly isCode: boolean;
}): ReactNode {
  return (
    <div className={classNames(styles.plain, isCode && styles.code)}>
      <Highlight text={text} find={find} />
    </div>
  );
}

const encoder = new TextEncoder();

/** Size of a text in the form it was sent in. */
function sizeOf(text: string): string {
  return formatBytes(encoder.encode(text).length);
}

/** As much of a text as is shown while it is folded; all of a short one. */
function beginningOf(text: string): string {
  let lines = 0;
  let end = Math.min(text.length, CLAMPED_CHARS);
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines === CLAMPED_LINES) end = at;
  }
  // A little more than fits is no reason to fold.
  return text.length - end <= CLAMPED_CHARS / 10 ? text : text.slice(0, end);
}
