import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';

import { sessionRoute, type SessionsRoute } from '@domain/route';

import { useEngineQuery } from '../../lib/engine-queries';
import { useCommands } from '../../lib/keyboard';
import { navigate, useRoute } from '../../lib/router';
import { Button } from '../../ui/button';
import { EmptyState, ErrorState } from '../../ui/empty-state';
import { chooseProject, projectName, useProjects } from '../projects';
import { SessionList, type SessionListHandle } from './session-list';
import { SessionView } from './session-view';
import styles from './session-view.module.css';
import { useSessionList } from './use-session-list';

/** Conversations at the left, the chosen one beside them. */
export function SessionsPage(): ReactNode {
  const route = useRoute();
  return route.view === 'sessions' || route.view === 'session' ? <Page route={route} /> : null;
}

function Page({ route }: { readonly route: SessionsRoute }): ReactNode {
  const [text, setText] = useState(route.view === 'sessions' ? route.text : '');
  const [range, setRange] = useState({ first: 0, last: 20 });
  const onRange = useCallback(
    (first: number, last: number) =>
      setRange((known) => (known.first === first && known.last === last ? known : { first, last })),
    [],
  );
  const { project } = route;
  const projects = useProjects();
  const sessions = useSessionList(text, project, range.first, range.last);
  const list = useRef<SessionListHandle>(null);
  const isGone =
    project !== null && projects !== undefined && projects.every(({ id }) => id !== project);
  useEffect(() => {
    if (isGone) navigate({ ...route, project: null }, { replace: true });
  }, [isGone, route]);
  // Without a choice the one that was active last is shown.
  const sessionId =
    route.view === 'session' ? route.sessionId : (sessions.rowAt(0)?.sessionId ?? null);

  const cursor = sessionId === null ? 0 : Math.max(0, sessions.indexOf(sessionId));
  const inList = (): boolean => list.current?.hasFocus() ?? false;
  const step = (by: number): boolean => {
    const index = Math.max(0, Math.min(sessions.total - 1, cursor + by));
    const row = sessions.rowAt(index);
    // A run of keys is one step back, not one for each session on the way.
    if (row !== null) {
      const replace = route.view === 'session';
      navigate(sessionRoute(row.sessionId, project), { replace });
    }
    return true;
  };
  useCommands({
    'view.find': () => list.current?.focusFilter(),
    // The turns have the arrows, unless the list of sessions has the focus.
    'row.next': () => inList() && step(1),
    'row.previous': () => inList() && step(-1),
    'tree.nextSibling': () => void step(1),
    'tree.previousSibling': () => void step(-1),
  });

  if (sessions.status === 'error') {
    return (
      <ErrorState
        message={sessions.error?.message ?? 'The sessions cannot be read.'}
        onRetry={sessions.retry}
      />
    );
  }
  if (sessions.status === 'ready' && sessions.total === 0 && text === '' && project !== null) {
    return (
      <EmptyState
        message={
          <>
            No sessions in <bdi>{projectName(projects, project) || 'this project'}</bdi>.
          </>
        }
        action={<Button onClick={() => chooseProject(null)}>Show all projects</Button>}
      />
    );
  }
  if (sessions.status === 'ready' && sessions.total === 0 && text === '') {
    return (
      <EmptyState
        message={
          <>
            No sessions yet. Traces that carry <span className="mono">gen_ai.conversation.id</span>,{' '}
            <span className="mono">session.id</span> or a framework’s own thread id are put together
            here, turn by turn.
          </>
        }
        action={<Button onClick={() => navigate({ view: 'connect' })}>Connect</Button>}
      />
    );
  }
  return (
    <div className={styles.page}>
      <SessionList
        ref={list}
        text={text}
        onText={setText}
        sessions={sessions}
        currentId={sessionId}
        cursor={cursor}
        onRange={onRange}
        project={project}
        onOpen={({ sessionId: opened }) => navigate(sessionRoute(opened, project))}
      />
      {sessionId !== null && (
        <Chosen
          key={`${project ?? ''} ${sessionId}`}
          sessionId={sessionId}
          project={project}
          hasArrows={() => !inList()}
        />
      )}
    </div>
  );
}

interface ChosenProps {
  readonly sessionId: string;
  readonly project: number | null;
  readonly hasArrows: () => boolean;
}

function Chosen({ sessionId, project, hasArrows }: ChosenProps): ReactNode {
  const { data, error, refetch } = useEngineQuery(
    'sessions.open',
    { sessionId, experiment: project },
    { keepPrevious: true },
  );
  if (data !== undefined)
    return <SessionView session={data} project={project} hasArrows={hasArrows} />;
  if (error === null) return <section className={styles.view} aria-busy="true" />;
  return (
    <section className={styles.view}>
      <ErrorState message={error.message} onRetry={() => void refetch()} />
    </section>
  );
}
