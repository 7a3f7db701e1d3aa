import type { ReactNode, RefObject } from 'react';

import type { TimeOrigins } from '@domain/diff/time-axis';
import type { CompareMode } from '@domain/route';

import { useRowHeight } from '../../stores/row-height';
import type { MenuEntry } from '../../ui/menu';
import type { WindowStore } from '../../ui/timeline/window-store';
import type { BodyHandle } from './body-handle';
import { DiffTreeKeys } from './diff-tree-keys';
import { IcicleView } from './icicle/icicle-view';
import type { DiffViewAction, DiffViewState } from './model/diff-view-state';
import { DeltaTable } from './table/delta-table';
import { TranscriptList } from './transcript/transcript-list';
import { DiffTree } from './tree/diff-tree';

export interface DiffBodyProps {
  readonly mode: CompareMode;
  /** Names the comparison. */
  readonly comparison: string;
  readonly view: DiffViewState;
  readonly dispatch: (action: DiffViewAction) => void;
  readonly store: WindowStore;
  readonly origins: TimeOrigins;
  readonly selected: number;
  /** Row that waits for the one it is to be paired with; -1 for none. */
  readonly pinning: number;
  readonly menu: readonly MenuEntry[];
  readonly onSelect: (row: number) => void;
  /** Selects on the way to elsewhere. */
  readonly passTo: (row: number) => void;
  readonly onGoTo: (row: number) => void;
  readonly body: RefObject<BodyHandle | null>;
}

/** The rows of a comparison in the way that was chosen. */
export function DiffBody(props: DiffBodyProps): ReactNode {
  const { mode, comparison, view, dispatch, store, selected, menu, body } = props;
  const { onSelect, passTo, onGoTo } = props;
  const { model } = view;
  const rowHeight = useRowHeight();
  const touch = (): void => dispatch({ type: 'touch' });
  const common = { ref: body, selected, menu, onSelect, onGoTo };
  switch (mode) {
    case 'table':
      return <DeltaTable model={model} onGoTo={onGoTo} />;
    case 'transcript':
      return (
        <TranscriptList
          {...common}
          comparison={comparison}
          model={model}
          filter={view.filter}
          passTo={passTo}
          onTouch={touch}
        />
      );
    case 'icicle':
      return <IcicleView {...common} model={model} passTo={passTo} />;
    case 'tree':
      return (
        <>
          <DiffTreeKeys {...{ view, dispatch, store, selected, passTo }} tree={body} />
          <DiffTree
            {...common}
            key={rowHeight}
            view={view}
            store={store}
            origins={props.origins}
            pinning={props.pinning}
            rowHeight={rowHeight}
            onScroll={touch}
            onFold={(row, fold) => {
              dispatch({ type: 'fold', row, fold });
              body.current?.focus();
            }}
            onUnroll={(row) => {
              dispatch({ type: 'unroll', row });
              body.current?.focus();
            }}
          />
        </>
      );
  }
}
