import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';

import type { SessionRow } from '@contract/facets';

import { useNow } from '../../lib/now';
import { CommandKey } from '../../ui/kbd';
import { SearchField } from '../../ui/text-field';
import { SessionItem } from './session-item';
import styles from './session-list.module.css';
import type { SessionList as Sessions } from './use-session-list';

const ROW_PX = 46;
const OVERSCAN_ROWS = 8;
const LOADING_ROWS = 12;

export interface SessionListHandle {
  readonly focusFilter: () => void;
  readonly focusList: () => void;
  readonly hasFocus: () => boolean;
}

export interface SessionListProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly sessions: Sessions;
  /** Whose sessions they are; null for all. */
  readonly project: number | null;
  readonly currentId: string | null;
  readonly cursor: number;
  /** Rows in sight, inclusive. */
  readonly onRange: (first: number, last: number) => void;
  readonly onOpen: (row: SessionRow) => void;
  readonly ref: Ref<SessionListHandle>;
}

/** All conversations, the one that was active last first. */
export function SessionList(props: SessionListProps): ReactNode {
  const { text, onText, sessions, project, currentId, cursor, onRange, onOpen, ref } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  const nowMs = useNow();
  const count = sessions.status === 'loading' ? LOADING_ROWS : sessions.total;

  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => onRange(first, last), [onRange, first, last]);
  useEffect(() => {
    if (cursor < count) virtualizer.scrollToIndex(cursor, { align: 'auto' });
  }, [virtualizer, cursor, count]);

  useImperativeHandle(ref, () => ({
    focusFilter: () => {
      filter.current?.focus();
      filter.current?.select();
    },
    focusList: () => scroller.current?.focus(),
    hasFocus: () => document.activeElement === scroller.current,
  }));

  const isCursorDrawn =
    items.some((item) => item.index === cursor) && sessions.rowAt(cursor) !== null;
  return (
    <aside className={styles.list} aria-label="Sessions">
      <div className={styles.find}>
        <SearchField
          ref={filter}
          label="Find session"
          placeholder="Find session"
          value={text}
          onChange={onText}
          onLeave={() => scroller.current?.focus()}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            scroller.current?.focus();
          }}
          fieldClassName={styles.field ?? ''}
          trailing={text === '' && <CommandKey id="view.find" />}
        />
      </div>
      <div
        ref={scroller}
        role="grid"
        aria-label="Sessions"
        aria-rowcount={sessions.total}
        aria-busy={sessions.status === 'loading'}
        aria-activedescendant={isCursorDrawn ? itemId(cursor) : undefined}
        // The list is one stop; its rows are reached with the arrows.
        tabIndex={0}
        className={styles.scroller}
      >
        {sessions.status === 'ready' && sessions.total === 0 ? (
          <p className={styles.empty}>No session matches “{text}”.</p>
        ) : (
          <div
            role="rowgroup"
            className={styles.body}
            style={{ height: virtualizer.getTotalSize() }}
          >
            {items.map((item) => {
              const row = sessions.rowAt(item.index);
              return (
                <SessionItem
                  key={row?.sessionId ?? `row ${item.index}`}
                  id={itemId(item.index)}
                  index={item.index}
                  row={row}
                  project={project}
                  isCurrent={row !== null && row.sessionId === currentId}
                  isCursor={item.index === cursor}
                  top={item.start}
                  nowMs={nowMs}
                  onPress={onOpen}
                />
              );
            })}
          </div>
        )}
      </div>
    </aside>
  );
}

function itemId(index: number): string {
  return `session-item-${index}`;
}
