/** What a turn of the wheel means. */
import { useEffect, type RefObject } from 'react';

import { panBy, widthOf, zoomAt } from './time-window';
import type { WindowStore } from './window-store';

const PX_PER_LINE = 16;
const PX_PER_PAGE = 400;
/** A notch of a usual mouse wheel is 100 px. */
const ZOOM_PER_PX = 0.0018;

function pxOf(delta: number, event: WheelEvent): number {
  if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return delta * PX_PER_LINE;
  if (event.deltaMode === WheelEvent.DOM_DELTA_PAGE) return delta * PX_PER_PAGE;
  return delta;
}

/** Factor to zoom by; above 1 zooms in (turned away from the reader). */
export function wheelZoomFactor(event: WheelEvent): number {
  const px = pxOf(event.deltaY, event);
  // A pinch on a touchpad comes as small steps with Ctrl.
  const perPx = event.ctrlKey && Math.abs(px) < 40 ? ZOOM_PER_PX * 5 : ZOOM_PER_PX;
  return Math.exp(-Math.max(-300, Math.min(300, px)) * perPx);
}

/** Px to pan to the right; 0 where the wheel is turned to scroll the rows. */
function wheelPanPx(event: WheelEvent): number {
  const x = pxOf(event.deltaX, event);
  const y = pxOf(event.deltaY, event);
  if (event.shiftKey) return x !== 0 ? x : y;
  return Math.abs(x) > Math.abs(y) ? x : 0;
}

/** Ctrl or ⌘ with the wheel zooms at the pointer; sideways or with Shift it pans. */
export function useWheel(
  scroller: RefObject<HTMLDivElement | null>,
  store: WindowStore,
  tree: number,
): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      const width = element.clientWidth - tree;
      if (width <= 0) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const x = event.clientX - element.getBoundingClientRect().left - tree;
        const window = store.get();
        const share = Math.max(0, Math.min(1, x / width));
        const atNs = window.fromNs + share * widthOf(window);
        store.set(zoomAt(window, store.limits, atNs, wheelZoomFactor(event)));
        return;
      }
      const panPx = wheelPanPx(event);
      if (panPx === 0) return;
      event.preventDefault();
      store.set(panBy(store.get(), store.limits, panPx / width));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller, store, tree]);
}
