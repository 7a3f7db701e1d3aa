import { useCallback } from 'react';
import { create } from 'zustand';

interface FoldState {
  /** The comparison whose steps were folded. */
  readonly comparison: string;
  /** What the reader opened or folded, by key of the item. */
  readonly folds: ReadonlyMap<number, boolean>;
  /** What all the others are; null as each begins. */
  readonly foldsAll: boolean | null;
}

const none: ReadonlyMap<number, boolean> = new Map();

/** How the reader left the transcript; who comes back from another view finds it the same. */
const useFoldState = create<FoldState>(() => ({ comparison: '', folds: none, foldsAll: null }));

export interface ItemFolds {
  /** @param isFolded how the item begins */
  readonly of: (key: number, isFolded: boolean) => boolean;
  readonly set: (key: number, fold: boolean) => void;
  readonly setAll: (fold: boolean) => void;
}

/** Which items of a comparison are folded to a line. */
export function useItemFolds(comparison: string): ItemFolds {
  const folds = useFoldState((state) => (state.comparison === comparison ? state.folds : none));
  const foldsAll = useFoldState((state) =>
    state.comparison === comparison ? state.foldsAll : null,
  );
  const of = useCallback(
    (key: number, isFolded: boolean) => folds.get(key) ?? foldsAll ?? isFolded,
    [folds, foldsAll],
  );
  return {
    of,
    set: (key, fold) =>
      useFoldState.setState({ comparison, folds: new Map(folds).set(key, fold), foldsAll }),
    setAll: (fold) => useFoldState.setState({ comparison, folds: none, foldsAll: fold }),
  };
}
