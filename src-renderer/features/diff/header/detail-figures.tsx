import { useMemo, type ReactNode } from 'react';

import {
  compareDetails,
  quantityOf,
  type DetailName,
  type Figure,
} from '@domain/diff/compare-figures';
import {
  changeWords,
  figureTitles,
  formatChangeOf,
  formatFigure,
  tolerancesSentence,
} from '@domain/diff/figure-words';
import type { Tolerances } from '@domain/diff/tolerances';

import { classNames } from '../../../ui/class-names';
import { isAnyRunning, type DiffHeader } from '../model/diff-builder';
import { toneOf } from '../tone-of';
import styles from './detail-figures.module.css';

/** What stands below each other: the first is the sum, or stands for itself. */
const groups: readonly (readonly DetailName[])[] = [
  ['criticalPath', 'pathModels', 'pathTools', 'pathRest'],
  ['inputTokens', 'cacheReadTokens', 'cacheWriteTokens'],
  ['outputTokens', 'reasoningTokens'],
  ['firstToken', 'retries'],
];

export interface DetailFiguresProps {
  readonly header: DiffHeader;
  readonly tolerances: Tolerances;
}

/** What is behind the figures: what was waited for, tokens by class, the first token, retries. */
export function DetailFigures({ header, tolerances }: DetailFiguresProps): ReactNode {
  const { figuresA, figuresB } = header;
  const isUnderWay = isAnyRunning(header);
  const figures = useMemo(() => {
    const compared = compareDetails(figuresA, figuresB, tolerances, isUnderWay);
    return new Map(compared.map((figure) => [figure.name, figure]));
  }, [figuresA, figuresB, tolerances, isUnderWay]);
  return (
    <section className={styles.details} aria-label="More figures">
      <div className={styles.groups}>
        {groups.map((names) => (
          <dl key={names[0]}>
            {names.map((name) => {
              const figure = figures.get(name);
              return figure !== undefined && <Line key={name} figure={figure} />;
            })}
          </dl>
        ))}
      </div>
      <p className={styles.note}>{tolerancesSentence(tolerances)}</p>
    </section>
  );
}

function Line({ figure }: { readonly figure: Figure<DetailName> }): ReactNode {
  const { name, a, b, direction } = figure;
  const title = figureTitles[name];
  return (
    <div className={classNames(styles.line, title.startsWith('of it') && styles.part)}>
      <dt>{title}</dt>
      <dd>{formatFigure(name, b)}</dd>
      <dd className={classNames(styles.change, toneOf(figure))} title={changeWords(figure)}>
        {a !== null && b !== null && formatChangeOf(quantityOf(name), a, b, direction)}
      </dd>
      <dd className={styles.was}>was {formatFigure(name, a)}</dd>
    </div>
  );
}
