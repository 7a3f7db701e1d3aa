import { Fragment, memo, useCallback, useMemo, type MouseEvent, type ReactNode } from 'react';

import { classNames } from '../../../ui/class-names';
import { CopyButton } from '../../../ui/copy-button';
import { ChevronDownIcon, ChevronRightIcon } from '../../../ui/icons';
import { Highlight } from '../../../ui/highlight';
import styles from './attribute-row.module.css';
import { useCopyTarget } from '../../../ui/content/copy-target';
import type { ListedAttribute } from './group-attributes';
import { lineText, typeName, valueText } from './value-text';
import { isFoldable, ValuePreview, ValueView } from './value-view';

/** Longer keys may not be shown whole. */
const LONG_KEY = 60;

export interface AttributeRowProps {
  readonly item: ListedAttribute;
  readonly find: string;
  readonly isOpen: boolean;
  readonly onOpen: (order: number, open: boolean) => void;
}

/** A dotted name that breaks after its dots rather than anywhere. */
function BreakableName({ name, find }: { readonly name: string; readonly find: string }) {
  if (find.trim() !== '') return <Highlight text={name} find={find} />;
  const parts = name.split(/(?<=[._/-])/);
  return parts.map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

/** One attribute: name, value, type. Unfolds in place; ⌘C copies the value. */
export const AttributeRow = memo(function AttributeRow({
  item,
  find,
  isOpen,
  onOpen,
}: AttributeRowProps): ReactNode {
  const { attribute, label, isRepeated, order } = item;
  const { key, value } = attribute;
  const line = useMemo(() => lineText(value), [value]);
  const canOpen = isFoldable(value, line);
  const getText = useCallback(() => valueText(value), [value]);
  const copy = useCopyTarget(getText);

  // Anywhere on the row, but not on what it unfolds, on its buttons, nor while text is marked.
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    if (!(event.target instanceof Element) || hasSelectedText()) return;
    if (event.target.closest(`button, a, .${styles.whole}`) === null) onOpen(order, !isOpen);
  };

  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  return (
    // Keys do the same: the arrows and Enter, handled for all items by the panel.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <div
      role="listitem"
      data-item=""
      // Reached with the arrows; what it holds is copied and unfolded from here.
      tabIndex={-1}
      aria-label={`${key}: ${line.slice(0, 200)}`}
      className={classNames(styles.row, canOpen && styles.foldable, isOpen && styles.open)}
      onClick={canOpen ? onClick : undefined}
      {...copy}
    >
      <span className={styles.key}>
        {canOpen ? (
          <button
            type="button"
            tabIndex={-1}
            aria-expanded={isOpen}
            aria-label={isOpen ? `Fold ${key}` : `Unfold ${key}`}
            className={styles.twist}
            onClick={() => onOpen(order, !isOpen)}
          >
            <Chevron size={12} />
          </button>
        ) : (
          <i className={styles.twist} />
        )}
        <span
          className={styles.name}
          title={key.length > LONG_KEY ? key.slice(0, 2000) : undefined}
        >
          {label === '' ? '(empty name)' : <BreakableName name={label} find={find} />}
        </span>
        {isRepeated && <span className={styles.repeated}>repeated</span>}
      </span>
      <span className={styles.value}>
        {!isOpen && <ValuePreview value={value} line={line} find={find} />}
      </span>
      <span className={styles.end}>
        <span className={styles.type}>{typeName(value)}</span>
        <span className={styles.copy}>
          <CopyButton text={getText} label={`Copy value of ${key}`} tabIndex={-1} />
        </span>
      </span>
      {isOpen && (
        <div className={styles.whole}>
          <ValueView name={key} value={value} find={find} />
        </div>
      )}
    </div>
  );
});

function hasSelectedText(): boolean {
  return window.getSelection()?.isCollapsed === false;
}
