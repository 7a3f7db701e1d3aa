import type { ReactNode } from 'react';

import { nameOf, sideOf, verdictOf } from '@domain/diff/diff-columns';
import { isDifference } from '@domain/diff/explain';
import type { StepItem } from '@domain/diff/transcript-items';
import { verdictWords } from '@domain/diff/verdict-words';

import { classNames } from '../../../ui/class-names';
import { EqualIcon, ErrorSolidIcon, FlagIcon, NotEqualIcon } from '../../../ui/icons';
import { KindIcon } from '../../../ui/kind-icon';
import { Twist } from '../../../ui/tree/guides';
import { SideTile } from '../header/side-tile';
import { categoryAt, type DiffModel } from '../model/diff-model';
import {
  errorWords,
  isErrorRow,
  linkedRow,
  rowHint,
  rowTitle,
  shortName,
  timeDelta,
} from '../tree/row-words';
import { useTolerances } from '../../../stores/tolerances';
import styles from './transcript.module.css';

export interface StepHeadProps {
  readonly model: DiffModel;
  readonly item: StepItem;
  readonly isFolded: boolean;
  readonly onToggle: () => void;
  readonly onGoTo: (row: number) => void;
}

/** What the step is, how it differs, and what brought that about. */
export function StepHead({ model, item, isFolded, onToggle, onGoTo }: StepHeadProps): ReactNode {
  const { row } = item;
  const { columns } = model;
  const { operation, target, rest, other } = rowTitle(model, row);
  const { text, tone, title } = timeDelta(model, row, useTolerances());
  return (
    <header className={styles.head}>
      <Twist isFolded={isFolded} onToggle={onToggle} />
      <KindIcon kind={categoryAt(model, row)} decorative />
      <h2 className={styles.name} title={nameOf(model, row)}>
        <span className={styles.operation}>{operation}</span>
        {target}
        {other !== '' && other !== target && <span className={styles.other}> → {other}</span>}
        <span className={styles.operation}>{rest}</span>
      </h2>
      {isErrorRow(columns, row) && (
        <span className={styles.error}>
          <ErrorSolidIcon size={13} /> {errorWords(columns, row)}
        </span>
      )}
      {row === model.header.headline?.row && (
        <span className={styles.first}>
          <FlagIcon size={12} /> first divergence
        </span>
      )}
      <Verdict model={model} row={row} onGoTo={onGoTo} />
      <span className="grow" />
      {(item.turnA > 0 || item.turnB > 0) && <span className={styles.meta}>{turnWords(item)}</span>}
      <span className={classNames(styles.meta, tone)} title={title}>
        {text}
      </span>
    </header>
  );
}

function turnWords({ turnA, turnB }: StepItem): string {
  if (turnA === turnB) return `turn ${turnA}`;
  if (turnA === 0 || turnB === 0) return `turn ${turnA + turnB} of ${turnB === 0 ? 'A' : 'B'}`;
  return `turn ${turnA} of A, ${turnB} of B`;
}

function Verdict({
  model,
  row,
  onGoTo,
}: Pick<StepHeadProps, 'model' | 'onGoTo'> & { readonly row: number }): ReactNode {
  const { columns } = model;
  const words = verdictWords(columns, row);
  const linked = linkedRow(columns, row);
  if (linked === -1) {
    return (
      <span className={styles.verdict} title={rowHint(columns, row)}>
        {words}
      </span>
    );
  }
  const isMoved = verdictOf(columns, row) === 'moved';
  const there = shortName(model, linked);
  const hint = isMoved ? `Its other place: ${there}` : `Brought about by ${there}`;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classNames(styles.verdict, styles.link)}
      title={`${rowHint(columns, row)} ${hint}: press to go there.`}
      onClick={(event) => {
        event.stopPropagation();
        onGoTo(linked);
      }}
    >
      {words}
      <span aria-hidden="true">{isMoved ? ' ⇅' : ' ↑'}</span>
      <span className="srOnly">, {hint}</span>
    </button>
  );
}

/** On which side the step is, and whether it differs. */
export function StepMark({
  model,
  row,
}: Pick<StepHeadProps, 'model'> & { row: number }): ReactNode {
  const { columns } = model;
  const side = sideOf(columns, row);
  if (side !== 'both') return <SideTile side={side} size="small" />;
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
