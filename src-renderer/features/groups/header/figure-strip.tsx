import { useMemo, type ReactNode } from 'react';

import { groupSides } from '@domain/diff/groups/group-table';

import { RangeBar } from '../range-bar';
import type { GroupsHeader } from '../model/groups-builder';
import { formatGroupFigure, groupFigures, type GroupFigure } from '../model/group-figures';
import { sideTitles } from '../side-words';
import styles from './figure-strip.module.css';

/** Medians of both sets, and how far their runs are spread. */
export function FigureStrip({ header }: { readonly header: GroupsHeader }): ReactNode {
  const figures = useMemo(() => groupFigures(header), [header]);
  return (
    <dl className={styles.strip} aria-label="Figures of both sets">
      {figures.map((figure) => (
        <Card key={figure.name} figure={figure} />
      ))}
    </dl>
  );
}

function Card({ figure }: { readonly figure: GroupFigure }): ReactNode {
  const { name, title, good, bad } = figure;
  const most = Math.max(good?.most ?? 0, bad?.most ?? 0);
  return (
    <div className={styles.card}>
      <dt>{title}, median</dt>
      {groupSides.map((side) => {
        const spread = side === 'good' ? good : bad;
        const format = (value: number): string => formatGroupFigure(name, value);
        return (
          <dd key={side} className={styles.line}>
            <span className="srOnly">{sideTitles[side]}: </span>
            <b className={styles[side]}>{spread === null ? '—' : format(spread.median)}</b>
            <RangeBar side={side} spread={spread} most={most} format={format} />
          </dd>
        );
      })}
    </div>
  );
}
