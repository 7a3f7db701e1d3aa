import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

import { classNames } from './class-names';
import styles from './icon-button.module.css';
import type { Icon } from './icons';
import { Tooltip } from './tooltip';

export interface IconButtonProps extends Omit<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'children' | 'aria-label'
> {
  readonly icon: Icon;
  /** The button's name: read aloud, and shown in its tooltip. */
  readonly label: string;
  readonly size?: 'small' | 'default';
  readonly pressed?: boolean;
  /** The key that does the same, for the tooltip. */
  readonly keyLabel?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button whose picture says it all; its name is in the tooltip. */
export function IconButton({
  icon: Drawing,
  label,
  size = 'default',
  pressed,
  keyLabel,
  className,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <Tooltip text={label} {...(keyLabel === undefined ? {} : { keyLabel })}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(styles.iconButton, size === 'small' && styles.small, className)}
        {...rest}
      >
        <Drawing size={size === 'small' ? 14 : 16} />
      </button>
    </Tooltip>
  );
}
