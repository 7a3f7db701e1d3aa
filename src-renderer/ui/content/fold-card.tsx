import { useId, useState, type ReactNode } from 'react';

import { classNames } from '../class-names';
import { ChevronDownIcon, ChevronRightIcon } from '../icons';
import { useCopyTarget } from './copy-target';
import styles from './fold-card.module.css';

/** Colour of the edge: the roles of messages, and none for all else. */
export type CardEdge = 'system' | 'user' | 'assistant' | 'tool' | 'none';

export interface FoldCardProps {
  readonly title: ReactNode;
  readonly edge?: CardEdge;
  /** Names, chips: stands beside the title, folded or not. */
  readonly detail?: ReactNode;
  /** Shown in one line while folded. */
  readonly preview?: ReactNode;
  /** Quiet figures at the end, e.g. tokens. */
  readonly meta?: ReactNode;
  /** Buttons at the end, of an unfolded card. */
  readonly actions?: ReactNode;
  readonly isOpenAtFirst?: boolean;
  /** Unfolded whatever the reader chose: it holds what is searched for. */
  readonly isHeldOpen?: boolean;
  /** Drawn only while unfolded. */
  readonly children: ReactNode;
  /** What ⌘C copies while the card has the focus; '' for nothing. */
  readonly getText?: () => string;
  readonly className?: string;
}

const noText = (): string => '';

/** A card that folds to one line. Arrows move from card to card, Enter folds. */
export function FoldCard({
  title,
  edge = 'none',
  detail,
  preview,
  meta,
  actions,
  isOpenAtFirst = false,
  isHeldOpen = false,
  children,
  getText = noText,
  className,
}: FoldCardProps): ReactNode {
  const [isChosenOpen, setOpen] = useState(isOpenAtFirst);
  const isOpen = isChosenOpen || isHeldOpen;
  const titleId = useId();
  const copy = useCopyTarget(getText);
  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  return (
    <article
      data-item=""
      // Reached with the arrows; what it holds is copied and folded from here.
      tabIndex={-1}
      aria-labelledby={titleId}
      className={classNames(styles.card, styles[edge], !isOpen && styles.folded, className)}
      {...copy}
    >
      <header className={styles.head}>
        <button
          type="button"
          aria-expanded={isOpen}
          className={styles.toggle}
          onClick={() => setOpen(!isOpen)}
        >
          <Chevron size={12} />
          {edge !== 'none' && <i className={styles.edge} />}
          <b id={titleId}>{title}</b>
          {detail}
          <span className={styles.preview}>{!isOpen && preview}</span>
          {meta !== undefined && <span className={styles.meta}>{meta}</span>}
        </button>
        {isOpen && actions !== undefined && <span className={styles.actions}>{actions}</span>}
      </header>
      {isOpen && <div className={styles.body}>{children}</div>}
    </article>
  );
}
