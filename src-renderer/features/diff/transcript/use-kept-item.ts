import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

import type { KeyedItem } from '../../../ui/use-held-item';

type Places = Pick<
  Virtualizer<HTMLDivElement, Element>,
  'getVirtualItems' | 'getVirtualItemForOffset' | 'measurementsCache'
>;

/**
 * Keeps the topmost item where it is when others come or go above it.
 * @param isHeld whether something else sees to where the list is
 * @returns to be called when the list was scrolled
 */
export function useKeptItem(
  scroller: RefObject<HTMLElement | null>,
  items: readonly KeyedItem[],
  places: Places,
  isHeld: () => boolean,
): () => void {
  const top = useRef<{ readonly key: number; readonly hiddenPx: number } | null>(null);
  const drawn = useRef(items);
  const note = (): void => {
    const offset = scroller.current?.scrollTop ?? 0;
    const place = offset === 0 ? undefined : places.getVirtualItemForOffset(offset);
    const item = place === undefined ? undefined : items[place.index];
    const isKnown = place !== undefined && item !== undefined;
    top.current = isKnown ? { key: item.key, hiddenPx: offset - place.start } : null;
  };
  useLayoutEffect(() => {
    const before = drawn.current;
    drawn.current = items;
    if (before === items || isHeld() || top.current === null || scroller.current === null) return;
    const { key, hiddenPx } = top.current;
    // What was just measured counts in the cache once it is asked for.
    places.getVirtualItems();
    const place = places.measurementsCache[items.findIndex((item) => item.key === key)];
    // Not by the virtualizer, which would insist on the offset while items above are measured.
    if (place !== undefined) scroller.current.scrollTop = place.start + hiddenPx;
  });
  useEffect(note);
  return note;
}
