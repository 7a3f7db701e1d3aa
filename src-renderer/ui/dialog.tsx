import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { useEffect, type ReactNode, type RefObject } from 'react';

import { suspendKeys } from '../lib/keyboard';
import { classNames } from './class-names';
import styles from './dialog.module.css';
import { CloseIcon } from './icons';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Says the title to assistive technology only, where the content shows what it is. */
  readonly hideTitle?: boolean;
  readonly children: ReactNode;
  readonly className?: string;
  /** What has the focus first; the first control unless told. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

/** A modal dialog. Escape and a press outside close it; the focus returns where it was. */
export function Dialog({
  open,
  onClose,
  title,
  hideTitle = false,
  children,
  className,
  initialFocus,
}: DialogProps): ReactNode {
  useEffect(() => (open ? suspendKeys() : undefined), [open]);
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Popup
          className={classNames(styles.popup, className)}
          {...(initialFocus === undefined ? {} : { initialFocus })}
        >
          <header className={hideTitle ? 'srOnly' : styles.header}>
            <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
            {!hideTitle && (
              <BaseDialog.Close aria-label="Close" className={styles.close}>
                <CloseIcon />
              </BaseDialog.Close>
            )}
          </header>
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
