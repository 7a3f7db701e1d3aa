import { Popover as BasePopover } from '@base-ui/react/popover';
import { useEffect, type ReactElement, type ReactNode } from 'react';

import { suspendKeys } from '../lib/keyboard';
import styles from './popover.module.css';

export interface PopoverProps {
  readonly title: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
}

/** Controls below a button. Escape and a press outside close it; the focus returns to the button. */
export function Popover({ title, open, onOpen, trigger, children }: PopoverProps): ReactNode {
  useEffect(() => (open ? suspendKeys() : undefined), [open]);
  return (
    <BasePopover.Root open={open} onOpenChange={(next) => onOpen(next)}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner sideOffset={4} align="end" className={styles.positioner}>
          <BasePopover.Popup className={styles.popup}>
            <BasePopover.Title className={styles.title}>{title}</BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
