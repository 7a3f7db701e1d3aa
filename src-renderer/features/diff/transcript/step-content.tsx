import { useEffect, useState, type ReactNode } from 'react';

import type { DiffPair } from '@contract/diff';
import type { DifferenceField } from '@domain/diff/compare-facets';
import { sideOf, verdictOf } from '@domain/diff/diff-columns';

import { useEngineQuery } from '../../../lib/engine-queries';
import { ErrorState } from '../../../ui/empty-state';
import type { DiffModel } from '../model/diff-model';
import { ContentTab } from '../pair/content-tab';
import type { DiffLayout, OnlySide } from '../pair/diff-layout';
import { Loading } from '../pair/loading';
import styles from './transcript.module.css';

/** Of an agent what it was given stands before its steps, and what it gave after them. */
export type ContentShare = 'all' | 'given' | 'gave';

export interface StepContentProps {
  readonly model: DiffModel;
  readonly row: number;
  readonly share: ContentShare;
  readonly layout: DiffLayout;
}

const LOADING_ROWS = 3;
const REST_MS = 60;

/** What was said in a step; it is read while the step is in sight or near. */
export function StepContent({ model, row, share, layout }: StepContentProps): ReactNode {
  const { columns } = model;
  const [isWhole, setIsWhole] = useState(false);
  const keyA = columns.keysA[row] || null;
  const side = sideOf(columns, row);
  // What both say is told once, as A said it: of a pair only differences are read.
  const isSame = side === 'both' && verdictOf(columns, row) === 'same';
  const keyB = isSame ? null : columns.keysB[row] || null;
  const isRested = useRested();
  const query = useEngineQuery(
    'diff.pair',
    { keyA, keyB, ...(isWhole ? { isWhole } : {}) },
    { enabled: isRested },
  );
  if (query.isError) {
    return (
      <ErrorState
        message={query.error.message}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  }
  if (query.data === undefined) return <Loading rows={LOADING_ROWS} />;
  const only: OnlySide = isSame ? 'a' : side === 'both' ? null : side;
  const pair = shareOf(query.data, share, only !== null);
  if (share !== 'all' && pair.differences.length + pair.same.length === 0) return null;
  return (
    <div className={styles.items}>
      <ContentTab pair={pair} layout={layout} only={only} onShowAll={() => setIsWhole(true)} />
    </div>
  );
}

/** Whether it has been there for a moment: what flies past is not read. */
function useRested(): boolean {
  const [isRested, setIsRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsRested(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  return isRested;
}

const gaveFields: ReadonlySet<DifferenceField> = new Set([
  'output',
  'result',
  'documents',
  'finishReason',
  'error',
]);

/** How a call was made rather than what was said; of one side alone the pair in full tells it. */
const settingFields: ReadonlySet<DifferenceField> = new Set([
  'model',
  'parameters',
  'tools',
  'finishReason',
]);

function shareOf(pair: DiffPair, share: ContentShare, isAlone: boolean): DiffPair {
  const isOfShare = ({ field }: { readonly field: DifferenceField }): boolean =>
    (share === 'all' || gaveFields.has(field) === (share === 'gave')) &&
    !(isAlone && settingFields.has(field));
  return {
    ...pair,
    differences: pair.differences.filter(isOfShare),
    same: pair.same.filter(isOfShare),
  };
}
