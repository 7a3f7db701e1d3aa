import { useEffect, useRef } from 'react';

import type { CallError } from '@contract/errors';
import type { ImportJob } from '@contract/import';
import type { MethodResult } from '@contract/methods';
import type { Settings } from '@contract/settings';
import { compareRoute, groupsRoute, traceRoute, tracesRoute, type Route } from '@domain/route';
import { parseTraceId } from '@domain/units';

import { useProjectCommands } from '../features/projects';
import { endpointOf } from '../lib/endpoints';
import { useEngineCommand } from '../lib/engine-queries';
import { useImportActions } from '../lib/import-files';
import { isCommandId, runCommand, useCommands } from '../lib/keyboard';
import { currentLocation, goBack, goForward, navigate } from '../lib/router';
import { shell } from '../lib/shell';
import { freshListRoute, freshSessionsRoute, listRoute } from '../stores/list-route';
import { saveSettings } from '../stores/settings';
import { useWelcomeStore } from '../stores/welcome';
import { showToast } from '../ui/toast';

export interface AppDialogs {
  readonly openPalette: () => void;
  readonly openSheet: () => void;
}

/** Commands that work everywhere, and the menu and system asking for them. */
export function useAppCommands({ openPalette, openSheet }: AppDialogs): void {
  useProjectCommands();
  const files = useImportActions();
  const sendTest = useEngineCommand('receiver.sendTestTrace');

  useCommands({
    'palette.open': openPalette,
    'sheet.open': openSheet,
    'go.back': goBack,
    'go.forward': goForward,
    'go.traces': () => navigate(freshListRoute()),
    'go.sessions': () => navigate(freshSessionsRoute()),
    'go.compare': () => navigate(compareRoute(null, null)),
    'go.groups': () => navigate(groupsRoute()),
    'go.import': () => navigate({ view: 'import' }),
    'go.connect': () => navigate({ view: 'connect' }),
    'settings.open': () => navigate({ view: 'settings' }),
    'theme.system': () => setTheme('system'),
    'theme.light': () => setTheme('light'),
    'theme.dark': () => setTheme('dark'),
    'data.show': () => report(shell().invoke('data.show', {})),
    'log.show': () => report(shell().invoke('log.show', {})),
    'import.open': () => report(files.chooseFiles()),
    'import.openFolder': () => report(files.chooseFolder()),
    'samples.load': () => {
      useWelcomeStore.setState({ announced: true, touched: true });
      report(loadSamples(files.loadSamples()));
    },
    'receiver.test': () => {
      useWelcomeStore.setState({ announced: true, touched: true });
      report(sendTest.mutateAsync({}).then(offerTestTrace));
    },
    escape: leaveTrace,
  });

  const openPaths = useRef(files.importPaths);
  useEffect(() => {
    openPaths.current = files.importPaths;
  });
  useEffect(() => {
    const stops = [
      shell().on('command', (id) => {
        if (isCommandId(id)) runCommand(id);
      }),
      shell().on('openPaths', (paths) => report(openPaths.current(paths))),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}

/** Says what went wrong with something nobody waits for. */
function report(task: Promise<unknown>): void {
  task.catch((error: CallError) => showToast({ status: 'error', message: error.message }));
}

function setTheme(theme: Settings['theme']): void {
  report(saveSettings({ theme }));
}

/** Says that the samples are coming, then what came. */
async function loadSamples(end: Promise<ImportJob>): Promise<void> {
  const takeBack = showToast({ status: 'running', message: 'Loading the sample traces.' });
  try {
    showSamples(await end);
  } finally {
    takeBack();
  }
}

function showSamples({ files }: ImportJob): void {
  const failed = files.filter(({ state }) => state !== 'done').length;
  const traces = files.reduce((sum, file) => sum + (file.spansAdded > 0 ? file.traces : 0), 0);
  if (failed > 0) {
    const action = { label: 'Show import', run: () => navigate({ view: 'import' }) };
    showToast({ status: 'error', message: `${failed} of the sample files did not load.`, action });
  } else if (traces === 0) {
    showToast({ status: 'ok', message: 'The sample traces are there already.' });
  } else {
    const message = traces === 1 ? '1 sample trace loaded.' : `${traces} sample traces loaded.`;
    showToast({ status: 'ok', message });
  }
  if (failed < files.length) navigate(tracesRoute);
}

function offerTestTrace(sent: MethodResult<'receiver.sendTestTrace'>): void {
  const traceId = parseTraceId(sent.traceId);
  showToast({
    status: 'ok',
    message: `Test trace received through ${endpointOf(sent.listener, sent.port)}.`,
    ...(traceId === null
      ? {}
      : {
          action: {
            label: 'Show',
            run: () => navigate(traceRoute(traceId)),
          },
        }),
  });
}

const leftByEscape: readonly Route['view'][] = ['trace', 'compare', 'groups'];

/** The last meaning of Escape: leave the page for the list it belongs to. */
function leaveTrace(): boolean {
  const { route, canGoBack } = currentLocation();
  if (!leftByEscape.includes(route.view)) return false;
  if (canGoBack) goBack();
  else navigate(listRoute());
  return true;
}
