import { useMemo, type CSSProperties, type ReactNode } from 'react';

import { compareFigures, type Figure } from '@domain/diff/compare-figures';
import { changeWords, figureTitles, formatFigure, toleranceWords } from '@domain/diff/figure-words';
import type { Tolerances } from '@domain/diff/tolerances';

import { useCommands } from '../../../lib/keyboard';
import { Button } from '../../../ui/button';
import { classNames } from '../../../ui/class-names';
import { ChevronDownIcon, ChevronUpIcon } from '../../../ui/icons';
import { useComparePreferences } from '../compare-preferences';
import { isAnyRunning, type DiffHeader } from '../model/diff-builder';
import { toneOf } from '../tone-of';
import { useTolerances } from '../../../stores/tolerances';
import { DetailFigures } from './detail-figures';
import { TolerancesControl } from './tolerances-control';
import styles from './verdict-strip.module.css';

/** Figures of B, how they differ from A's, and whether that is good; more of them when asked for. */
export function VerdictStrip({ header }: { readonly header: DiffHeader }): ReactNode {
  const tolerances = useTolerances();
  const isOpen = useComparePreferences(({ showsMoreFigures }) => showsMoreFigures);
  const { figuresA, figuresB } = header;
  const isUnderWay = isAnyRunning(header);
  const figures = useMemo(
    () => compareFigures(figuresA, figuresB, tolerances, isUnderWay),
    [figuresA, figuresB, tolerances, isUnderWay],
  );
  useCommands({ 'compare.figures': toggleFigures });
  return (
    <>
      <div className={styles.strip}>
        <dl className={styles.cards} aria-label="Figures of both runs">
          {figures.map((figure) => (
            <Card key={figure.name} figure={figure} tolerances={tolerances} />
          ))}
        </dl>
        <div className={styles.actions}>
          <Button
            variant="ghost"
            size="small"
            icon={isOpen ? ChevronUpIcon : ChevronDownIcon}
            aria-expanded={isOpen}
            onClick={toggleFigures}
          >
            {isOpen ? 'Fewer figures' : 'More figures'}
          </Button>
          <TolerancesControl />
        </div>
      </div>
      {isOpen && <DetailFigures header={header} tolerances={tolerances} />}
    </>
  );
}

function toggleFigures(): void {
  useComparePreferences.setState(({ showsMoreFigures }) => ({
    showsMoreFigures: !showsMoreFigures,
  }));
}

interface CardProps {
  readonly figure: Figure;
  readonly tolerances: Tolerances;
}

function Card({ figure, tolerances }: CardProps): ReactNode {
  const { name, a, b } = figure;
  return (
    <div className={styles.card} title={toleranceWords(name, tolerances)}>
      <dt>{figureTitles[name]}</dt>
      <dd>
        <span className={styles.now}>
          <b>{formatFigure(name, b)}</b>
          <span className={classNames(toneOf(figure), 'ellipsis')}>{changeWords(figure)}</span>
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
