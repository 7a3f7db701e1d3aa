import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

import { Kbd } from './kbd';
import styles from './tooltip.module.css';

export interface TooltipProps {
  readonly text: ReactNode;
  readonly keyLabel?: string;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** One element that takes a ref and hover and focus handlers. */
  readonly children: ReactElement<Record<string, unknown>>;
}

/** Says what a control is, on hover and on focus. Never the only place of a fact. */
export function Tooltip({ text, keyLabel, side = 'bottom', children }: TooltipProps): ReactNode {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner side={side} sideOffset={6} className={styles.positioner}>
          <BaseTooltip.Popup className={styles.popup}>
            {text}
            {keyLabel !== undefined && keyLabel !== '' && <Kbd>{keyLabel}</Kbd>}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}

/** Lets tooltips near each other open without waiting; once, around the app. */
export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactNode {
  return <BaseTooltip.Provider delay={500}>{children}</BaseTooltip.Provider>;
}
