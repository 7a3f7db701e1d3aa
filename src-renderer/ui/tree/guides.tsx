import type { ReactNode } from 'react';

import { guidesOf, type VisibleRows } from '../../lib/visible-rows';
import { classNames } from '../class-names';
import { ChevronDownIcon, ChevronRightIcon } from '../icons';
import styles from './guides.module.css';

/** Guides of a row as letters, so that equal guides are equal props: `l`ine, l`a`st, `n`one. */
export function guideLetters(rows: VisibleRows, row: number, maxLevels: number): string {
  return guidesOf(rows, row, maxLevels)
    .map((guide) => (guide === 'last' ? 'a' : guide[0]))
    .join('');
}

export interface GuidesProps {
  /** A letter for each level of indentation. */
  readonly guides: string;
  /** Levels that there was no room to draw. */
  readonly hiddenLevels: number;
}

/** The lines that lead from a row of a tree to its ancestors. */
export function Guides({ guides, hiddenLevels }: GuidesProps): ReactNode {
  return (
    <>
      {hiddenLevels > 0 && <span className={styles.depth}>{hiddenLevels}…</span>}
      {guides.split('').map((guide, at) => (
        <i
          key={at}
          className={classNames(
            styles.guide,
            guide === 'a' && styles.last,
            guide === 'n' && styles.none,
            at === guides.length - 1 && styles.elbow,
          )}
        />
      ))}
    </>
  );
}

export interface TwistProps {
  /** Null where there is nothing to fold. */
  readonly isFolded: boolean | null;
  readonly onToggle: () => void;
}

/** The arrow that folds a row of a tree; keys do it for those who do not point. */
export function Twist({ isFolded, onToggle }: TwistProps): ReactNode {
  if (isFolded === null) return <i className={styles.twist} />;
  const Chevron = isFolded ? ChevronRightIcon : ChevronDownIcon;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden="true"
      className={styles.twist}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Chevron size={12} />
    </button>
  );
}
