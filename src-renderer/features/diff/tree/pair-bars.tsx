import { useLayoutEffect, useRef, type ReactNode } from 'react';

import { prepareCanvas } from '../../../ui/timeline/canvas';
import { TICK_PX, ticksOf } from '../../../ui/timeline/time-ticks';
import type { WindowStore } from '../../../ui/timeline/window-store';
import { paintPairs, type PairScene } from './paint-pairs';

export interface PairBarsProps extends Omit<PairScene, 'window' | 'ticks'> {
  readonly store: WindowStore;
  readonly className: string;
}

/** The bars of the rows that exist; lies in the scrolled content and scrolls with it. */
export function PairBars({ store, className, ...scene }: PairBarsProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, firstRow, lastRow, rowHeight } = scene;
  const height = (lastRow - firstRow + 1) * rowHeight;

  // Without dependencies: whatever made this render has changed what is painted.
  useLayoutEffect(() => {
    let frame = 0;
    const paint = (): void => {
      frame = 0;
      if (canvas.current === null) return;
      const context = prepareCanvas(canvas.current, width, height);
      if (context === null) return;
      const window = store.get();
      paintPairs(context, { ...scene, window, ticks: ticksOf(window, width / TICK_PX) });
    };
    paint();
    const stop = store.subscribe(() => {
      frame ||= requestAnimationFrame(paint);
    });
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
      style={{ width, height, transform: `translateY(${firstRow * rowHeight}px)` }}
    />
  );
}
