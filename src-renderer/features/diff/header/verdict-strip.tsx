import type { CSSProperties, ReactNode } from 'react';

import { defaultTolerances, type Figure } from '@domain/diff/compare-figures';
import { changeWords, figureTitles, formatFigure, toleranceWords } from '@domain/diff/figure-words';

import { classNames } from '../../../ui/class-names';
import styles from './verdict-strip.module.css';

/** Figures of B, how they differ from A's, and whether that is good. */
export function VerdictStrip({ figures }: { readonly figures: readonly Figure[] }): ReactNode {
  return (
    <dl className={styles.strip} aria-label="Figures of both runs">
      {figures.map((figure) => (
        <Card key={figure.name} figure={figure} />
      ))}
    </dl>
  );
}

function Card({ figure }: { readonly figure: Figure }): ReactNode {
  const { name, a, b, direction, judgement } = figure;
  const tone =
    judgement === 'better'
      ? 'okText'
      : judgement === 'worse'
        ? 'errorText'
        : direction === 'less' || direction === 'more'
          ? 't2'
          : 't3';
  return (
    <div className={styles.card} title={toleranceWords(name, defaultTolerances)}>
      <dt>{figureTitles[name]}</dt>
      <dd>
        <span className={styles.now}>
          <b>{formatFigure(name, b)}</b>
          <span className={classNames(tone, 'ellipsis')}>{changeWords(figure)}</span>
        </span>
        <span className={styles.pair} aria-hidden="true">
          <i className={styles.a} style={barOf(a, b)} />
          <i className={styles.b} style={barOf(b, a)} />
        </span>
        <span className={styles.was}>was {formatFigure(name, a)}</span>
      </dd>
    </div>
  );
}

function barOf(value: number | null, other: number | null): CSSProperties {
  const most = Math.max(value ?? 0, other ?? 0);
  return { width: `${most === 0 ? 0 : ((value ?? 0) / most) * 100}%` };
}
