import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

import styles from './button.module.css';
import { classNames } from './class-names';
import { RunningIcon, type Icon } from './icons';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: 'default' | 'primary' | 'ghost' | 'danger';
  readonly size?: 'small' | 'default';
  readonly icon?: Icon;
  /** Under way: a spinner takes the icon's place, the label stays, presses are ignored. */
  readonly busy?: boolean;
  /** A toggle that is on. */
  readonly pressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A verb to press. */
export function Button({
  variant = 'default',
  size = 'default',
  icon: Drawing,
  busy = false,
  pressed,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps): ReactNode {
  const iconSize = size === 'small' ? 14 : 16;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-busy={busy || undefined}
      className={classNames(
        styles.button,
        variant !== 'default' && styles[variant],
        size === 'small' && styles.small,
        className,
      )}
      onClick={busy ? undefined : onClick}
      {...rest}
    >
      {busy ? (
        <RunningIcon size={iconSize} className={styles.spinner} />
      ) : (
        Drawing !== undefined && <Drawing size={iconSize} />
      )}
      {children}
    </button>
  );
}
