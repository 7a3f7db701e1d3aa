import { memo, type CSSProperties, type ReactNode } from 'react';

import { nameOf, sideOf, verdictOf } from '@domain/diff/diff-columns';
import { isDifference, type Verdict } from '@domain/diff/explain';
import { verdictWords } from '@domain/diff/verdict-words';
import { formatCount } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { EqualIcon, ErrorSolidIcon, FlagIcon, NotEqualIcon } from '../../../ui/icons';
import { KindIcon, kindLabels } from '../../../ui/kind-icon';
import { Guides, Twist } from '../../../ui/tree/guides';
import { categoryAt, type DiffModel } from '../model/diff-model';
import { useTolerances } from '../../../stores/tolerances';
import styles from './diff-row.module.css';
import {
  errorWords,
  isErrorRow,
  linkedRow,
  rowHint,
  rowTitle,
  shortName,
  timeDelta,
} from './row-words';

export interface DiffRowProps {
  readonly model: DiffModel;
  /** Row of the comparison. */
  readonly row: number;
  /** Place in the tree as drawn. */
  readonly place: number;
  readonly height: number;
  /** From 1. */
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  readonly guides: string;
  readonly hiddenLevels: number;
  readonly isFolded: boolean;
  /** How many identical steps it stands for; 0 for one that stands for itself. */
  readonly runLength: number;
  readonly isSelected: boolean;
  readonly isHeadline: boolean;
  /** Waits for the row that it is to be paired with. */
  readonly isPinning: boolean;
  readonly onSelect: (row: number) => void;
  readonly onToggle: (row: number, fold: boolean) => void;
  readonly onUnroll: (row: number) => void;
  readonly onGoTo: (row: number) => void;
}

const quiet: ReadonlySet<Verdict> = new Set(['same', 'unknown']);

/** DOM id of a row, for `aria-activedescendant`. */
export function diffRowId(place: number): string {
  return `diff-row-${place}`;
}

/** A pair, a span of one side, or a line for identical steps. Its bars are drawn by the canvas. */
export const DiffRow = memo(function DiffRow(props: DiffRowProps): ReactNode {
  const { model, row, place, height, isSelected, isFolded, runLength, onSelect } = props;
  const { columns } = model;
  const side = sideOf(columns, row);
  const isRun = runLength > 0;
  const below = isRun ? 0 : (model.descendants[row] ?? 0);
  const isFollowing = (columns.causes[row] ?? -1) !== -1;
  const top: CSSProperties = { transform: `translateY(${place * height}px)`, height };
  return (
    // Keys are commands of the page: the tree has the focus, its rows never do.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="treeitem"
      id={diffRowId(place)}
      data-row={row}
      aria-level={props.level}
      aria-posinset={props.position}
      aria-setsize={props.setSize}
      aria-expanded={below > 0 ? !isFolded : isRun ? false : undefined}
      aria-selected={isSelected}
      className={classNames(
        styles.row,
        side === 'a' && styles.onlyA,
        side === 'b' && styles.onlyB,
        quiet.has(verdictOf(columns, row)) && styles.same,
        isFollowing && styles.following,
        isSelected && styles.selected,
      )}
      style={top}
      onClick={() => onSelect(row)}
      onContextMenu={() => onSelect(row)}
    >
      <span className={styles.marker}>
        <Marker model={model} row={row} />
      </span>
      <span className={styles.name}>
        <Guides guides={props.guides} hiddenLevels={props.hiddenLevels} />
        <Twist
          isFolded={below > 0 ? isFolded : isRun ? true : null}
          onToggle={() => (isRun ? props.onUnroll(row) : props.onToggle(row, !isFolded))}
        />
        {isRun ? <RunName length={runLength} /> : <StepName {...props} below={below} />}
      </span>
      {isRun ? <span className={styles.what} /> : <What {...props} />}
      {isRun ? <span className={styles.time} /> : <Time model={model} row={row} />}
    </div>
  );
});

function Marker({ model, row }: Pick<DiffRowProps, 'model' | 'row'>): ReactNode {
  const { columns } = model;
  const side = sideOf(columns, row);
  if (side !== 'both') {
    return (
      <b className={classNames(styles.mark, styles[side])} title={rowHint(columns, row)}>
        {side.toUpperCase()}
      </b>
    );
  }
  const verdict = verdictOf(columns, row);
  const differs = isDifference(columns.verdicts[row] ?? 0) || verdict === 'inside';
  const Drawing = differs ? NotEqualIcon : EqualIcon;
  return (
    <span
      className={classNames(styles.mark, differs && styles.changed)}
      title={rowHint(columns, row)}
    >
      {verdict === 'unknown' ? '?' : <Drawing size={12} />}
    </span>
  );
}

function RunName({ length }: { readonly length: number }): ReactNode {
  return <span className={styles.runName}>{formatCount(length)} identical steps</span>;
}

function StepName(props: DiffRowProps & { readonly below: number }): ReactNode {
  const { model, row, isFolded, below, isHeadline, isPinning } = props;
  const { operation, target, rest, other } = rowTitle(model, row);
  const category = categoryAt(model, row);
  return (
    <>
      <KindIcon kind={category} decorative />
      <span className="srOnly">{kindLabels[category]} </span>
      <span className={styles.text} title={nameOf(model, row)}>
        <span className={styles.operation}>{operation}</span>
        {target}
        {other !== '' && other !== target && <span className={styles.other}> → {other}</span>}
        {rest !== '' && <span className={styles.operation}>{rest}</span>}
      </span>
      {isErrorRow(model.columns, row) && (
        <span className={styles.error} title={errorWords(model.columns, row)}>
          <ErrorSolidIcon size={13} />
          <span className="srOnly">{errorWords(model.columns, row)}</span>
        </span>
      )}
      {isFolded && below > 0 && (
        <span className={styles.count}>
          {formatCount(below)} {below === 1 ? 'step' : 'steps'}
        </span>
      )}
      {isHeadline && (
        <span className={styles.first}>
          <FlagIcon size={12} /> first
        </span>
      )}
      {isPinning && <span className={styles.first}>pairing…</span>}
    </>
  );
}

function What({ model, row, onGoTo }: Pick<DiffRowProps, 'model' | 'row' | 'onGoTo'>): ReactNode {
  const { columns } = model;
  const words = verdictWords(columns, row);
  const linked = linkedRow(columns, row);
  const side = sideOf(columns, row);
  if (linked === -1) {
    return (
      <span
        className={classNames(styles.what, side !== 'both' && styles[`${side}Text`])}
        title={rowHint(columns, row)}
      >
        {words}
      </span>
    );
  }
  const isMoved = verdictOf(columns, row) === 'moved';
  const there = shortName(model, linked);
  const hint = isMoved ? `Its other place: ${there}` : `Brought about by ${there}`;
  return (
    <span className={classNames(styles.what, side !== 'both' && styles[`${side}Text`])}>
      <button
        type="button"
        tabIndex={-1}
        className={styles.link}
        title={`${rowHint(columns, row)} ${hint}: press to go there.`}
        onClick={(event) => {
          event.stopPropagation();
          onGoTo(linked);
        }}
      >
        {words}
        <span aria-hidden="true">{isMoved ? ' ⇅' : linked < row ? ' ↑' : ' ↓'}</span>
        <span className="srOnly">, {hint}</span>
      </button>
    </span>
  );
}

function Time({ model, row }: Pick<DiffRowProps, 'model' | 'row'>): ReactNode {
  const { text, tone, title } = timeDelta(model, row, useTolerances());
  return (
    <span className={classNames(styles.time, tone)} title={title}>
      {text}
    </span>
  );
}
