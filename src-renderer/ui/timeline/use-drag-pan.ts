import { useEffect, type RefObject } from 'react';

import { panBy, showsAll, type TimeWindow } from './time-window';
import type { WindowStore } from './window-store';

/** A drag shorter than this is a press. */
const MIN_DRAG_PX = 4;

/** Dragging the bars sideways pans the time shown; a press still selects. */
export function useDragPan(
  scroller: RefObject<HTMLElement | null>,
  store: WindowStore,
  tree: number,
): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let drag: { readonly x: number; readonly window: TimeWindow; isPanning: boolean } | null = null;
    const onDown = (event: PointerEvent): void => {
      const width = element.clientWidth;
      const x = event.clientX - element.getBoundingClientRect().left;
      const isOnBars = x > tree && x < width;
      if (event.button !== 0 || !isOnBars || showsAll(store.get(), store.limits)) return;
      drag = { x: event.clientX, window: store.get(), isPanning: false };
    };
    const onMove = (event: PointerEvent): void => {
      if (drag === null) return;
      const byPx = event.clientX - drag.x;
      if (!drag.isPanning) {
        if (Math.abs(byPx) < MIN_DRAG_PX) return;
        drag.isPanning = true;
        element.dataset['panning'] = '';
        element.setPointerCapture(event.pointerId);
      }
      store.set(panBy(drag.window, store.limits, -byPx / (element.clientWidth - tree)));
    };
    const onEnd = (): void => {
      if (drag?.isPanning === true) {
        delete element.dataset['panning'];
        // The click that ends a drag is none; it comes before the next task, if at all.
        element.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => element.removeEventListener('click', swallow, { capture: true }));
      }
      drag = null;
    };
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onEnd);
    element.addEventListener('pointercancel', onEnd);
    return () => {
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onEnd);
      element.removeEventListener('pointercancel', onEnd);
    };
  }, [scroller, store, tree]);
}

function swallow(event: Event): void {
  event.stopPropagation();
}
