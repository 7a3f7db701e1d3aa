import { create } from 'zustand';

export const DEFAULT_TREE_WIDTH = 380;

interface ViewPreferences {
  /** Width of the tree column in px. */
  readonly treeWidth: number;
  readonly showCritical: boolean;
  readonly isInspectorOpen: boolean;
}

/** How the reader likes trace views; holds from trace to trace while the window is open. */
export const useViewPreferences = create<ViewPreferences>(() => ({
  treeWidth: DEFAULT_TREE_WIDTH,
  showCritical: true,
  isInspectorOpen: true,
}));
