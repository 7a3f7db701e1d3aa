import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';

import { TICK_PX, ticksOf } from '../../../ui/timeline/time-ticks';
import type { OpenEndStore } from '../use-open-end';
import type { WindowStore } from '../../../ui/timeline/window-store';
import { prepareCanvas } from '../../../ui/timeline/canvas';
import { hasOpenBars, paintBars, paintOpenBars, type BarScene } from './paint-bars';

export interface BarCanvasProps extends Omit<BarScene, 'window' | 'ticks' | 'openEndNs'> {
  readonly store: WindowStore;
  readonly openEnd: OpenEndStore;
  readonly className: string;
}

/**
 * The bars of the rows that exist. They lie in the scrolled content and scroll with it; they
 * are painted when their rows change, and once a frame while the window changes. What is still
 * open is painted above, and with the clock: where one call runs, nothing else is drawn anew.
 */
export function BarCanvas({ store, openEnd, className, ...scene }: BarCanvasProps): ReactNode {
  const ended = useRef<HTMLCanvasElement>(null);
  const open = useRef<HTMLCanvasElement>(null);
  const height = (scene.lastRow - scene.firstRow + 1) * scene.rowHeight;
  const { width } = scene;

  // Without dependencies: whatever made this render has changed what is painted.
  useLayoutEffect(() => {
    const whole = (): BarScene => {
      const window = store.get();
      const openEndNs = openEnd.get().endNs;
      return { ...scene, window, openEndNs, ticks: ticksOf(window, width / TICK_PX) };
    };
    const paintOn = (
      { current }: RefObject<HTMLCanvasElement | null>,
      paint: (context: CanvasRenderingContext2D, scene: BarScene) => void,
    ): void => {
      const context = current === null ? null : prepareCanvas(current, width, height);
      if (context !== null) paint(context, whole());
    };
    const hasOpen = hasOpenBars(whole());
    let isPainted = false;
    const paintOpen = (): void => {
      if (hasOpen || !isPainted) paintOn(open, paintOpenBars);
      isPainted = true;
    };
    const paint = (): void => {
      paintOn(ended, paintBars);
      paintOpen();
    };
    let frame = 0;
    const paintSoon = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        paint();
      });
    };
    paint();
    const stops = [store.subscribe(paintSoon), openEnd.subscribe(paintOpen)];
    return () => {
      for (const stop of stops) stop();
      cancelAnimationFrame(frame);
    };
  });
  const style = {
    width,
    height,
    transform: `translateY(${scene.firstRow * scene.rowHeight}px)`,
  };
  return (
    <>
      <canvas ref={ended} aria-hidden="true" className={className} style={style} />
      {scene.model.runningCount > 0 && (
        <canvas ref={open} aria-hidden="true" className={className} style={style} data-open="" />
      )}
    </>
  );
}
