import type { ReactNode } from 'react';

import { formatCoverage } from '@domain/diff/figure-words';

import { classNames } from '../../../ui/class-names';
import { EqualIcon, NotEqualIcon } from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import { Segmented } from '../../../ui/segmented';
import { useComparePreferences } from '../compare-preferences';
import styles from './diff-tree.module.css';

export interface TreeLegendProps {
  /** Share of the spans that have a partner, from 0 to 1. */
  readonly coverage: number;
}

/** What the marks mean, how sure the pairing is, and from where times count. */
export function TreeLegend({ coverage }: TreeLegendProps): ReactNode {
  const axis = useComparePreferences((preferences) => preferences.axis);
  return (
    <div className={styles.legend}>
      <span>
        <i className={classNames(styles.swatch, styles.a)} />A
      </span>
      <span>
        <i className={classNames(styles.swatch, styles.b)} />B
      </span>
      <span>
        <EqualIcon size={12} />
        same
      </span>
      <span>
        <NotEqualIcon size={12} />
        changed
      </span>
      <span title="Spans that have a partner on the other side">
        {formatCoverage(coverage)} paired
      </span>
      <span className={styles.push}>Time</span>
      <Segmented
        label="Time axis"
        size="small"
        value={axis}
        onChange={(chosen) => useComparePreferences.setState({ axis: chosen })}
        options={[
          { value: 'starts', label: 'From the start' },
          { value: 'divergence', label: 'From the divergence' },
        ]}
      />
      <CommandKey id="compare.axis" />
    </div>
  );
}
