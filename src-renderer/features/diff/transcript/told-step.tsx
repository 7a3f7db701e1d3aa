import { memo, type CSSProperties, type ReactNode } from 'react';

import { facetKinds } from '@domain/facets/facet-kind';
import { sideOf } from '@domain/diff/diff-columns';
import type { SameItem } from '@domain/diff/transcript-items';
import { formatCount } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { ChevronDownIcon, ChevronRightIcon, EqualIcon } from '../../../ui/icons';
import type { DiffModel } from '../model/diff-model';
import type { DiffLayout } from '../pair/diff-layout';
import { errorWords, isErrorRow, shortName } from '../tree/row-words';
import { StepContent, type ContentShare } from './step-content';
import { StepHead, StepMark } from './step-head';
import type { ToldItem } from './told-items';
import styles from './transcript.module.css';

export interface ToldStepProps {
  readonly model: DiffModel;
  readonly item: ToldItem;
  /** From 1. */
  readonly number: number;
  readonly count: number;
  readonly layout: DiffLayout;
  readonly isFolded: boolean;
  readonly isSelected: boolean;
  /** Stays the same from drawing to drawing. */
  readonly actions: StepActions;
}

export interface StepActions {
  readonly fold: (item: ToldItem, fold: boolean) => void;
  readonly select: (row: number) => void;
  readonly goTo: (row: number) => void;
}

/** A step of both runs or of one, a line for turns that are the same, or what an agent gave. */
export const ToldStep = memo(function ToldStep(props: ToldStepProps): ReactNode {
  const { model, item, isFolded, isSelected, layout, actions } = props;
  const { row } = item;
  const side = sideOf(model.columns, row);
  const isFollowing = item.type === 'step' && (model.columns.causes[row] ?? -1) !== -1;
  return (
    // Keys are commands of the page: the feed has the focus, its steps need not.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <article
      aria-label={labelOf(model, item)}
      aria-posinset={props.number}
      aria-setsize={props.count}
      aria-current={isSelected ? 'true' : undefined}
      data-row={row}
      className={classNames(
        styles.step,
        isSelected && styles.selected,
        isFollowing && styles.following,
        side !== 'both' && layout === 'sideBySide' && styles.alone,
        side === 'a' && styles.onlyA,
        side === 'b' && styles.onlyB,
      )}
      style={{ '--depth': item.depth } as CSSProperties}
      onClick={() => actions.select(row)}
      onContextMenu={() => actions.select(row)}
    >
      <div className={styles.gutter}>
        {item.type === 'step' && <StepMark model={model} row={row} />}
        {item.type === 'same' && <EqualIcon size={12} />}
      </div>
      <div className={styles.side}>
        {item.type === 'same' ? (
          <SameTurns item={item} onToggle={() => actions.fold(item, item.isOpen)} />
        ) : (
          <>
            {item.type === 'step' && (
              <StepHead
                model={model}
                item={item}
                isFolded={isFolded}
                onToggle={() => actions.fold(item, !isFolded)}
                onGoTo={actions.goTo}
              />
            )}
            {!isFolded && (
              <div className={styles.body}>
                {item.type === 'answer' && <AnswerHead model={model} row={row} />}
                <StepContent model={model} row={row} share={shareOf(model, item)} layout={layout} />
              </div>
            )}
          </>
        )}
      </div>
      {side !== 'both' && layout === 'sideBySide' && <div className={styles.gap} />}
    </article>
  );
});

function SameTurns({ item, onToggle }: { item: SameItem; onToggle: () => void }): ReactNode {
  const Chevron = item.isOpen ? ChevronDownIcon : ChevronRightIcon;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-expanded={item.isOpen}
      className={styles.same}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <Chevron size={12} />
      {sameWords(item)}
      <span className={styles.names}>{item.names.join(', ')}</span>
    </button>
  );
}

function sameWords({ turns, steps }: SameItem): string {
  const [count, noun] = turns > 0 ? [turns, 'turn'] : [steps, 'step'];
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'} the same`;
}

function AnswerHead({ model, row }: { readonly model: DiffModel; row: number }): ReactNode {
  return <h2 className={styles.answer}>End of {shortName(model, row)}</h2>;
}

function labelOf(model: DiffModel, item: ToldItem): string {
  if (item.type === 'same') return sameWords(item);
  const name = shortName(model, item.row);
  if (item.type === 'answer') return `End of ${name}`;
  return isErrorRow(model.columns, item.row)
    ? `${name}, ${errorWords(model.columns, item.row)}`
    : name;
}

function shareOf({ columns }: DiffModel, { type, row }: ToldItem): ContentShare {
  if (type === 'answer') return 'gave';
  return facetKinds[columns.kinds[row] ?? 0] === 'agent' ? 'given' : 'all';
}
