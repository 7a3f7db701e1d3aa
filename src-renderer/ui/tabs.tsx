import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './tabs.module.css';

export interface TabItem<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** Blank until known, and where it is 0. */
  readonly count?: number | string | null;
}

export interface TabsProps<Value extends string> {
  readonly label: string;
  readonly tabs: readonly TabItem<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** The chosen tab's panel. */
  readonly children: ReactNode;
  readonly className?: string;
  readonly panelClassName?: string;
}

/** Tabs with the panel of the chosen one. Arrows move between tabs. */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onChange,
  children,
  className,
  panelClassName,
}: TabsProps<Value>): ReactNode {
  return (
    <BaseTabs.Root
      value={value}
      onValueChange={(chosen) => onChange(chosen as Value)}
      className={classNames(styles.root, className)}
    >
      <BaseTabs.List aria-label={label} activateOnFocus className={styles.list}>
        {tabs.map((tab) => (
          <BaseTabs.Tab key={tab.value} value={tab.value} className={styles.tab}>
            {tab.label}
            {tab.count !== undefined && tab.count !== null && tab.count !== 0 && (
              <span className={styles.count}>{tab.count}</span>
            )}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map(
        (tab) =>
          tab.value === value && (
            <BaseTabs.Panel
              key={tab.value}
              value={tab.value}
              className={classNames(styles.panel, panelClassName)}
            >
              {children}
            </BaseTabs.Panel>
          ),
      )}
    </BaseTabs.Root>
  );
}
