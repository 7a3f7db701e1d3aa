import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';

import { MenuRows, type MenuEntry } from './menu';
import styles from './menu.module.css';

export interface ContextMenuProps {
  readonly label: string;
  /** Read when it opens: what was pressed may have been selected just before. */
  readonly entries: readonly MenuEntry[];
  /** What it belongs to: opened by a press with the other button, or the menu key. */
  readonly area: ReactElement<Record<string, unknown>>;
}

/** A menu where the pointer is, for what was pressed. */
export function ContextMenu({ label, entries, area }: ContextMenuProps): ReactNode {
  return (
    <BaseContextMenu.Root>
      <BaseContextMenu.Trigger render={area} />
      <BaseContextMenu.Portal>
        <BaseContextMenu.Positioner className={styles.positioner}>
          <BaseContextMenu.Popup aria-label={label} className={styles.popup}>
            <MenuRows entries={entries} />
          </BaseContextMenu.Popup>
        </BaseContextMenu.Positioner>
      </BaseContextMenu.Portal>
    </BaseContextMenu.Root>
  );
}
