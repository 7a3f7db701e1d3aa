import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';

import { classNames } from './class-names';
import { CheckIcon, type Icon } from './icons';
import { Kbd } from './kbd';
import styles from './menu.module.css';

export interface MenuItem {
  readonly label: string;
  /** Where another one has the same label. */
  readonly id?: string;
  readonly onSelect: () => void;
  readonly icon?: Icon;
  readonly keyLabel?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Makes it a tick that stays open when it is turned. */
  readonly checked?: boolean;
}

/** Items that belong together, with their name above them. */
export interface MenuGroup {
  readonly heading: string;
  readonly items: readonly MenuItem[];
}

/** Items, and lines between groups of them. */
export type MenuEntry = MenuItem | MenuGroup | 'line';

export interface MenuProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly align?: 'start' | 'end';
  /** One sentence below the items. */
  readonly note?: string;
  readonly onOpen?: (isOpen: boolean) => void;
}

/** A menu below a button. Arrows and letters move; Escape closes and gives the focus back. */
export function Menu(props: MenuProps): ReactNode {
  const { label, entries, trigger, align = 'start', note, onOpen } = props;
  return (
    <BaseMenu.Root onOpenChange={(isOpen) => onOpen?.(isOpen)}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className={styles.positioner}>
          <BaseMenu.Popup aria-label={label} className={styles.popup}>
            <MenuRows entries={entries} />
            {note !== undefined && <p className={styles.note}>{note}</p>}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** The items of a menu, whatever opens it. */
export function MenuRows({ entries }: { readonly entries: readonly MenuEntry[] }): ReactNode {
  return entries.map((entry, at) => {
    if (entry === 'line') return <BaseMenu.Separator key={`line ${at}`} className={styles.line} />;
    if (!('items' in entry)) return <MenuRow key={entry.id ?? entry.label} item={entry} />;
    return (
      <BaseMenu.Group key={`group ${entry.heading}`}>
        <BaseMenu.GroupLabel className={styles.heading}>{entry.heading}</BaseMenu.GroupLabel>
        <MenuRows entries={entry.items} />
      </BaseMenu.Group>
    );
  });
}

function MenuRow({ item }: { readonly item: MenuItem }): ReactNode {
  const Drawing = item.icon;
  if (item.checked !== undefined) {
    return (
      <BaseMenu.CheckboxItem
        checked={item.checked}
        onCheckedChange={item.onSelect}
        className={styles.item}
      >
        <span className={styles.tick}>{item.checked && <CheckIcon size={14} />}</span>
        <span className="grow">{item.label}</span>
      </BaseMenu.CheckboxItem>
    );
  }
  return (
    <BaseMenu.Item
      onClick={item.onSelect}
      disabled={item.disabled ?? false}
      className={classNames(styles.item, item.danger === true && styles.danger)}
    >
      {Drawing !== undefined && <Drawing size={14} />}
      <span className="grow">{item.label}</span>
      {item.keyLabel !== undefined && item.keyLabel !== '' && <Kbd>{item.keyLabel}</Kbd>}
    </BaseMenu.Item>
  );
}
