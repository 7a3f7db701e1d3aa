import { useEffect, useRef } from 'react';

import { tracesRoute } from '@domain/route';

import { useEngineConnection, useEngineQuery } from '../lib/engine-queries';
import { currentLocation, navigate, useLocation } from '../lib/router';
import { freshListRoute } from '../stores/list-route';
import { useSettings } from '../stores/settings';
import { useWelcomeStore } from '../stores/welcome';
import { showToast } from '../ui/toast';

/**
 * Chooses the first view: the welcome page for an empty store, else the trace list. When the
 * first trace comes, an untouched welcome page moves on to the list; anywhere else a toast
 * offers it. Returns whether the view is chosen.
 */
export function useFirstView(): boolean {
  const { data: info, isError } = useEngineQuery('store.info', {});
  const { state } = useEngineConnection();
  // A window opened at a place of its own, such as a link, stays there.
  const chosen = useLocation().path !== '';
  const open = info?.state === 'open';
  const traces = open ? info.traces : null;
  const areSettingsKnown = useSettings() !== null;

  useEffect(() => {
    if (chosen || !areSettingsKnown) return;
    if (traces === null && !isError && state !== 'failed') return;
    navigate(traces === 0 ? { view: 'connect' } : freshListRoute(), { replace: true });
  }, [chosen, areSettingsKnown, traces, isError, state]);

  const before = useRef<number | null>(null);
  useEffect(() => {
    const first = before.current === 0 && traces !== null && traces > 0;
    before.current = traces ?? before.current;
    if (first) announceFirstTrace();
  }, [traces]);

  return chosen;
}

function announceFirstTrace(): void {
  const { view } = currentLocation().route;
  const { touched, announced } = useWelcomeStore.getState();
  if (view === 'connect' && !touched) {
    navigate(tracesRoute);
  } else if (!announced && (view === 'connect' || view === 'settings')) {
    showToast({
      status: 'ok',
      message: 'The first trace has arrived.',
      action: { label: 'Show', run: () => navigate(tracesRoute) },
    });
  }
}
