import type { ReactNode } from 'react';

import { icicleMeasures, type IcicleMeasure } from '@domain/diff/icicle-layout';

import { Button } from '../../../ui/button';
import { ChevronRightIcon } from '../../../ui/icons';
import { Segmented } from '../../../ui/segmented';
import { useComparePreferences } from '../compare-preferences';
import { blockName, type IcicleOf } from './block-words';
import styles from './icicle.module.css';

const measureLabels: Readonly<Record<IcicleMeasure, string>> = {
  time: 'Time',
  tokens: 'Tokens',
  cost: 'Cost',
};

export interface IcicleBarProps {
  readonly of: IcicleOf;
  readonly zoom: number;
  readonly mergesNames: boolean;
  readonly onZoom: (block: number) => void;
}

/** Where the icicle is zoomed to, and what its widths stand for. */
export function IcicleBar({ of, zoom, mergesNames, onZoom }: IcicleBarProps): ReactNode {
  const path: number[] = [];
  for (let at = zoom; at !== -1; at = of.layout.parents[at] ?? -1) path.unshift(at);
  return (
    <div className={styles.toolbar}>
      <Segmented
        label="Width"
        size="small"
        value={of.measure}
        onChange={(measure) => useComparePreferences.setState({ measure })}
        options={icicleMeasures.map((value) => ({ value, label: measureLabels[value] }))}
      />
      <Button
        size="small"
        pressed={mergesNames}
        title="Steps of one name beside each other become one block"
        onClick={() => useComparePreferences.setState({ mergesNames: !mergesNames })}
      >
        Merge same names
      </Button>
      <nav className={styles.path} aria-label="Zoomed to">
        <button type="button" className={styles.crumb} onClick={() => onZoom(-1)}>
          Both runs
        </button>
        {path.map((block) => (
          <span key={block} className={styles.part}>
            <ChevronRightIcon size={12} />
            <button
              type="button"
              className={styles.crumb}
              aria-current={block === zoom ? 'true' : undefined}
              onClick={() => onZoom(block)}
            >
              {blockName(of, block)}
            </button>
          </span>
        ))}
      </nav>
    </div>
  );
}
