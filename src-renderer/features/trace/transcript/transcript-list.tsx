import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react';

import type { SpanView } from '@contract/facets';
import type { TraceRow } from '@contract/traces';
import type { SpanIndex } from '@domain/units';

import { useNow } from '../../../lib/now';
import { progressOf } from '../../../ui/trace-progress';
import { useHeldItem } from '../../../ui/use-held-item';
import { isRunning as hasNoEnd, type TraceModel } from '../model/trace-model';
import { AskedAround } from './asked-around';
import { useSpanFeedback } from '../feedback/use-span-feedback';
import { StepItem, type StepActions } from './step-item';
import { beginsFolded, type Step } from './steps';

import styles from './transcript.module.css';

const FOLDED_PX = 31;
const OPEN_PX = 110;
const OVERSCAN_STEPS = 6;
/** Scrolled at most this far from the end counts as reading along. */
const END_PX = 40;
/** Of what is in sight, a page scrolls this much: a little stays to read on from. */
const PAGE_SHARE = 0.9;

export interface TranscriptListHandle {
  readonly focus: () => void;
  /** Brings a step into sight once it is in the list. */
  readonly revealSoon: (key: number) => void;
  /** Scrolls by what is in sight. */
  readonly page: (direction: -1 | 1) => void;
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
  readonly onCurrent: (step: Step) => void;
  readonly onShowSpan: (span: SpanIndex) => void;
  /** Goes to the step of a span, by its key, or to the span where it is no step. */
  readonly onKey: (key: number) => void;
  readonly onRange: (first: number, last: number) => void;
  readonly ref: Ref<TranscriptListHandle>;
}

/** The steps; only those in sight exist. While the run goes on, its end stays in sight. */
export function TranscriptList(props: TranscriptListProps): ReactNode {
  const { row, model, steps, contentOf, currentKey, find, isFolded, ref } = props;
  const feedback = useSpanFeedback(model);
  const { onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const nowMs = useNow();
  const isRunning = progressOf(row, nowMs).status === 'running';

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

  const heldKey = useHeldItem(scroller, steps, (at, align) =>
    virtualizer.scrollToIndex(at, { align }),
  );
  const wanted = useRef<number | null>(null);
  const reveal = (): void => {
    if (wanted.current === null) return;
    const at = steps.findIndex(({ key }) => key === wanted.current);
    if (at < 0) return;
    heldKey.current = wanted.current;
    wanted.current = null;
    virtualizer.scrollToIndex(at, { align: 'auto' });
  };
  const latestReveal = useRef(reveal);
  useEffect(() => {
    latestReveal.current = reveal;
    reveal();
  });
  useImperativeHandle(
    ref,
    () => ({
      focus: () => scroller.current?.focus({ preventScroll: true }),
      revealSoon: (key) => {
        wanted.current = key;
        requestAnimationFrame(() => latestReveal.current());
      },
      page: (direction) => {
        heldKey.current = null;
        const element = scroller.current;
        element?.scrollBy({ top: direction * element.clientHeight * PAGE_SHARE });
      },
    }),
    [heldKey],
  );

  // Reading along: what is added comes into sight by itself, unless the reader has scrolled up.
  const isAtEnd = useRef(false);
  useEffect(() => {
    if (!isRunning || !isAtEnd.current) return;
    heldKey.current = null;
    virtualizer.scrollToIndex(steps.length - 1, { align: 'end' });
  }, [virtualizer, steps.length, isRunning, heldKey]);

  const actions = useActions(props);
  const [askedAround] = useState(() => new AskedAround());
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
                askedAround={askedAround.of(step, contentOf)}
                find={find}
                feedbackCount={feedback.counts[step.span] ?? 0}
                isCurrent={step.key === currentKey}
                isFolded={isFolded(step)}
                liveMs={isRunning && isOpen(model, step) ? nowMs : null}
                actions={actions}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Steps are drawn anew for what they show, not for handlers that differ in every render. */
function useActions({
  onFold,
  onCurrent,
  onShowSpan,
  onKey,
}: Pick<TranscriptListProps, 'onFold' | 'onCurrent' | 'onShowSpan' | 'onKey'>): StepActions {
  const latest = useRef({ onFold, onCurrent, onShowSpan, onKey });
  useEffect(() => {
    latest.current = { onFold, onCurrent, onShowSpan, onKey };
  });
  return useMemo(
    () => ({
      fold: (step, fold) => latest.current.onFold(step, fold),
      makeCurrent: (step) => latest.current.onCurrent(step),
      showSpan: (span) => latest.current.onShowSpan(span),
      goToKey: (key) => latest.current.onKey(key),
    }),
    [],
  );
}

function isOpen({ table }: TraceModel, { span }: Step): boolean {
  return hasNoEnd(table.flags[span] ?? 0);
}
