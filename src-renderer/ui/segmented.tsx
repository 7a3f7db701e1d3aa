import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './segmented.module.css';

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
}

export interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly size?: 'small' | 'default';
}

/** One of a few choices, all of them visible. Arrows move, as in any radio group. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  size = 'default',
}: SegmentedProps<Value>): ReactNode {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(chosen) => onChange(chosen)}
      className={classNames(styles.group, size === 'small' && styles.small)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          className={styles.option}
          // It would swallow Enter, also where that is part of a command's keys.
          onKeyDown={(event) => {
            if (event.ctrlKey || event.metaKey) event.preventBaseUIHandler();
          }}
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
