import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
} from 'react';

import { ticksOf } from '../../../ui/timeline/time-ticks';
import {
  showsAll,
  widthOf,
  windowBetween,
  zoomAt,
  type TimeWindow,
} from '../../../ui/timeline/time-window';
import type { TraceModel } from '../model/trace-model';
import { useCoarseEnd, type OpenEndStore } from '../use-open-end';
import { useLimits, useTimeWindow, type WindowStore } from '../../../ui/timeline/window-store';
import { prepareCanvas } from '../../../ui/timeline/canvas';
import { paintMinimap } from './paint-minimap';
import type { Palette } from '../../../ui/timeline/palette';
import { wheelZoomFactor } from '../../../ui/timeline/use-wheel';
import { useWidth } from '../../../ui/use-width';
import styles from './minimap.module.css';

const HEIGHT = 62;
/** Grips reach this far to both sides of the window's edges. */
const GRIP_PX = 6;
const TICK_PX = 150;

type Drag =
  | { readonly kind: 'from' }
  | { readonly kind: 'to' }
  | { readonly kind: 'pan'; readonly grabbedNs: number; readonly start: TimeWindow }
  | { readonly kind: 'select'; readonly atNs: number };

export interface MinimapProps {
  readonly model: TraceModel;
  readonly store: WindowStore;
  readonly openEnd: OpenEndStore;
  readonly palette: Palette;
}

/**
 * The whole trace at a glance, and what of it is looked at. Dragging inside of the window
 * pans it, its edges zoom, a drag outside selects; the wheel zooms at the pointer.
 */
export function Minimap({ model, store, openEnd, palette }: MinimapProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const window = useTimeWindow(store);
  const [drag, setDrag] = useState<Drag | null>(null);
  const limits = useLimits(store);
  const perPx = widthOf(limits) / Math.max(1, width);
  const openEndNs = useCoarseEnd(openEnd, perPx);
  const left = (window.fromNs - limits.fromNs) / perPx;
  const right = (window.toNs - limits.fromNs) / perPx;
  const isWhole = showsAll(window, limits);

  useLayoutEffect(() => {
    if (canvas.current === null || width === 0) return;
    const context = prepareCanvas(canvas.current, width, HEIGHT);
    if (context === null) return;
    const ticks = ticksOf(limits, width / TICK_PX);
    paintMinimap(context, { model, limits, openEndNs, width, height: HEIGHT, ticks, palette });
  }, [model, limits, openEndNs, width, palette]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left;
      const atNs = store.limits.fromNs + (x / element.clientWidth) * widthOf(store.limits);
      store.set(zoomAt(store.get(), store.limits, atNs, wheelZoomFactor(event)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [store]);

  const xIn = (event: PointerEvent<HTMLElement>): number =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const timeAt = (x: number): number => limits.fromNs + x * perPx;
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const x = xIn(event);
    if (Math.abs(x - left) <= GRIP_PX) setDrag({ kind: 'from' });
    else if (Math.abs(x - right) <= GRIP_PX) setDrag({ kind: 'to' });
    else if (x > left && x < right && !isWhole) {
      setDrag({ kind: 'pan', grabbedNs: timeAt(x), start: window });
    } else setDrag({ kind: 'select', atNs: timeAt(x) });
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (drag === null) return;
    const atNs = timeAt(xIn(event));
    if (drag.kind === 'from') store.set(windowBetween(atNs, window.toNs, limits));
    else if (drag.kind === 'to') store.set(windowBetween(window.fromNs, atNs, limits));
    else if (drag.kind === 'select') {
      if (Math.abs(atNs - drag.atNs) / perPx >= 3) {
        store.set(windowBetween(drag.atNs, atNs, limits));
      }
    } else {
      const byNs = atNs - drag.grabbedNs;
      const { fromNs, toNs } = drag.start;
      store.set(windowBetween(fromNs + byNs, toNs + byNs, limits));
    }
  };
  return (
    <div
      ref={box}
      className={styles.minimap}
      data-drag={drag?.kind}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => store.set(limits)}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label="Overview of the whole trace"
        className={styles.canvas}
        style={{ width, height: HEIGHT }}
      />
      <div
        className={isWhole ? styles.whole : styles.window}
        style={{ left, width: Math.max(2, right - left) }}
      />
    </div>
  );
}
