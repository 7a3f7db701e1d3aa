import { lazy, Suspense, type ReactNode } from 'react';

import type { Route } from '@domain/route';

import { ConnectPage } from '../features/connect';
import { ImportPage } from '../features/import';
import { SettingsPage } from '../features/settings';
import { useLocation } from '../lib/router';
import { ErrorBoundary } from './error-boundary';

const TracesPage = lazy(async () => ({ default: (await import('../features/traces')).TracesPage }));
const TracePage = lazy(async () => ({ default: (await import('../features/trace')).TracePage }));

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
    case 'connect':
      return <ConnectPage />;
    case 'import':
      return <ImportPage />;
    case 'settings':
      return <SettingsPage />;
  }
}
