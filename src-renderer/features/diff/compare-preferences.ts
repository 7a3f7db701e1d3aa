import { create } from 'zustand';

interface ComparePreferences {
  /** Times from the start of each run, or from where they part. */
  readonly axis: 'starts' | 'divergence';
  /** Width of what stands before the bars, in px; null until the reader chose. */
  readonly treeWidth: number | null;
  readonly isPanelOpen: boolean;
  /** Figures behind those of the strip, of the runs and of the chosen pair. */
  readonly showsMoreFigures: boolean;
}

/** How the reader likes comparisons; holds from one to the next while the window is open. */
export const useComparePreferences = create<ComparePreferences>(() => ({
  axis: 'starts',
  treeWidth: null,
  isPanelOpen: true,
  showsMoreFigures: false,
}));
