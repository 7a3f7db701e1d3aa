import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';

import type { StreamChunk } from '@domain/facets/span-facets';
import { formatOffsetNs } from '@domain/format';

import { useContentScope } from '../../../../ui/content/content-scope';
import { jsonText } from '../../../../ui/content/message-text';
import { Highlight } from '../../../../ui/highlight';
import styles from './content.module.css';

const ROW_PX = 22;
/** Of a chunk as much is drawn. */
const MAX_CHARS = 500;

export interface StreamChunksProps {
  readonly chunks: readonly StreamChunk[];
  /** Of the span: times are counted from it. */
  readonly startNs: bigint;
}

/** The answer piece by piece, as it came; only the pieces in sight are drawn. */
export function StreamChunks({ chunks, startNs }: StreamChunksProps): ReactNode {
  const { find } = useContentScope();
  const scroller = useRef<HTMLDivElement>(null);
  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count: chunks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  return (
    <div
      ref={scroller}
      role="group"
      aria-label="Stream chunks"
      // Scrolls with the keyboard, so it must be reachable by it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={styles.chunks}
    >
      <div className={styles.chunkContent} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const chunk = chunks[index];
          return (
            chunk !== undefined && (
              <div
                key={index}
                className={styles.chunk}
                style={{ transform: `translateY(${start}px)` }}
              >
                <span>
                  {chunk.timeNs === 0n ? '—' : formatOffsetNs(Number(chunk.timeNs - startNs))}
                </span>
                <span>
                  <Highlight text={lineOf(chunk)} find={find} />
                </span>
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

/** A chunk on one line; line breaks are part of what was said. */
function lineOf({ value }: StreamChunk): string {
  return jsonText(value, 0).slice(0, MAX_CHARS).replace(/\n/g, '⏎');
}
