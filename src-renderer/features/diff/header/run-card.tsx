import type { ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import { formatDateTime, formatRelative, formatTimeOfDay } from '@domain/format';
import { traceRoute } from '@domain/route';

import { useNow } from '../../../lib/now';
import { hrefOf } from '../../../lib/router';
import { IconButton } from '../../../ui/icon-button';
import { ChevronDownIcon } from '../../../ui/icons';
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
