import { useLayoutEffect, useRef, type ReactNode } from 'react';

import { ticksOf } from '../model/time-ticks';
import type { WindowStore } from '../window-store';
import { prepareCanvas } from './canvas';
import { paintBars, type BarScene } from './paint-bars';

/** Room of a tick and its label on the ruler. */
export const TICK_PX = 92;

export interface BarCanvasProps extends Omit<BarScene, 'window' | 'ticks'> {
  readonly store: WindowStore;
  readonly className: string;
}

/**
 * The bars of the rows that exist. It lies in the scrolled content and scrolls with it; it
 * is painted when its rows change, and once a frame while the window changes.
 */
export function BarCanvas({ store, className, ...scene }: BarCanvasProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = (scene.lastRow - scene.firstRow + 1) * scene.rowHeight;
  const { width } = scene;

  // Without dependencies: whatever made this render has changed what is painted.
  useLayoutEffect(() => {
    const paint = (): void => {
      if (canvas.current === null) return;
      const context = prepareCanvas(canvas.current, width, height);
      if (context === null) return;
      const window = store.get();
      paintBars(context, { ...scene, window, ticks: ticksOf(window, width / TICK_PX) });
    };
    let frame = 0;
    const paintSoon = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        paint();
      });
    };
    paint();
    const stop = store.subscribe(paintSoon);
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  });
  return (
    <canvas
      ref={canvas}
      aria-hidden="true"
      className={className}
      style={{
        width,
        height,
        transform: `translateY(${scene.firstRow * scene.rowHeight}px)`,
      }}
    />
  );
}
