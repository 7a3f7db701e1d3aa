import type { ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import { formatDateTime, formatRelative, formatTimeOfDay } from '@domain/format';
import { traceRoute } from '@domain/route';

import { useNow } from '../../../lib/now';
import { useCommands } from '../../../lib/keyboard';
import { hrefOf } from '../../../lib/router';
import { isBaseline, useBaselines } from '../../../stores/baselines';
import { togglePin } from '../../../ui/baseline/pin-baseline';
import { IconButton } from '../../../ui/icon-button';
import { ChevronDownIcon, PinIcon } from '../../../ui/icons';
import { StatusGlyph } from '../../../ui/status-glyph';
import { progressOf } from '../../../ui/trace-progress';
import { titleOfTrace } from '../../../ui/trace-title';
import styles from './compare-header.module.css';
import { SideTile } from './side-tile';

export interface RunCardProps {
  readonly side: 'a' | 'b';
  readonly run: TraceRow;
  /** Goes to the choice of another trace for this side. */
  readonly onChoose: () => void;
}

/** One of the two runs, and the way to it. */
export function RunCard({ side, run, onChoose }: RunCardProps): ReactNode {
  const nowMs = useNow();
  const progress = progressOf(run, nowMs);
  const isPinned = isBaseline(useBaselines(), run.traceId);
  useCommands(
    side === 'a'
      ? { 'baseline.pinA': () => togglePin(run) }
      : { 'baseline.pinB': () => togglePin(run) },
  );
  return (
    <div className={styles.card} role="group" aria-label={`Run ${side.toUpperCase()}`}>
      <SideTile side={side} />
      <div className="grow">
        <a
          className={styles.name}
          href={hrefOf(traceRoute(run.traceId))}
          title={`Open ${titleOfTrace(run)}`}
        >
          {titleOfTrace(run)}
        </a>
        <div className="small t3 ellipsis">
          <span className="mono" title={run.traceId}>
            {run.traceId.slice(0, 8)}
          </span>
          {` · ${startedText(run, nowMs)}`}
          <span className="t2">{detailOf(run)}</span>
        </div>
      </div>
      <span title={progress.detail}>
        <StatusGlyph status={progress.status} />
      </span>
      <IconButton
        icon={PinIcon}
        size="small"
        label={`Pin ${side.toUpperCase()} as baseline`}
        pressed={isPinned}
        onClick={() => togglePin(run)}
      />
      <IconButton
        icon={ChevronDownIcon}
        size="small"
        label={`Choose another trace for ${side.toUpperCase()}`}
        onClick={onChoose}
      />
    </div>
  );
}

/** When a run began: the time of day within a day, else the day too. */
function startedText({ startNs }: TraceRow, nowMs: number): string {
  if (startNs === 0n) return 'no start time';
  const startMs = Number(startNs / 1_000_000n);
  return formatRelative(startMs, nowMs) === null
    ? formatDateTime(startMs, false)
    : formatTimeOfDay(startMs, false);
}

/** What tells two runs of one root apart at a glance. */
function detailOf({ facets, serviceName }: TraceRow): string {
  const model = facets?.models[0] ?? serviceName;
  return model === '' ? '' : ` · ${model}`;
}
