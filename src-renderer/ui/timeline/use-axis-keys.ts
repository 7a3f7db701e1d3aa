import { useCommands } from '../../lib/keyboard';
import { panBy, widthOf, zoomAt, type TimeWindow } from './time-window';
import type { WindowStore } from './window-store';

const ZOOM_STEP = 1.6;
/** Of what is shown, a key press pans this much. */
const PAN_SHARE = 0.25;

/** Keys that zoom and pan a time axis. `focusNs` is what zooming keeps in place. */
export function useAxisKeys(store: WindowStore, focusNs: (window: TimeWindow) => number): void {
  const zoom = (factor: number): void => {
    const window = store.get();
    store.set(zoomAt(window, store.limits, focusNs(window), factor));
  };
  const pan = (share: number): void => store.set(panBy(store.get(), store.limits, share));
  useCommands({
    'trace.zoomIn': () => zoom(ZOOM_STEP),
    'trace.zoomOut': () => zoom(1 / ZOOM_STEP),
    'trace.panEarlier': () => pan(-PAN_SHARE),
    'trace.panLater': () => pan(PAN_SHARE),
    'trace.zoomFit': () => store.set(store.limits),
  });
}

/** The middle of what is shown. */
export function middleNs(window: TimeWindow): number {
  return window.fromNs + widthOf(window) / 2;
}
