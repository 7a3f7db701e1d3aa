import { useEffect, useRef, type ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { classNames } from '../../ui/class-names';
import { Kbd } from '../../ui/kbd';
import styles from './filter-field.module.css';
import type { FilterOption } from './use-filter-options';

export interface FilterOptionsProps {
  readonly id: string;
  readonly options: readonly FilterOption[];
  readonly active: number | null;
  /** What is wrong with what is there. */
  readonly reasons: ReactNode;
  readonly onChoose: (option: FilterOption) => void;
}

/** What may come next in a filter; the focus stays in the field. */
export function FilterOptions({
  id,
  options,
  active,
  reasons,
  onChoose,
}: FilterOptionsProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== null) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className={styles.options}>
      {reasons !== false && <div className={styles.reasons}>{reasons}</div>}
      <div
        ref={list}
        role="listbox"
        id={id}
        aria-label="What may come next"
        className={styles.list}
      >
        {options.map((option, at) => (
          <div
            key={option.text}
            role="option"
            id={`${id}-${at}`}
            aria-selected={at === active}
            className={styles.option}
            // Pressed rather than clicked: the field keeps the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              onChoose(option);
            }}
          >
            <span className={classNames(styles.name, 'mono')}>{option.text}</span>
            {option.count !== null && (
              <span className={styles.count}>{formatCount(option.count)}</span>
            )}
          </div>
        ))}
      </div>
      <div className={styles.keys} aria-hidden="true">
        <span>
          <Kbd>↓</Kbd> choose
        </span>
        <span>
          <Kbd>↵</Kbd> put in
        </span>
      </div>
    </div>
  );
}
