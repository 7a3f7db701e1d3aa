import { useMemo, useState, type ReactNode } from 'react';

import { classNames } from '../class-names';
import { Highlight } from '../highlight';
import { parseStack, stackRuns, type StackLine, type StackRun } from './stack-frames';
import styles from './stack-trace.module.css';

/** Longer traces are of runaway recursion; their ends are in the attribute's full value. */
const MAX_LINES = 400;

export interface StackTraceProps {
  readonly text: string;
  readonly find?: string;
}

/** A stack trace as it was written, its files and lines set apart, frames of libraries folded. */
export function StackTrace({ text, find = '' }: StackTraceProps): ReactNode {
  const lines = useMemo(() => parseStack(text), [text]);
  const runs = useMemo(() => stackRuns(lines.slice(0, MAX_LINES)), [lines]);
  const left = lines.length - MAX_LINES;
  return (
    // Scrolls with the keyboard, so it must be reachable by it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="group" aria-label="Stack trace" tabIndex={0} className={styles.stack}>
      {runs.map((run, at) => (
        <Run key={at} run={run} find={find} />
      ))}
      {left > 0 && <span className={styles.source}>{left} more lines</span>}
    </div>
  );
}

function Run({ run, find }: { readonly run: StackRun; readonly find: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { lines, libraryFrames } = run;
  const draw = lines.map((line, at) => <Line key={at} line={line} find={find} />);
  if (libraryFrames === 0 || find.trim() !== '') return draw;
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        className={styles.fold}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Hide' : 'Show'} {libraryFrames} library frames
      </button>
      {isOpen && draw}
    </>
  );
}

function Line({ line, find }: { readonly line: StackLine; readonly find: string }): ReactNode {
  const { text, from, to, kind, isInnermost } = line;
  return (
    <span className={classNames(styles.line, styles[kind], isInnermost && styles.innermost)}>
      <Highlight text={text.slice(0, from)} find={find} />
      <span className={styles.place}>
        <Highlight text={text.slice(from, to)} find={find} />
      </span>
      <Highlight text={text.slice(to)} find={find} />
      {'\n'}
    </span>
  );
}
