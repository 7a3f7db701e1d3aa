import type { ReactNode } from 'react';

import { formatCount, formatShortCount } from '@domain/format';
import { formatCost } from '@domain/format-cost';
import type { SpanIndex } from '@domain/units';

import { classNames } from '../../../ui/class-names';
import { subtreeCost, type FacetTable } from '../model/facet-table';
import styles from './tree-row.module.css';

/** Width of both columns in px; the style sheet has the same numbers. */
export const FIGURES_PX = 112;

export interface TreeRowFiguresProps {
  /** Null before the spans are understood: the columns stand empty. */
  readonly facets: FacetTable | null;
  readonly span: SpanIndex;
}

/** Tokens and cost of a span; of one above others, quiet, the sum of what is below. */
export function TreeRowFigures({ facets, span }: TreeRowFiguresProps): ReactNode {
  const tokens = facets?.subtreeTokens[span] ?? Number.NaN;
  const isSum = facets === null || Number.isNaN(facets.tokens[span]);
  const cost = facets === null ? '' : formatCost(subtreeCost(facets, span));
  return (
    <span className={classNames(styles.figures, isSum && styles.sum)} aria-hidden="true">
      <span>{Number.isNaN(tokens) ? '' : formatShortCount(tokens)}</span>
      <span className={classNames(cost === '$0' && styles.nothing)}>{cost}</span>
    </span>
  );
}

/** The same in words; none for a span without any. */
export function figureWords(facets: FacetTable | null, span: SpanIndex): string[] {
  if (facets === null) return [];
  const words: string[] = [];
  const tokens = facets.subtreeTokens[span] ?? Number.NaN;
  if (!Number.isNaN(tokens)) words.push(`${formatCount(tokens)} tokens`);
  const cost = subtreeCost(facets, span);
  const text = formatCost(cost);
  if (cost.state === 'unknown' && text === '—') words.push('no price known');
  else if (text !== '') words.push(text);
  return words;
}
