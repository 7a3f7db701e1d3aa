import type { ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import {
  formatCount,
  formatDateTime,
  formatDurationNs,
  formatRelative,
  formatTimeOfDay,
} from '@domain/format';

import { useNow } from '../../../lib/now';
import { classNames } from '../../../ui/class-names';
import { CopyButton } from '../../../ui/copy-button';
import { StatusGlyph } from '../../../ui/status-glyph';
import type { TraceModel } from '../model/trace-model';
import styles from './trace-header.module.css';

const NS_PER_MS = 1_000_000n;

export function traceTitle(row: TraceRow): string {
  const name = row.rootName ?? row.firstSpanName;
  return name === '' ? '(no name)' : name;
}

export interface TraceHeaderProps {
  readonly row: TraceRow;
  readonly model: TraceModel;
}

/** What the trace is, and its figures. */
export function TraceHeader({ row, model }: TraceHeaderProps): ReactNode {
  const nowMs = useNow();
  const startMs = Number(row.startNs / NS_PER_MS);
  const ago = formatRelative(startMs, nowMs);
  return (
    <header className={styles.header}>
      <div className={styles.identity}>
        <h1 className={styles.title}>
          <StatusGlyph status={row.status} />
          <span
            className={classNames('ellipsis selectable', row.rootName === null && styles.noRoot)}
          >
            {traceTitle(row)}
          </span>
        </h1>
        <div className={styles.sub}>
          <span className={classNames('mono selectable', styles.traceId)} title={row.traceId}>
            {shortId(row.traceId)}
          </span>
          <span className={styles.copy}>
            <CopyButton text={row.traceId} label="Copy trace id" />
          </span>
          <span className="ellipsis selectable">{row.serviceName || '(no service)'}</span>
          <span aria-hidden="true">·</span>
          <time dateTime={new Date(startMs).toISOString()} title={formatDateTime(startMs, true)}>
            {ago === null
              ? formatDateTime(startMs, true)
              : `${formatTimeOfDay(startMs, true)}, ${ago}`}
          </time>
        </div>
      </div>
      <dl className={styles.figures}>
        <Figure name="Duration" value={formatDurationNs(row.durationNs)} />
        <Figure name="Spans" value={formatCount(model.spanCount)} />
        <Figure
          name="Services"
          value={formatCount(Math.max(model.serviceCount, row.serviceCount))}
        />
        <Figure name="Log records" value={formatCount(row.logCount)} />
        <Figure
          name="Errors"
          value={formatCount(model.errorSpans.length)}
          isError={model.errorSpans.length > 0}
        />
      </dl>
    </header>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly isError?: boolean;
}

function Figure({ name, value, isError = false }: FigureProps): ReactNode {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd className={isError ? 'errorText' : undefined}>{value}</dd>
    </div>
  );
}

/** Both ends of an id, by which people compare ids. */
function shortId(id: string): string {
  return `${id.slice(0, 8)}…${id.slice(-6)}`;
}
