import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';

import type { KeyValue } from '@domain/otlp/model';

import { AttributeRow } from './attribute-row';
import styles from './attribute-list.module.css';
import { groupAttributes, listAttributes, type ListedAttribute } from './group-attributes';
import { attributeContains } from './value-text';

/** More than this are drawn only where they are in sight. */
const PLAIN_MAX = 200;

export type AttributeOrder = 'grouped' | 'original';

type Line =
  | { readonly type: 'group'; readonly prefix: string; readonly count: number }
  | { readonly type: 'attribute'; readonly item: ListedAttribute };

export interface AttributeListProps {
  readonly attributes: readonly KeyValue[];
  readonly label: string;
  readonly find: string;
  readonly order: AttributeOrder;
}

/** Attributes as rows; a heading for each group of names. */
export function AttributeList({ attributes, label, find, order }: AttributeListProps): ReactNode {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const lines = useMemo(() => linesOf(attributes, find, order), [attributes, find, order]);
  const onOpen = useCallback((at: number, isOpen: boolean): void => {
    setOpen((before) => {
      const next = new Set(before);
      if (isOpen) next.add(at);
      else next.delete(at);
      return next;
    });
  }, []);
  const draw = (line: Line): ReactNode =>
    line.type === 'group' ? (
      <div role="listitem">
        <h3 className={styles.group}>
          {line.prefix}
          <span className={styles.count}>{line.count}</span>
        </h3>
      </div>
    ) : (
      <AttributeRow
        item={line.item}
        find={find}
        isOpen={open.has(line.item.order)}
        onOpen={onOpen}
      />
    );
  if (lines.length === 0) {
    return <p className={styles.none}>No attribute contains “{find.trim()}”.</p>;
  }
  if (lines.length > PLAIN_MAX) return <LongList lines={lines} label={label} draw={draw} />;
  return (
    <div role="list" aria-label={label} className={styles.list}>
      {lines.map((line) => (
        <div key={keyOf(line)} role="none">
          {draw(line)}
        </div>
      ))}
    </div>
  );
}

interface LongListProps {
  readonly lines: readonly Line[];
  readonly label: string;
  readonly draw: (line: Line) => ReactNode;
}

const ESTIMATED_PX = 26;

function LongList({ lines, label, draw }: LongListProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_PX,
    getItemKey: (at) => {
      const line = lines[at];
      return line === undefined ? at : keyOf(line);
    },
    overscan: 12,
  });
  return (
    <div ref={scroller} role="list" aria-label={label} className={styles.scroller}>
      <div role="none" className={styles.content} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const line = lines[index];
          return (
            line !== undefined && (
              <div
                key={key}
                role="none"
                ref={virtualizer.measureElement}
                data-index={index}
                className={styles.line}
                style={{ transform: `translateY(${start}px)` }}
              >
                {draw(line)}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function linesOf(attributes: readonly KeyValue[], find: string, order: AttributeOrder): Line[] {
  const listed = listAttributes(attributes).filter(({ attribute }) =>
    attributeContains(attribute, find),
  );
  const toLine = (item: ListedAttribute): Line => ({ type: 'attribute', item });
  if (order === 'original') return listed.map(toLine);
  const groups = groupAttributes(listed);
  return groups.flatMap(({ prefix, attributes: items }): Line[] => [
    // Names that share no prefix stand first and need no heading.
    ...(prefix === '' ? [] : [{ type: 'group', prefix, count: items.length } as const]),
    ...items.map(toLine),
  ]);
}

function keyOf(line: Line): string {
  return line.type === 'group' ? `group ${line.prefix}` : `attribute ${line.item.order}`;
}
