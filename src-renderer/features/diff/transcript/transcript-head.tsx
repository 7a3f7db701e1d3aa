import type { ReactNode } from 'react';

import { Segmented } from '../../../ui/segmented';
import { titleOfTrace } from '../../../ui/trace-title';
import { useComparePreferences } from '../compare-preferences';
import { SideTile } from '../header/side-tile';
import type { DiffHeader } from '../model/diff-builder';
import type { DiffLayout } from '../pair/diff-layout';
import styles from './transcript.module.css';

export interface TranscriptHeadProps {
  readonly header: DiffHeader;
  readonly layout: DiffLayout;
  /** There is no room for two columns. */
  readonly isNarrow: boolean;
}

/** Which column is of which run, and how the two stand. */
export function TranscriptHead({ header, layout, isNarrow }: TranscriptHeadProps): ReactNode {
  return (
    <div className={styles.columns} data-layout={layout}>
      <span>
        <SideTile side="a" size="small" /> {titleOfTrace(header.a)}
      </span>
      <span>
        <SideTile side="b" size="small" /> {titleOfTrace(header.b)}
      </span>
      <div className={styles.layout}>
        {isNarrow ? (
          <span className="t3">Inline: too narrow for both sides</span>
        ) : (
          <Segmented<DiffLayout>
            label="Sides"
            size="small"
            value={layout}
            onChange={(chosen) => useComparePreferences.setState({ layout: chosen })}
            options={[
              { value: 'sideBySide', label: 'Side by side' },
              { value: 'inline', label: 'Inline' },
            ]}
          />
        )}
      </div>
    </div>
  );
}
