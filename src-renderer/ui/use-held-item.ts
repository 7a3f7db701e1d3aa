import { useEffect, useRef, type RefObject } from 'react';

/** Something in a list, by a key that outlasts its place. */
export interface KeyedItem {
  readonly key: number;
}

type Align = 'start' | 'end';

/**
 * Keeps the item that was brought into sight there while what it and its neighbours say arrives
 * and they grow, until the reader scrolls.
 * @param scrollTo scrolls to the item at an index
 * @returns the key of the held item, to be set; null for none
 */
export function useHeldItem(
  scroller: RefObject<HTMLElement | null>,
  items: readonly KeyedItem[],
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
  // With every drawing: items are drawn anew when they have grown.
  useEffect(() => {
    const element = scroller.current;
    if (element === null || heldKey.current === null) return;
    const at = items.findIndex(({ key }) => key === heldKey.current);
    const item = element.querySelector(`[data-index="${at}"]`);
    const align = item === null ? null : wayTo(element, item);
    if (align !== null) scrollTo(at, align);
  });
  return heldKey;
}

/** Where an item must go to be seen: all of it, or else its beginning. */
function wayTo(scroller: Element, item: Element): Align | null {
  const box = scroller.getBoundingClientRect();
  const { top, bottom, height } = item.getBoundingClientRect();
  if (height >= box.height) return top < box.top || top > box.top + box.height / 2 ? 'start' : null;
  if (top < box.top - 1) return 'start';
  return bottom > box.bottom + 1 ? 'end' : null;
}
