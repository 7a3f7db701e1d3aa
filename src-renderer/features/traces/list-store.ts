import { create } from 'zustand';

import { noTicks, type Ticks } from './model/selection';

export interface ListCursor {
  /** Where it stands, or stood when its trace was last seen. */
  readonly index: number;
  /** The trace it stays with; null before the first one is known. */
  readonly key: number | null;
}

interface ListStore {
  /** New traces come in by themselves while the list is at its top. */
  readonly isLive: boolean;
  readonly isAtTop: boolean;
  readonly scrollTop: number;
  readonly cursor: ListCursor;
  readonly ticks: Ticks;
  /** Titles of the columns that are chosen and have no room. */
  readonly leftOut: readonly string[];
  /** The project that all of this is of, null for all; undefined before there was one. */
  readonly project: number | null | undefined;
}

export const initialList: ListStore = {
  isLive: true,
  isAtTop: true,
  scrollTop: 0,
  cursor: { index: 0, key: null },
  ticks: noTicks,
  leftOut: [],
  project: undefined,
};

/** What the list looks like; outlives the page, so that coming back finds the same place. */
export const useListStore = create<ListStore>(() => initialList);
