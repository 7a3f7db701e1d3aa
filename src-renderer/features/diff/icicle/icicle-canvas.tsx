import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';

import { prepareCanvas } from '../../../ui/timeline/canvas';
import { paintIcicle, type IcicleScene } from './paint-icicle';
import styles from './icicle.module.css';

export interface IcicleCanvasProps extends Omit<IcicleScene, 'scrollTop'> {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly width: number;
}

/** The blocks in sight; it stays where it is while its scroller scrolls. */
export function IcicleCanvas({ scroller, width, ...scene }: IcicleCanvasProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { height } = scene;
  const paint = (): void => {
    if (canvas.current === null) return;
    const context = prepareCanvas(canvas.current, width, height);
    if (context === null) return;
    paintIcicle(context, { ...scene, scrollTop: scroller.current?.scrollTop ?? 0 });
  };
  const latest = useRef(paint);
  // Without dependencies: whatever made this render has changed what is painted.
  useLayoutEffect(() => {
    latest.current = paint;
    paint();
  });
  useEffect(() => {
    const element = scroller.current;
    let frame = 0;
    const onScroll = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        latest.current();
      });
    };
    element?.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element?.removeEventListener('scroll', onScroll);
      cancelAnimationFrame(frame);
    };
  }, [scroller]);
  return (
    <canvas ref={canvas} aria-hidden="true" className={styles.canvas} style={{ width, height }} />
  );
}
