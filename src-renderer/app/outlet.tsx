import { lazy, Suspense, type ReactNode } from 'react';

import type { Route } from '@domain/route';

import { ConnectPage } from '../features/connect';
import { ImportPage } from '../features/import';
import { SettingsPage } from '../features/settings';
import { useLocation } from '../lib/router';
import { ErrorBoundary } from './error-boundary';

const loadTraces = async () => ({ default: (await import('../features/traces')).TracesPage });
const loadTrace = async () => ({ default: (await import('../features/trace')).TracePage });
const loadSessions = async () => ({ default: (await import('../features/sessions')).SessionsPage });
const loadCompare = async () => ({ default: (await import('../features/diff')).ComparePage });
const loadGroups = async () => ({ default: (await import('../features/groups')).GroupsPage });
const TracesPage = lazy(loadTraces);
const TracePage = lazy(loadTrace);
const SessionsPage = lazy(loadSessions);
const ComparePage = lazy(loadCompare);
const GroupsPage = lazy(loadGroups);

/** Loads the views that the first paint did not need, so that opening one does not wait. */
export function preloadViews(): void {
  requestIdleCallback(
    () =>
      void Promise.all([
        loadTraces(),
        loadTrace(),
        loadSessions(),
        loadCompare(),
        loadGroups(),
      ]).catch(() => undefined),
  );
}

/** The view of the route. */
export function Outlet(): ReactNode {
  const { route, path } = useLocation();
  return (
    <ErrorBoundary resetKey={path}>
      <Suspense fallback={null}>{viewOf(route)}</Suspense>
    </ErrorBoundary>
  );
}

function viewOf(route: Route): ReactNode {
  switch (route.view) {
    case 'traces':
      // The list has no title of its own; its name stands in the title bar.
      return (
        <>
          <h1 className="srOnly">Traces</h1>
          <TracesPage />
        </>
      );
    case 'trace':
      return <TracePage key={route.traceId} />;
    case 'sessions':
    case 'session':
      return <SessionsPage />;
    case 'compare':
      return <ComparePage />;
    case 'groups':
      return <GroupsPage />;
    case 'connect':
      return <ConnectPage />;
    case 'import':
      return <ImportPage />;
    case 'settings':
      return <SettingsPage />;
  }
}
