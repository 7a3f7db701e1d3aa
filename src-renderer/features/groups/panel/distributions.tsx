import type { ReactNode } from 'react';

import { formatMeasure, measureTitles } from '@domain/diff/groups/finding-words';
import { groupSides, valuesOf, type GroupTable } from '@domain/diff/groups/group-table';
import { spreadOf } from '@domain/diff/groups/statistics';

import { sideTitles } from '../side-words';
import styles from './step-panel.module.css';

const shownMeasures = ['duration', 'times', 'tokens', 'cost'] as const;
type ShownMeasure = (typeof shownMeasures)[number];

const LANE_PX = 14;

export interface DistributionsProps {
  readonly table: GroupTable;
  readonly row: number;
}

/** Every run that has the step as a dot, for each figure that runs differ in. */
export function Distributions({ table, row }: DistributionsProps): ReactNode {
  return (
    <div className={styles.strips}>
      {shownMeasures.map((measure) => (
        <DotStrip key={measure} table={table} row={row} measure={measure} />
      ))}
    </div>
  );
}

function DotStrip(props: DistributionsProps & { readonly measure: ShownMeasure }): ReactNode {
  const { table, row, measure } = props;
  const values = {
    good: valuesOf(table, row, 'good', measure),
    bad: valuesOf(table, row, 'bad', measure),
  };
  const all = spreadOf([...values.good, ...values.bad]);
  if (all === null || all.most === 0 || (measure === 'times' && all.least === all.most))
    return null;
  const { most } = all;
  const format = (value: number): string => formatMeasure(measure, value);
  return (
    <section className={styles.strip}>
      <h3>{measureTitles[measure]}</h3>
      <div className={styles.medians}>
        {groupSides.map((side) => (
          <span key={side} className={styles[side]}>
            <span className="srOnly">{sideTitles[side]}: median </span>
            {format(spreadOf(values[side])?.median ?? Number.NaN)}
          </span>
        ))}
      </div>
      <svg className={styles.dots} height={LANE_PX * 2} aria-hidden="true">
        {groupSides.map((side, lane) => (
          <g key={side} className={styles[side]}>
            <line x1="0" x2="100%" y1={LANE_PX * (lane + 0.5)} y2={LANE_PX * (lane + 0.5)} />
            {values[side].map((value, at) => (
              <circle
                key={at}
                cx={`${1.5 + (value / most) * 97}%`}
                cy={LANE_PX * (lane + 0.5)}
                r="3.2"
              />
            ))}
          </g>
        ))}
      </svg>
      <span className={styles.scale} aria-hidden="true">
        <span>0</span>
        <span>{format(most)}</span>
      </span>
    </section>
  );
}
