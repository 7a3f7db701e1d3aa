import type { ReactNode } from 'react';

import type { SessionDetail } from '@contract/facets';
import {
  formatCount,
  formatDateTime,
  formatDurationNs,
  formatRelative,
  formatShortCount,
  formatTimeOfDay,
} from '@domain/format';
import { formatCost } from '@domain/format-cost';

import { isolateText } from '@domain/isolate-text';

import { useNow } from '../../lib/now';
import { CopyButton } from '../../ui/copy-button';
import { Figure } from '../../ui/figures';
import { SessionsIcon } from '../../ui/icons';
import { PageHeader } from '../../ui/page-header';
import { projectName, useProjects } from '../projects';
import { sessionFigures } from './model/session-figures';
import styles from './session-view.module.css';

const NS_PER_MS = 1_000_000n;

export interface SessionHeaderProps {
  readonly session: SessionDetail;
  /** What can be done with it. */
  readonly actions: ReactNode;
}

/** What the session is, and its figures. */
export function SessionHeader({ session, actions }: SessionHeaderProps): ReactNode {
  const nowMs = useNow();
  const figures = sessionFigures(session);
  const cost = { usd: session.costUsd, state: session.costState };
  return (
    <PageHeader
      titleClassName={styles.title}
      title={
        <>
          <SessionsIcon />
          <span className="ellipsis selectable">{session.sessionId}</span>
          <CopyButton text={session.sessionId} label="Copy session id" />
        </>
      }
      actions={actions}
      subClassName={styles.sub}
      sub={
        <>
          <span className="ellipsis">{session.services.join(', ') || '(no service)'}</span>
          {session.userIds.length > 0 && (
            <>
              <span aria-hidden="true">·</span>
              <span className="ellipsis">{session.userIds.join(', ')}</span>
            </>
          )}
          <Projects ids={session.experimentIds} />
          <span aria-hidden="true">·</span>
          <span>{timesOf(session, nowMs)}</span>
        </>
      }
    >
      <Figure name="Turns" value={formatCount(session.turnCount)} />
      <Figure
        name="Agent time"
        value={formatDurationNs(figures.agentTimeNs)}
        title="Sum of the turns’ durations"
      />
      <Figure name="LLM calls" value={formatCount(figures.modelCallCount)} />
      <Figure
        name="Tokens"
        value={formatShortCount(figures.tokens)}
        title={`${formatCount(session.tokens.input ?? Number.NaN)} in, ${formatCount(session.tokens.output ?? Number.NaN)} out`}
      />
      <Figure name="Cost" value={formatCost(cost) || '—'} />
      <Figure
        name="Errors"
        value={formatCount(figures.errorCount)}
        isError={figures.errorCount > 0}
      />
    </PageHeader>
  );
}

/** The projects its turns are of; where there is but one at all, it tells nothing. */
function Projects({ ids }: { readonly ids: readonly number[] }): ReactNode {
  const projects = useProjects();
  const names = ids.map((id) => projectName(projects, id)).filter((name) => name !== '');
  if (names.length === 0 || projects?.length === 1) return null;
  const label = names.length === 1 ? 'Project' : 'Projects';
  return (
    <>
      <span aria-hidden="true">·</span>
      <span className="ellipsis" title={`${label} ${names.map(isolateText).join(', ')}`}>
        {names.map(isolateText).join(', ')}
      </span>
    </>
  );
}

function timesOf({ turns }: SessionDetail, nowMs: number): string {
  const first = turns[0];
  const last = turns[turns.length - 1];
  if (first === undefined || last === undefined || last.startNs === 0n) return 'no start time';
  const firstMs = Number(first.startNs / NS_PER_MS);
  const lastMs = Number(last.startNs / NS_PER_MS);
  const ago = formatRelative(lastMs, nowMs);
  if (ago === null) return `${formatDateTime(firstMs, false)} to ${formatDateTime(lastMs, false)}`;
  return `${formatTimeOfDay(firstMs, false)} to ${formatTimeOfDay(lastMs, false)}, last turn ${ago}`;
}
