import { useEffect, useRef, type RefObject } from 'react';

import type { TraceListHandle } from './trace-list';

export interface FocusGivenBack {
  /** What had the focus goes away: the list gets it, once it is there. */
  readonly giveBack: () => void;
}

/** Gives the focus to the list where a button takes it along as it goes. */
export function useFocusGivenBack(list: RefObject<TraceListHandle | null>): FocusGivenBack {
  const isDue = useRef(false);
  const settle = (): void => {
    if (!isDue.current || list.current === null) return;
    const { activeElement } = document;
    // Whoever went on to something else keeps it.
    if (activeElement === null || activeElement === document.body) list.current.focus();
    isDue.current = false;
  };
  // With every drawing: an empty list is there again when its traces are.
  useEffect(settle);
  return {
    giveBack: () => {
      isDue.current = true;
      // After the button is gone.
      setTimeout(settle);
    },
  };
}
