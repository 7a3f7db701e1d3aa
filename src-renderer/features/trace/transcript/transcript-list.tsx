import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from 'react';

import type { SpanView } from '@contract/facets';
import type { TraceRow } from '@contract/traces';
import type { SpanIndex } from '@domain/units';

import { useNow } from '../../../lib/now';
import { progressOf } from '../../../ui/trace-progress';
import type { TraceModel } from '../model/trace-model';
import { StepItem } from './step-item';
import { askedTexts } from './step-text';
import { beginsFolded, type Step } from './steps';
import styles from './transcript.module.css';

const FOLDED_PX = 31;
const OPEN_PX = 110;
const OVERSCAN_STEPS = 6;
/** Scrolled at most this far from the end counts as reading along. */
const END_PX = 40;

export interface TranscriptListHandle {
  readonly focus: () => void;
  /** Brings a step into sight once it is in the list. */
  readonly revealSoon: (key: number) => void;
}

export interface TranscriptListProps {
  readonly row: TraceRow;
  readonly model: TraceModel;
  /** Those that are drawn: what is within folded ones is left out. */
  readonly steps: readonly Step[];
  readonly contentOf: (step: Step) => SpanView | null;
  readonly currentKey: number | null;
  readonly find: string;
  readonly isFolded: (step: Step) => boolean;
  readonly onFold: (step: Step, fold: boolean) => void;
  readonly onCurrent: (key: number) => void;
  readonly onShowSpan: (span: SpanIndex) => void;
  readonly onRange: (first: number, last: number) => void;
  readonly ref: Ref<TranscriptListHandle>;
}

/** The steps; only those in sight exist. While the run goes on, its end stays in sight. */
export function TranscriptList(props: TranscriptListProps): ReactNode {
  const { row, model, steps, contentOf, currentKey, find, isFolded, onFold, ref } = props;
  const { onCurrent, onShowSpan, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isRunning = progressOf(row, useNow()).status === 'running';

  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count: steps.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => {
      const step = steps[at];
      return step === undefined || isFolded(step) || beginsFolded(step) ? FOLDED_PX : OPEN_PX;
    },
    overscan: OVERSCAN_STEPS,
    getItemKey: (at) => steps[at]?.key ?? at,
    paddingStart: 12,
    paddingEnd: 24,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const latestRange = useRef(onRange);
  useEffect(() => {
    latestRange.current = onRange;
  });
  useEffect(() => latestRange.current(first, last), [first, last]);

  const wanted = useRef<number | null>(null);
  const reveal = (): void => {
    const at = steps.findIndex(({ key }) => key === wanted.current);
    if (at < 0) return;
    wanted.current = null;
    virtualizer.scrollToIndex(at, { align: 'auto' });
  };
  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus(),
    revealSoon: (key) => {
      wanted.current = key;
      requestAnimationFrame(reveal);
    },
  }));
  useEffect(reveal);

  // Reading along: what is added comes into sight by itself, unless the reader has scrolled up.
  const isAtEnd = useRef(false);
  useEffect(() => {
    if (isRunning && isAtEnd.current) virtualizer.scrollToIndex(steps.length - 1, { align: 'end' });
  }, [virtualizer, steps.length, isRunning]);

  const rowsByKey = useMemo(() => {
    const rows = new Map<number, SpanIndex>();
    model.table.keys.forEach((key, span) => rows.set(key, span));
    return rows;
  }, [model]);
  // A sub-agent is often asked in the very words of the one around it: those are told once.
  const askedAround = (step: Step): ReadonlySet<string> => {
    const texts = new Set<string>();
    for (let outer = step.outer; outer !== null; outer = outer.outer) {
      const view = contentOf(outer);
      for (const text of view === null ? [] : askedTexts(view)) texts.add(text);
    }
    return texts;
  };
  const goToKey = (key: number): void => {
    if (steps.some((step) => step.key === key)) {
      onCurrent(key);
      wanted.current = key;
      requestAnimationFrame(reveal);
      return;
    }
    const span = rowsByKey.get(key);
    if (span !== undefined) onShowSpan(span);
  };
  return (
    <div
      ref={scroller}
      role="feed"
      aria-label="Transcript"
      aria-busy={isRunning}
      // Keys move from step to step while the feed has the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={styles.feed}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        isAtEnd.current = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - END_PX;
      }}
    >
      <div className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const step = steps[item.index];
          if (step === undefined) return null;
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={styles.slot}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <StepItem
                step={step}
                number={item.index + 1}
                count={steps.length}
                model={model}
                view={contentOf(step)}
                askedAround={askedAround(step)}
                find={find}
                isCurrent={step.key === currentKey}
                isFolded={isFolded(step)}
                isLive={isRunning && item.index === steps.length - 1}
                onFold={(fold) => onFold(step, fold)}
                onCurrent={() => onCurrent(step.key)}
                onShowSpan={() => onShowSpan(step.span)}
                onKey={goToKey}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
