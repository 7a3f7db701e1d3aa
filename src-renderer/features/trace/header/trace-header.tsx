import type { ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import {
  formatCount,
  formatDateTime,
  formatDurationNs,
  formatRelative,
  formatShortCount,
  formatTimeOfDay,
} from '@domain/format';
import { madeOfLogsNote, type TokenSums, type TraceFacets } from '@domain/facets/trace-facets';
import { describeCost, formatCost } from '@domain/format-cost';
import { failuresText } from '@domain/format-failures';
import { isolateText } from '@domain/isolate-text';
import { tracesRoute } from '@domain/route';
import type { UnixNs } from '@domain/units';

import { useNow } from '../../../lib/now';
import { hrefOf } from '../../../lib/router';
import { isBaseline, useBaselines } from '../../../stores/baselines';
import { useSessionRoute } from '../../../stores/list-route';
import { BaselineMark } from '../../../ui/baseline/baseline-mark';
import { classNames } from '../../../ui/class-names';
import { CopyButton } from '../../../ui/copy-button';
import { Figure } from '../../../ui/figures';
import { PageHeader } from '../../../ui/page-header';
import { StatusGlyph } from '../../../ui/status-glyph';
import { progressOf } from '../../../ui/trace-progress';
import { rootNameOf, titleOfTrace, titlePartsOfTrace } from '../../../ui/trace-title';
import { projectName, useProjects } from '../../projects';
import { openEndOf } from '../model/open-end';
import type { TraceModel } from '../model/trace-model';
import { isPartial, traceFacetsOf, understoodShare } from '../model/trace-usage';
import { useBaselineCommands } from '../use-baseline-commands';
import { CompareMenu } from './compare-menu';
import styles from './trace-header.module.css';
import { TraceTags } from './trace-tags';

const NS_PER_MS = 1_000_000n;

export interface TraceHeaderProps {
  readonly row: TraceRow;
  readonly model: TraceModel;
}

/** What the trace is, and its figures. */
export function TraceHeader({ row: listed, model }: TraceHeaderProps): ReactNode {
  const nowMs = useNow();
  const facets = traceFacetsOf(listed, model);
  const row = { ...listed, facets };
  useBaselineCommands(row);
  const progress = progressOf(row, nowMs);
  const { endNs, isLive } = openEndOf(row, model, nowMs);
  // Spans of linked traces bring their services along.
  const isAlone = model.linked.traces.length === 0;
  const serviceCount = isAlone ? Math.max(model.serviceCount, row.serviceCount) : row.serviceCount;
  const isMadeOfLogs = facets?.notes.includes(madeOfLogsNote) === true;
  const isRun = facets !== null && facets.modelCallCount + facets.toolCallCount > 0;
  return (
    <PageHeader
      title={<Title row={row} model={model} progress={progress} isMadeOfLogs={isMadeOfLogs} />}
      sub={<Sub row={row} nowMs={nowMs} facets={facets} />}
      actions={<CompareMenu row={row} />}
    >
      <Figure
        name="Duration"
        value={
          <>
            {formatDurationNs(isLive ? endNs : row.durationNs)}
            {isLive && <small> so far</small>}
          </>
        }
      />
      <Figure name="Spans" value={formatCount(model.spanCount)} />
      {isRun ? (
        <RunFigures facets={facets} isPartial={isPartial(model)} />
      ) : (
        <>
          <Figure name="Services" value={formatCount(serviceCount)} />
          <Figure name="Log records" value={formatCount(row.logCount)} />
        </>
      )}
      <Figure
        name="Errors"
        value={
          <>
            {formatCount(model.ownErrorCount - model.passedErrorCount)}
            {model.passedErrorCount > 0 && (
              <small>{` in ${formatCount(model.ownErrorCount)} spans`}</small>
            )}
          </>
        }
        isError={model.ownErrorCount > 0}
        more={exceptionsText(model.ownExceptionCount)}
        title={errorsTitle(model)}
      />
    </PageHeader>
  );
}

interface TitleProps {
  readonly row: TraceRow;
  readonly model: TraceModel;
  readonly progress: ReturnType<typeof progressOf>;
  readonly isMadeOfLogs: boolean;
}

function Title({ row, model, progress, isMadeOfLogs }: TitleProps): ReactNode {
  const detail = titlePartsOfTrace(row).rest.trim();
  const isPinned = isBaseline(useBaselines(), row.traceId);
  return (
    <>
      <span className={styles.status} title={progress.detail}>
        <StatusGlyph status={progress.status} />
      </span>
      <span
        className={classNames('ellipsis selectable', rootNameOf(row) === null && styles.noRoot)}
      >
        {titleOfTrace(row)}
      </span>
      {detail !== '' && <span className={styles.lack}>{detail}</span>}
      {isPinned && <BaselineMark />}
      {progress.lack !== '' && (
        <span className={styles.lack} title={progress.detail}>
          {[progress.lack, progress.silence].filter((text) => text !== '').join(', ')}
        </span>
      )}
      {isMadeOfLogs && (
        <span className={styles.lack} title={madeOfLogsNote}>
          made of log records
        </span>
      )}
      {isPartial(model) && (
        <span
          className={classNames('num', styles.lack)}
          title="What the spans mean is still being found out: calls, tokens and cost are of those that are understood."
        >
          {understandingText(understoodShare(row, model))}
        </span>
      )}
    </>
  );
}

function understandingText(share: number | null): string {
  return share === null ? 'understanding…' : `understanding… ${Math.floor(share * 100)}%`;
}

interface SubProps {
  readonly row: TraceRow;
  readonly nowMs: number;
  readonly facets: TraceFacets | null;
}

/** Its id, who sent it, when, and what it belongs to: project, session and user. */
function Sub({ row, nowMs, facets }: SubProps): ReactNode {
  const session = facets?.sessionId ?? null;
  const user = facets?.userId ?? null;
  return (
    <>
      <span className={classNames('mono selectable', styles.traceId)} title={row.traceId}>
        {shortId(row.traceId)}
      </span>
      <span className={styles.copy}>
        <CopyButton text={row.traceId} label="Copy trace id" />
      </span>
      <span className={classNames('ellipsis selectable', styles.service)}>
        {row.serviceName || '(no service)'}
      </span>
      <span aria-hidden="true">·</span>
      <Started startNs={row.startNs} nowMs={nowMs} />
      <Project id={row.experimentId} />
      {session !== null && (
        <>
          <span aria-hidden="true">·</span>
          <Session id={session} experimentId={row.experimentId} />
        </>
      )}
      {user !== null && (
        <>
          <span aria-hidden="true">·</span>
          <bdi
            className={classNames('ellipsis selectable', styles.user)}
            title={`User ${isolateText(user)}`}
          >
            {user}
          </bdi>
        </>
      )}
      <TraceTags row={row} />
    </>
  );
}

/** The project that the trace is of; where there is but one, it tells nothing. */
function Project({ id }: { readonly id: number }): ReactNode {
  const projects = useProjects();
  const name = projectName(projects, id);
  if (name === '' || projects?.length === 1) return null;
  return (
    <>
      <span aria-hidden="true">·</span>
      <a
        href={hrefOf({ ...tracesRoute, project: id })}
        className={classNames('ellipsis', styles.session)}
        title={`Project ${isolateText(name)}`}
      >
        <bdi>{name}</bdi>
      </a>
    </>
  );
}

interface SessionProps {
  readonly id: string;
  readonly experimentId: number;
}

function Session({ id, experimentId }: SessionProps): ReactNode {
  const route = useSessionRoute(id, experimentId);
  return (
    <a
      href={hrefOf(route)}
      className={classNames('ellipsis', styles.session)}
      title={`Session ${isolateText(id)}`}
    >
      <bdi>{id}</bdi>
    </a>
  );
}

interface RunFiguresProps {
  readonly facets: TraceFacets;
  /** There are spans that are not counted yet. */
  readonly isPartial: boolean;
}

/** Calls, tokens and cost of an agent's run. */
function RunFigures({ facets, isPartial: isSoFar }: RunFiguresProps): ReactNode {
  const { tokens, cost, modelCallCount, toolCallCount, notes } = facets;
  const costText = formatCost(cost);
  const remarks = [describeCost(cost), ...notes].filter((text) => text !== '');
  const soFar = isSoFar && <small> so far</small>;
  return (
    <>
      <Figure
        name="LLM calls"
        value={
          <>
            {formatCount(modelCallCount)}
            {soFar}
          </>
        }
      />
      <Figure
        name="Tool calls"
        value={
          <>
            {formatCount(toolCallCount)}
            {soFar}
          </>
        }
      />
      {(tokens.input !== null || tokens.output !== null) && (
        <Figure
          name="Tokens"
          title={tokensTitle(tokens)}
          value={
            <>
              {formatShortCount(tokens.input ?? Number.NaN)}
              <small> in</small> {formatShortCount(tokens.output ?? Number.NaN)}
              <small> out</small>
              {soFar}
            </>
          }
        />
      )}
      {costText !== '' && (
        <Figure
          name="Cost"
          value={
            <>
              {costText}
              {soFar}
            </>
          }
          title={remarks.join('. ')}
        />
      )}
    </>
  );
}

/** The exact counts. */
function tokensTitle({ input, output, cacheRead, cacheWrite, reasoning }: TokenSums): string {
  const parts: readonly (readonly [string, number | null])[] = [
    ['input', input],
    ['of it cached', cacheRead],
    ['of it written to the cache', cacheWrite],
    ['output', output],
    ['of it reasoning', reasoning],
  ];
  return parts
    .flatMap(([name, count]) => (count === null ? [] : [`${formatCount(count)} ${name}`]))
    .join(', ');
}

interface StartedProps {
  readonly startNs: UnixNs;
  readonly nowMs: number;
}

/** When the trace began; 0 is no time (reference B5). */
function Started({ startNs, nowMs }: StartedProps): ReactNode {
  if (startNs === 0n) return <span>no start time</span>;
  const startMs = Number(startNs / NS_PER_MS);
  const ago = formatRelative(startMs, nowMs);
  return (
    <time
      className={classNames('ellipsis', styles.started)}
      dateTime={new Date(startMs).toISOString()}
      title={formatDateTime(startMs, true)}
    >
      {ago === null ? formatDateTime(startMs, true) : `${formatTimeOfDay(startMs, true)}, ${ago}`}
    </time>
  );
}

function exceptionsText(count: number): string {
  if (count === 0) return '';
  return `+ ${formatCount(count)} ${count === 1 ? 'exception' : 'exceptions'}`;
}

function errorsTitle(model: TraceModel): string | undefined {
  const { ownErrorCount, ownExceptionCount, passedErrorCount } = model;
  const errors =
    passedErrorCount > 0
      ? failuresText(ownErrorCount, passedErrorCount)
      : `${formatCount(ownErrorCount)} with status error`;
  if (ownExceptionCount === 0) return passedErrorCount > 0 ? errors : undefined;
  const others = `${formatCount(ownExceptionCount)} ${
    ownExceptionCount === 1 ? 'span' : 'spans'
  } with exceptions and no error status`;
  return `${errors}, and ${others}`;
}

/** Both ends of an id, by which people compare ids. */
function shortId(id: string): string {
  return `${id.slice(0, 8)}…${id.slice(-6)}`;
}
