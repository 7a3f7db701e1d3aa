import { useState, type PointerEvent, type ReactNode } from 'react';

import { TICK_PX, ticksOf } from './time-ticks';
import { windowBetween } from './time-window';
import { useTimeWindow, type WindowStore } from './window-store';
import styles from './time-ruler.module.css';

/** A drag shorter than this is a press. */
const MIN_DRAG_PX = 4;
const LABEL_GAP_PX = 5;
/** At the most: labels are digits and unit signs in the smallest size. */
const DIGIT_PX = 6.2;

export interface TimeRulerProps {
  readonly store: WindowStore;
  readonly width: number;
}

/** Times above the bars. A drag selects the time to zoom to; a double press shows all again. */
export function TimeRuler({ store, width }: TimeRulerProps): ReactNode {
  const window = useTimeWindow(store);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const perPx = (window.toNs - window.fromNs) / Math.max(1, width);

  const xIn = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(width, event.clientX - box.left));
  };
  const finish = (): void => {
    if (drag !== null && Math.abs(drag.to - drag.from) >= MIN_DRAG_PX) {
      const at = (x: number): number => window.fromNs + x * perPx;
      store.set(windowBetween(at(drag.from), at(drag.to), store.limits));
    }
    setDrag(null);
  };
  return (
    <div
      className={styles.ruler}
      style={{ width }}
      title="Drag to zoom to a time; double-click to show all"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: xIn(event), to: xIn(event) });
      }}
      onPointerMove={(event) => {
        if (drag !== null) setDrag({ from: drag.from, to: xIn(event) });
      }}
      onPointerUp={finish}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => store.set(store.limits)}
    >
      {ticksOf(window, width / TICK_PX).map((tick) => {
        const left = (tick.atNs - window.fromNs) / perPx;
        return (
          <span key={tick.atNs} className={styles.tick} style={{ left }}>
            {/* A label that would be cut says something else than what it should. */}
            {left + LABEL_GAP_PX + tick.label.length * DIGIT_PX <= width && tick.label}
          </span>
        );
      })}
      {drag !== null && (
        <i
          className={styles.rulerDrag}
          style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }}
        />
      )}
    </div>
  );
}
