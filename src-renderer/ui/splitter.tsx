import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';

import styles from './splitter.module.css';

export interface SplitterProps {
  readonly label: string;
  /** Width in px of the panel it sizes. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** What a double click goes back to. */
  readonly defaultValue: number;
  /** At which side of the splitter the panel stands. */
  readonly panel: 'before' | 'after';
  /** While dragging: often. */
  readonly onChange: (value: number) => void;
  /** When a drag ends, or a key was pressed: to save it. */
  readonly onCommit?: (value: number) => void;
}

const STEP_PX = 16;

/** The edge between two panels. Drag, arrow keys, Home and End resize; double click resets. */
export function Splitter({
  label,
  value,
  min,
  max,
  defaultValue,
  panel,
  onChange,
  onCommit,
}: SplitterProps): ReactNode {
  const drag = useRef<{ readonly x: number; readonly value: number; last: number } | null>(null);
  const clamp = (next: number) => Math.round(Math.max(min, Math.min(max, next)));
  const direction = panel === 'after' ? -1 : 1;

  const set = (next: number) => {
    const clamped = clamp(next);
    onChange(clamped);
    onCommit?.(clamped);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, value, last: value };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const from = drag.current;
    if (from === null) return;
    const next = clamp(from.value + (event.clientX - from.x) * direction);
    if (next === from.last) return;
    from.last = next;
    onChange(next);
  };
  const endDrag = () => {
    const from = drag.current;
    drag.current = null;
    if (from !== null && from.last !== from.value) onCommit?.(from.last);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: value - STEP_PX * direction,
      ArrowRight: value + STEP_PX * direction,
      Home: min,
      End: max,
    };
    const next = targets[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  return (
    <div
      // A separator that can be focused is a control: https://www.w3.org/TR/wai-aria-1.2/#separator
      tabIndex={0}
      role="separator"
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      className={styles.splitter}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={endDrag}
      onPointerCancel={endDrag}
      onDoubleClick={() => set(defaultValue)}
      onKeyDown={onKeyDown}
    />
  );
}
