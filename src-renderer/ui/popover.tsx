import { Popover as BasePopover } from '@base-ui/react/popover';
import { useEffect, type ReactElement, type ReactNode } from 'react';

import { suspendKeys } from '../lib/keyboard';
import { classNames } from './class-names';
import styles from './popover.module.css';

export interface PopoverProps {
  readonly title: string;
  /** Says the title to assistive technology only, where the content shows what it is. */
  readonly hideTitle?: boolean;
  readonly align?: 'start' | 'end';
  readonly className?: string | undefined;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
}

/** Controls below a button. Escape and a press outside close it; the focus returns to the button. */
export function Popover(props: PopoverProps): ReactNode {
  const { title, hideTitle = false, align = 'end', className, open, onOpen } = props;
  const { trigger, children } = props;
  useEffect(() => (open ? suspendKeys() : undefined), [open]);
  return (
    <BasePopover.Root open={open} onOpenChange={(next) => onOpen(next)}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner sideOffset={4} align={align} className={styles.positioner}>
          <BasePopover.Popup className={classNames(styles.popup, className)}>
            <BasePopover.Title className={hideTitle ? 'srOnly' : styles.title}>
              {title}
            </BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
