import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useImperativeHandle,
  useRef,
  type CSSProperties,
  type ReactNode,
  type Ref,
} from 'react';

import type { TraceRow } from '@contract/traces';

import { useNow } from '../../lib/now';
import { TurnItem } from './turn-item';
import styles from './turn-list.module.css';

const ESTIMATED_ROW_PX = 85;
const OVERSCAN_ROWS = 6;

export interface TurnListHandle {
  readonly focus: () => void;
}

export interface TurnListProps {
  readonly turns: readonly TraceRow[];
  /** Number of the first turn in `turns`. */
  readonly firstNumber: number;
  readonly turnCount: number;
  readonly current: number;
  readonly showsService: boolean;
  readonly onCurrent: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly ref: Ref<TurnListHandle>;
}

/** The turns of a session in order. */
export function TurnList(props: TurnListProps): ReactNode {
  const { turns, firstNumber, turnCount, current, showsService, onCurrent, onOpen, ref } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const nowMs = useNow();

  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_ROW_PX,
    overscan: OVERSCAN_ROWS,
    getItemKey: (index) => turns[index]?.key ?? index,
  });
  useEffect(() => {
    if (current < turns.length) virtualizer.scrollToIndex(current, { align: 'auto' });
  }, [virtualizer, current, turns.length]);
  useImperativeHandle(ref, () => ({ focus: () => scroller.current?.focus() }));

  const items = virtualizer.getVirtualItems();
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Turns"
      aria-rowcount={turnCount}
      aria-activedescendant={
        items.some((item) => item.index === current) ? turnId(current) : undefined
      }
      // The list is one stop; its rows are reached with the arrows.
      tabIndex={0}
      className={styles.scroller}
    >
      <div
        role="rowgroup"
        className={styles.body}
        style={
          {
            height: virtualizer.getTotalSize(),
            '--digits': String(turnCount).length,
          } as CSSProperties
        }
      >
        {items.map((item) => {
          const turn = turns[item.index];
          if (turn === undefined) return null;
          return (
            <div
              key={item.key}
              role="presentation"
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={styles.slot}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <TurnItem
                id={turnId(item.index)}
                turn={turn}
                number={firstNumber + item.index}
                isCurrent={item.index === current}
                showsService={showsService}
                nowMs={nowMs}
                onPress={() => onCurrent(item.index)}
                onOpen={() => onOpen(item.index)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function turnId(index: number): string {
  return `turn-${index}`;
}
