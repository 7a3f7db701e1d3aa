import { useState, useSyncExternalStore } from 'react';

import { useViewPreferences } from './view-preferences';

/** Below this width the inspector lies over the bars; the style sheet has the same number. */
const overlay = (): MediaQueryList => window.matchMedia('(max-width: 1199px)');

function subscribe(listener: () => void): () => void {
  const query = overlay();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/**
 * Whether the inspector is open, and how to change it. Beside the bars it is as the reader
 * left it; where it would lie over them it opens for whoever asks, and never by itself.
 */
export function useInspectorOpen(): readonly [boolean, (isOpen: boolean) => void] {
  const isOverlay = useSyncExternalStore(subscribe, () => overlay().matches);
  const isOpenBeside = useViewPreferences((preferences) => preferences.isInspectorOpen);
  const [isOpenOver, setOpenOver] = useState(false);
  return [
    isOverlay ? isOpenOver : isOpenBeside,
    (isOpen) =>
      isOverlay ? setOpenOver(isOpen) : useViewPreferences.setState({ isInspectorOpen: isOpen }),
  ];
}
