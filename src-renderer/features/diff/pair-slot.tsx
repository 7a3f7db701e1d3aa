import type { ReactNode, Ref } from 'react';

import { pairKinds } from '@domain/diff/alignment';
import { sideOf } from '@domain/diff/diff-columns';

import { Splitter } from '../../ui/splitter';
import type { PanelWidth } from '../../ui/use-panel-width';
import styles from './diff-view.module.css';
import type { DiffModel } from './model/diff-model';
import { PairPanel, type PairPanelProps } from './pair/pair-panel';
import type { PairTimes } from './pair/side-table';

export interface PairSlotProps extends Pick<PairPanelProps, 'onClose' | 'onOpenTrace'> {
  readonly model: DiffModel;
  readonly row: number;
  readonly width: PanelWidth;
  readonly ref: Ref<HTMLDivElement>;
}

/** The chosen pair beside the tree, and the edge that sizes it. */
export function PairSlot(props: PairSlotProps): ReactNode {
  const { model, row, width, ref, onClose, onOpenTrace } = props;
  const { keysA, keysB } = model.columns;
  return (
    <div ref={ref} className={styles.panel}>
      <Splitter label="Width of the pair" panel="after" {...width} />
      <PairPanel
        keyA={keyOrNull(keysA[row])}
        keyB={keyOrNull(keysB[row])}
        traceKeys={[model.header.a.key, model.header.b.key]}
        match={matchOf(model, row)}
        times={timesOf(model, row)}
        onClose={onClose}
        onOpenTrace={onOpenTrace}
      />
    </div>
  );
}

function matchOf({ columns }: DiffModel, row: number): NonNullable<PairPanelProps['match']> | null {
  if (sideOf(columns, row) !== 'both') return null;
  const kind = pairKinds[columns.pairKinds[row] ?? 0] ?? 'none';
  return { kind, confidence: columns.confidences[row] ?? 0 };
}

function timesOf({ columns }: DiffModel, row: number): PairTimes {
  const of = (column: Float64Array): number => column[row] ?? Number.NaN;
  return {
    a: { selfNs: of(columns.selfNsA), pathNs: of(columns.pathNsA) },
    b: { selfNs: of(columns.selfNsB), pathNs: of(columns.pathNsB) },
  };
}

function keyOrNull(key: number | undefined): number | null {
  return key === undefined || key === 0 ? null : key;
}
