import type { ReactNode } from 'react';

import type { TraceRow as Trace } from '@contract/traces';
import { failureCount, shownSpanCount } from '@domain/facets/shown-counts';
import { categoryOfKind } from '@domain/facets/facet-kind';
import { categoryOf, type SpanCategory } from '@domain/span-category';
import {
  formatAge,
  formatCount,
  formatDateTime,
  formatDurationNs,
  formatShortCount,
  formatTimeOfDay,
} from '@domain/format';
import { describeCost, formatCost } from '@domain/format-cost';
import { failuresText } from '@domain/format-failures';

import { hrefOf } from '../../lib/router';
import { Checkbox } from '../../ui/checkbox';
import { classNames } from '../../ui/class-names';
import { ErrorSolidIcon, PinIcon } from '../../ui/icons';
import { KindIcon } from '../../ui/kind-icon';
import { StatusGlyph } from '../../ui/status-glyph';
import type { TraceProgress } from '../../ui/trace-progress';
import { rootNameOf, titlePartsOfTrace } from '../../ui/trace-title';
import { Verdict, type Standing } from '../baseline';
import type { FixedColumnId } from './columns';
import { ThumbMark } from './feedback/feedback-cell';
import { durationShare } from './model/duration-bar';
import { nameOf, routeOfTrace } from './trace-names';
import { TagsCell } from './tags-cell';
import styles from './trace-list.module.css';

const NS_PER_MS = 1_000_000n;

export interface CellProps {
  readonly trace: Trace;
  readonly progress: TraceProgress;
  /** Against the baseline of its root; null where there is none. */
  readonly standing: Standing | null;
  /** '' while it is not known. */
  readonly projectName: string;
  readonly isTicked: boolean;
  readonly longestNs: number;
  readonly nowMs: number;
  readonly onTick: () => void;
}

/** The cells of a trace, by column. Every one is a `gridcell`. */
export const cells: Readonly<Record<FixedColumnId, (props: CellProps) => ReactNode>> = {
  tick: ({ trace, isTicked, onTick }) => (
    <Cell id="tick">
      <Checkbox
        checked={isTicked}
        onChange={onTick}
        label={`Select ${nameOf(trace)}`}
        tabIndex={-1}
      />
    </Cell>
  ),
  status: ({ progress }) => (
    <Cell id="status" title={progress.detail}>
      <StatusGlyph status={progress.status} />
    </Cell>
  ),
  name: NameCell,
  service: ({ trace }) => (
    <Cell id="service">
      <span className="ellipsis">{trace.serviceName === '' ? '—' : trace.serviceName}</span>
      {trace.serviceCount > 1 && (
        <span className={styles.more} title={`${trace.serviceCount} services`}>
          +{trace.serviceCount - 1}
        </span>
      )}
    </Cell>
  ),
  project: ({ projectName }) => (
    <Cell id="project" title={projectName}>
      <bdi className="ellipsis">{projectName}</bdi>
    </Cell>
  ),
  started: ({ trace, nowMs }) => (
    <StartedCell startMs={Number(trace.startNs / NS_PER_MS)} nowMs={nowMs} />
  ),
  duration: ({ trace, progress, longestNs }) => (
    <Cell id="duration">
      <span className={styles.durationText}>{formatDurationNs(trace.durationNs)}</span>
      <span className={styles.track} aria-hidden="true">
        <i
          className={classNames(
            styles.bar,
            progress.status === 'running' && styles.barRunning,
            trace.status === 'error' && styles.barError,
          )}
          style={{ width: `${durationShare(trace.durationNs, longestNs) * 100}%` }}
        />
      </span>
    </Cell>
  ),
  baseline: ({ trace, progress, standing }) => (
    <Cell id="baseline">
      <Verdict run={trace} standing={standing} progress={progress} />
    </Cell>
  ),
  spans: ({ trace }) => <CountCell count={shownSpanCount(trace)} />,
  agents: ({ trace }) => <CountCell count={trace.facets?.agentCount} />,
  modelCalls: ({ trace }) => <CountCell count={trace.facets?.modelCallCount} />,
  toolCalls: ({ trace }) => <CountCell count={trace.facets?.toolCallCount} />,
  tokensIn: ({ trace }) => <TokenCell count={trace.facets?.tokens.input} />,
  tokensOut: ({ trace }) => <TokenCell count={trace.facets?.tokens.output} />,
  tokensCached: ({ trace }) => <TokenCell count={trace.facets?.tokens.cacheRead} />,
  cost: ({ trace }) => (
    <span
      role="gridcell"
      className={classNames(styles.cell, styles.number)}
      title={trace.facets === null ? undefined : describeCost(trace.facets.cost)}
    >
      {trace.facets === null ? '' : formatCost(trace.facets.cost)}
    </span>
  ),
  input: ({ trace }) => <PreviewCell id="input" text={trace.facets?.inputPreview ?? null} />,
  output: OutputCell,
  session: ({ trace }) => <PreviewCell id="session" text={trace.facets?.sessionId ?? null} />,
  user: ({ trace }) => <PreviewCell id="user" text={trace.facets?.userId ?? null} />,
  tags: ({ trace }) => (
    <Cell id="tags">
      <TagsCell tags={trace.tags} />
    </Cell>
  ),
  logs: ({ trace }) => <CountCell count={trace.logCount} />,
  id: ({ trace }) => (
    <Cell id="id" title={trace.traceId}>
      {trace.traceId.slice(0, 8)}
    </Cell>
  ),
};

interface FrameProps {
  readonly id: FixedColumnId;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

function Cell({ id, title, children }: FrameProps): ReactNode {
  return (
    <span role="gridcell" className={classNames(styles.cell, styles[id])} title={title}>
      {children}
    </span>
  );
}

/** A count; empty while it is not known. */
function CountCell({ count }: { readonly count: number | undefined }): ReactNode {
  return (
    <span
      role="gridcell"
      className={classNames(styles.cell, styles.number, count === 0 && styles.zero)}
    >
      {count === undefined ? '' : formatCount(count)}
    </span>
  );
}

/** Tokens; empty where none were reported. */
function TokenCell({ count }: { readonly count: number | null | undefined }): ReactNode {
  const isKnown = count !== null && count !== undefined;
  return (
    <span
      role="gridcell"
      className={classNames(styles.cell, styles.number, count === 0 && styles.zero)}
      title={isKnown ? formatCount(count) : undefined}
    >
      {isKnown ? formatShortCount(count) : ''}
    </span>
  );
}

function PreviewCell({ id, text }: { readonly id: FixedColumnId; readonly text: string | null }) {
  return (
    <Cell id={id} title={text ?? undefined}>
      <span className="ellipsis">{text ?? ''}</span>
    </Cell>
  );
}

/** What came out; what went wrong where nothing did. */
function OutputCell({ trace, progress }: CellProps): ReactNode {
  const { facets } = trace;
  const error = trace.status === 'error' ? (facets?.errorMessage ?? null) : null;
  const text = error ?? facets?.outputPreview ?? null;
  if (text === null && progress.status === 'running') {
    return (
      <Cell id="output">
        <span className={styles.pale}>running…</span>
      </Cell>
    );
  }
  return (
    <Cell id="output" title={text ?? undefined}>
      <span className={classNames('ellipsis', error !== null && 'errorText')}>{text ?? ''}</span>
    </Cell>
  );
}

/** As the trace was understood; what its keys told while it was stored, where they tell more. */
function rootCategoryOf({ rootCategory, facets }: Trace): SpanCategory {
  const kind = facets?.rootKind ?? 'span';
  return kind === 'span' ? categoryOf(rootCategory) : categoryOfKind(kind);
}

function NameCell({ trace, progress, standing }: CellProps): ReactNode {
  return (
    <Cell id="name">
      {rootNameOf(trace) !== null && <KindIcon kind={rootCategoryOf(trace)} />}
      <a
        href={hrefOf(routeOfTrace(trace))}
        aria-label={nameOf(trace)}
        tabIndex={-1}
        draggable={false}
        className={classNames('ellipsis', rootNameOf(trace) === null && styles.placeholder)}
      >
        <NameParts trace={trace} />
      </a>
      {progress.lack !== '' && (
        <span className={styles.note} title={progress.detail}>
          {progress.lack}
        </span>
      )}
      {standing?.kind === 'baseline' && (
        <span className={styles.pin} title="The baseline of its root">
          <PinIcon size={12} />
          <span className="srOnly">baseline</span>
        </span>
      )}
      <ThumbMark trace={trace} />
      {trace.sameCallAs !== null && (
        <span
          className={styles.note}
          title={`Another tracer recorded this model call too; trace ${trace.sameCallAs.slice(0, 8)} counts`}
        >
          same call
        </span>
      )}
      {trace.errorCount > 0 && (
        <span className={styles.errors} title={errorsTitle(trace)}>
          <ErrorSolidIcon size={13} />
          <span aria-hidden="true">{formatCount(failureCount(trace))}</span>
          <span className="srOnly">{errorsTitle(trace)}</span>
        </span>
      )}
    </Cell>
  );
}

/** The operation is quieter and gives way first: what follows tells traces apart. */
function NameParts({ trace }: { readonly trace: Trace }): ReactNode {
  const { operation, target, rest } = titlePartsOfTrace(trace);
  if (operation === '' && rest === '') return target;
  return (
    <span
      className={classNames(styles.nameParts, rest !== '' && styles.nameFirst)}
      title={`${operation}${target}${rest}`}
    >
      {operation !== '' && <span className={styles.operation}>{operation}</span>}
      <span className="ellipsis">{target}</span>
      {rest !== '' && <span className={styles.operation}>{rest}</span>}
    </span>
  );
}

function StartedCell({ startMs, nowMs }: { readonly startMs: number; readonly nowMs: number }) {
  if (startMs === 0) {
    return (
      <Cell id="started" title="No start time was sent">
        —
      </Cell>
    );
  }
  const age = formatAge(startMs, nowMs);
  return (
    <Cell id="started" title={formatDateTime(startMs, true)}>
      {age === null ? formatDateTime(startMs, false) : formatTimeOfDay(startMs, false)}
      {age !== null && <span className={styles.age}>{age}</span>}
    </Cell>
  );
}

function errorsTitle({ errorCount, facets }: Trace): string {
  return failuresText(errorCount, facets?.passedErrorCount ?? 0);
}
