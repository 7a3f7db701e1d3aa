import { useState, type ReactNode } from 'react';

import {
  unfold,
  type DiffApart,
  type DiffBlock,
  type DiffFold,
  type DiffRow,
} from '@domain/diff/diff-row';
import { formatCount } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { LongText } from '../../../ui/content/long-text';
import { ExpandIcon } from '../../../ui/icons';
import type { DiffLayout, OnlySide } from './diff-layout';
import { DiffLineView } from './diff-line';
import styles from './diff-view.module.css';

export interface DiffViewProps {
  readonly blocks: readonly DiffBlock[];
  /** What it is of, e.g. `System prompt`. */
  readonly label: string;
  readonly isJson: boolean;
  readonly layout: DiffLayout;
  readonly only: OnlySide;
}

/** Lines that are drawn at first, and with each press: a window of them all would freeze. */
const PAGE = 300;

/** Two texts, line by line. */
export function DiffView(props: DiffViewProps): ReactNode {
  const { blocks, label, isJson, layout } = props;
  const [shown, setShown] = useState(PAGE);
  const rest = blocks.length - shown;
  const isInline = layout === 'inline' || props.only !== null;
  // A text of one line needs no numbers.
  const isSingle = !isJson && blocks.length === 1 && blocks[0]?.kind !== 'apart';
  return (
    <div
      role="group"
      aria-label={`${label}, compared`}
      className={classNames(
        styles.view,
        isJson && styles.json,
        isInline && styles.inline,
        isSingle && styles.single,
      )}
    >
      {blocks.slice(0, shown).map((block, at) => (
        <Block key={at} block={block} {...props} />
      ))}
      {rest > 0 && (
        <button type="button" className={styles.fold} onClick={() => setShown(shown + PAGE)}>
          {formatCount(rest)} more lines
        </button>
      )}
    </div>
  );
}

interface BlockProps extends DiffViewProps {
  readonly block: DiffBlock;
}

function Block({ block, ...props }: BlockProps): ReactNode {
  if (block.kind === 'fold') return <Fold fold={block} {...props} />;
  if (block.kind === 'apart') return <Apart apart={block} {...props} />;
  return <Row row={block} {...props} />;
}

interface RowProps extends Omit<DiffViewProps, 'blocks'> {
  readonly row: DiffRow;
}

function Row({ row, isJson, layout, only }: RowProps): ReactNode {
  const { a, b } = row;
  // Where there is one side alone, nothing differs from the other.
  const kind = only === null ? row.kind : 'same';
  const isInline = layout === 'inline' || only !== null;
  const common = { kind, isJson, isInline };
  if (!isInline) {
    return (
      <div className={styles.row}>
        <DiffLineView line={a} side="a" {...common} />
        <DiffLineView line={b} side="b" {...common} />
      </div>
    );
  }
  if (kind === 'same') return <DiffLineView line={b ?? a} side="b" {...common} />;
  return (
    <>
      {a !== null && <DiffLineView line={a} side="a" {...common} />}
      {b !== null && <DiffLineView line={b} side="b" {...common} />}
    </>
  );
}

/** A stretch without changes; a press shows it, a long one piece by piece. */
function Fold({ fold, ...props }: Omit<DiffViewProps, 'blocks'> & { fold: DiffFold }): ReactNode {
  const [shown, setShown] = useState(0);
  const rest = fold.linesA.length - shown;
  return (
    <>
      {shown > 0 &&
        unfold(beginning(fold, shown)).map((row, at) => <Row key={at} row={row} {...props} />)}
      {rest > 0 && (
        <button type="button" className={styles.fold} onClick={() => setShown(shown + PAGE)}>
          <ExpandIcon size={12} />
          {formatCount(rest)} {shown > 0 ? 'more ' : ''}
          {rest === 1 ? 'line is' : 'lines are'} the same
        </button>
      )}
    </>
  );
}

function beginning(fold: DiffFold, count: number): DiffFold {
  return {
    ...fold,
    linesA: fold.linesA.slice(0, count),
    linesB: fold.linesB?.slice(0, count) ?? null,
  };
}

function Apart({
  apart: { textA, textB },
  label,
  isJson,
}: Omit<DiffViewProps, 'blocks'> & { apart: DiffApart }): ReactNode {
  const json = isJson ? ({ language: 'json' } as const) : {};
  return (
    <div className={styles.apart}>
      {textA !== '' && <LongText text={textA} label={`${label} of A`} {...json} />}
      {textB !== '' && <LongText text={textB} label={`${label} of B`} {...json} />}
    </div>
  );
}
