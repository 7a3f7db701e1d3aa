import { create } from 'zustand';

const NAME_WIDTH = 380;
const NAME_AND_FIGURES_WIDTH = 424;

/** Where the bars begin until the reader chooses, in px. */
export function defaultTreeWidth(hasFigures: boolean): number {
  return hasFigures ? NAME_AND_FIGURES_WIDTH : NAME_WIDTH;
}

interface ViewPreferences {
  /** Where the bars begin, in px; null until the reader chose. */
  readonly treeWidth: number | null;
  readonly showCritical: boolean;
  readonly isInspectorOpen: boolean;
}

/** How the reader likes trace views; holds from trace to trace while the window is open. */
export const useViewPreferences = create<ViewPreferences>(() => ({
  treeWidth: null,
  showCritical: true,
  isInspectorOpen: true,
}));
