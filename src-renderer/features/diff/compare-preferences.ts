import { create } from 'zustand';

import type { IcicleMeasure } from '@domain/diff/icicle-layout';

import type { DiffLayout } from './pair/diff-layout';

interface ComparePreferences {
  /** Times from the start of each run, or from where they part. */
  readonly axis: 'starts' | 'divergence';
  /** Width of what stands before the bars, in px; null until the reader chose. */
  readonly treeWidth: number | null;
  readonly isPanelOpen: boolean;
  /** Figures behind those of the strip, of the runs and of the chosen pair. */
  readonly showsMoreFigures: boolean;
  /** How the two texts of a pair stand. */
  readonly layout: DiffLayout;
  /** What the width of a block of the icicle stands for. */
  readonly measure: IcicleMeasure;
  /** Siblings of one name are one block of the icicle; null until the reader chose. */
  readonly mergesNames: boolean | null;
}

/** How the reader likes comparisons; holds from one to the next while the window is open. */
export const useComparePreferences = create<ComparePreferences>(() => ({
  axis: 'starts',
  treeWidth: null,
  isPanelOpen: true,
  showsMoreFigures: false,
  layout: 'sideBySide',
  measure: 'time',
  mergesNames: null,
}));
