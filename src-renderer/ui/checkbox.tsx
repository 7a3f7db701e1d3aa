import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import type { ReactNode } from 'react';

import styles from './checkbox.module.css';
import { classNames } from './class-names';
import { CheckIcon, MinusIcon } from './icons';

export interface CheckboxProps {
  /** `mixed`: some of what it stands for is ticked. */
  readonly checked: boolean | 'mixed';
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  /** Out of the tab order, where arrows move inside a grid. */
  readonly tabIndex?: number;
  readonly className?: string;
}

/** A tick without a visible label; the label is its name. */
export function Checkbox({
  checked,
  onChange,
  label,
  tabIndex,
  className,
}: CheckboxProps): ReactNode {
  const mixed = checked === 'mixed';
  return (
    <BaseCheckbox.Root
      checked={checked === true}
      indeterminate={mixed}
      onCheckedChange={onChange}
      aria-label={label}
      className={classNames(styles.box, className)}
      {...(tabIndex === undefined ? {} : { tabIndex })}
    >
      <BaseCheckbox.Indicator className={styles.mark}>
        {mixed ? <MinusIcon size={10} /> : <CheckIcon size={10} />}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
}
