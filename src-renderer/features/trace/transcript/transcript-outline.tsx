import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react';

import { categoryOfKind } from '@domain/facets/facet-kind';
import { formatCount, formatDurationNs } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { ErrorSolidIcon } from '../../../ui/icons';
import { KindIcon } from '../../../ui/kind-icon';
import type { TraceModel } from '../model/trace-model';
import type { Step } from './steps';
import { stepLabel } from './step-label';
import styles from './transcript.module.css';

const ROW_PX = 25;

export interface TranscriptOutlineProps {
  readonly model: TraceModel;
  readonly steps: readonly Step[];
  /** Position of the current step; -1 for none. */
  readonly current: number;
  readonly onStep: (at: number) => void;
}

/** All steps by name, to leap to. */
export function TranscriptOutline(props: TranscriptOutlineProps): ReactNode {
  const { model, steps, current, onStep } = props;
  const scroller = useRef<HTMLElement>(null);
  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count: steps.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  useEffect(() => {
    if (current >= 0 && current < steps.length) {
      virtualizer.scrollToIndex(current, { align: 'auto' });
    }
  }, [virtualizer, current, steps.length]);
  const { table } = model;
  return (
    <nav ref={scroller} className={styles.outline} aria-label="Steps">
      <h2 className={styles.caption}>
        {steps.length === 1 ? '1 step' : `${formatCount(steps.length)} steps`}
      </h2>
      <div className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const step = steps[item.index];
          if (step === undefined) return null;
          const label = stepLabel(model, step.span);
          return (
            <button
              key={step.key}
              type="button"
              // The transcript has the keys; the outline is for the pointer.
              tabIndex={-1}
              aria-current={item.index === current ? 'true' : undefined}
              className={styles.outlineRow}
              style={
                {
                  transform: `translateY(${item.start}px)`,
                  '--depth': Math.min(step.depth, 6),
                } as CSSProperties
              }
              onClick={() => onStep(item.index)}
            >
              <KindIcon kind={categoryOfKind(step.kind)} />
              <span className={classNames('ellipsis grow', step.isError && 'errorText')}>
                {label}
              </span>
              {step.isError && !step.hasPassedOn && (
                <ErrorSolidIcon size={12} className={styles.bad ?? ''} />
              )}
              <span className="small t3 num">
                {formatDurationNs(table.durationsNs[step.span] ?? 0)}
              </span>
            </button>
          );
        })}
      </div>
    </nav>
  );
}
