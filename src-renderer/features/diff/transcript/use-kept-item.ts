import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

import type { KeyedItem } from '../../../ui/use-held-item';

type Places = Pick<
  Virtualizer<HTMLDivElement, Element>,
  'getVirtualItems' | 'getVirtualItemForOffset' | 'measurementsCache' | 'scrollOffset'
>;

export interface KeptItem {
  /** The list was scrolled, by whomever. */
  readonly onScroll: () => void;
  /** The reader goes elsewhere. */
  readonly release: () => void;
}

const readerEvents = ['wheel', 'pointerdown', 'touchmove'] as const;

/**
 * Keeps the topmost item where it is when others come or go above it, and while these are measured.
 * @param isHeld whether something else sees to where the list is
 */
export function useKeptItem(
  scroller: RefObject<HTMLElement | null>,
  items: readonly KeyedItem[],
  places: Places,
  isHeld: () => boolean,
): KeptItem {
  const top = useRef<{ readonly key: number; readonly hiddenPx: number } | null>(null);
  const drawn = useRef(items);
  /** Items came or went, and the reader has not scrolled since. */
  const isKept = useRef(false);
  const note = (offset: number): void => {
    const place = offset === 0 ? undefined : places.getVirtualItemForOffset(offset);
    const item = place === undefined ? undefined : items[place.index];
    const isKnown = place !== undefined && item !== undefined;
    top.current = isKnown ? { key: item.key, hiddenPx: offset - place.start } : null;
  };
  useLayoutEffect(() => {
    if (drawn.current !== items) isKept.current = true;
    drawn.current = items;
    if (isHeld()) isKept.current = false;
    if (!isKept.current || top.current === null || scroller.current === null) return;
    const { key, hiddenPx } = top.current;
    // What was just measured counts in the cache once it is asked for.
    places.getVirtualItems();
    const place = places.measurementsCache[items.findIndex((item) => item.key === key)];
    // Not by the virtualizer, which would insist on the offset while items above are measured.
    if (place !== undefined) scroller.current.scrollTo({ top: place.start + hiddenPx });
  });
  // Items above may have been measured. The offset as last heard: to ask for it costs a layout.
  useEffect(() => {
    if (!isKept.current) note(places.scrollOffset ?? 0);
  });
  useEffect(() => {
    const element = scroller.current;
    const release = (): void => {
      isKept.current = false;
    };
    for (const name of readerEvents) element?.addEventListener(name, release, { passive: true });
    return () => {
      for (const name of readerEvents) element?.removeEventListener(name, release);
    };
  }, [scroller]);
  return {
    onScroll: () => {
      if (!isKept.current) note(scroller.current?.scrollTop ?? 0);
    },
    release: () => {
      isKept.current = false;
    },
  };
}
