import { useEffect, useRef, type RefObject } from 'react';

import type { Step } from './steps';

type Align = 'start' | 'end';

/**
 * Keeps the step that was brought into sight there while what it and its neighbours say arrives
 * and they grow, until the reader scrolls.
 * @param scrollTo scrolls to the step at an index
 * @returns the key of the held step, to be set; null for none
 */
export function useHeldStep(
  scroller: RefObject<HTMLElement | null>,
  steps: readonly Step[],
  scrollTo: (at: number, align: Align) => void,
): RefObject<number | null> {
  const heldKey = useRef<number | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const release = (): void => {
      heldKey.current = null;
    };
    const events = ['wheel', 'pointerdown', 'touchmove'] as const;
    for (const name of events) element.addEventListener(name, release, { passive: true });
    return () => {
      for (const name of events) element.removeEventListener(name, release);
    };
  }, [scroller]);
  // With every drawing: steps are drawn anew when they have grown.
  useEffect(() => {
    const element = scroller.current;
    if (element === null || heldKey.current === null) return;
    const at = steps.findIndex(({ key }) => key === heldKey.current);
    const step = element.querySelector(`[data-index="${at}"]`);
    const align = step === null ? null : wayTo(element, step);
    if (align !== null) scrollTo(at, align);
  });
  return heldKey;
}

/** Where a step must go to be seen: all of it, or else its beginning. */
function wayTo(scroller: Element, step: Element): Align | null {
  const box = scroller.getBoundingClientRect();
  const { top, bottom, height } = step.getBoundingClientRect();
  if (height >= box.height) return top < box.top || top > box.top + box.height / 2 ? 'start' : null;
  if (top < box.top - 1) return 'start';
  return bottom > box.bottom + 1 ? 'end' : null;
}
