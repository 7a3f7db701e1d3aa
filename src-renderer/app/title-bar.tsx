import { useEffect, type ReactNode } from 'react';

import { compareRoute, projectOfRoute, sessionsRoute, type Route } from '@domain/route';

import { useEngineConnection, useEngineQuery, useReceiverStatus } from '../lib/engine-queries';
import { commandKeyLabel } from '../lib/keyboard';
import { goBack, goForward, hrefOf, useLocation } from '../lib/router';
import { isMac } from '../lib/shell';
import { resolveTheme } from '../lib/theme';
import { ProjectSwitcher } from '../features/projects';
import { useFreshListRoute } from '../stores/list-route';
import { usePageTitle } from '../stores/page-title';
import { saveSettings, useSettings } from '../stores/settings';
import { classNames } from '../ui/class-names';
import { IconButton } from '../ui/icon-button';
import { ChevronLeftIcon, ChevronRightIcon, SearchIcon, SunIcon } from '../ui/icons';
import { CommandKey } from '../ui/kbd';
import { StateDot } from '../ui/state-dot';
import { receiverSummary } from './receiver-summary';
import styles from './title-bar.module.css';

/** Where you are, how to go elsewhere, and whether the receiver listens. */
export function TitleBar({ onOpenPalette }: { readonly onOpenPalette: () => void }): ReactNode {
  const { route, canGoBack, canGoForward } = useLocation();
  const settings = useSettings();
  const theme = resolveTheme(settings?.theme ?? 'system');
  const mac = isMac();
  return (
    <header className={styles.titleBar}>
      <div className={styles.left}>
        <IconButton
          icon={ChevronLeftIcon}
          size="small"
          label="Back"
          keyLabel={commandKeyLabel('go.back', mac)}
          disabled={!canGoBack}
          onClick={goBack}
        />
        <IconButton
          icon={ChevronRightIcon}
          size="small"
          label="Forward"
          keyLabel={commandKeyLabel('go.forward', mac)}
          disabled={!canGoForward}
          onClick={goForward}
        />
        <Crumbs route={route} />
      </div>
      <button type="button" className={styles.palette} onClick={onOpenPalette}>
        <SearchIcon size={14} />
        <span className="grow ellipsis">Go to a trace, span or command</span>
        <CommandKey id="palette.open" />
      </button>
      <div className={styles.right}>
        <ReceiverState />
        <IconButton
          icon={SunIcon}
          label={theme === 'dark' ? 'Switch to light theme' : 'Switch to dark theme'}
          onClick={() => void saveSettings({ theme: theme === 'dark' ? 'light' : 'dark' })}
        />
      </div>
    </header>
  );
}

const viewNames: Readonly<Record<Route['view'], string>> = {
  connect: 'Connect',
  traces: 'Traces',
  trace: 'Traces',
  sessions: 'Sessions',
  session: 'Sessions',
  compare: 'Compare',
  groups: 'Compare',
  import: 'Import',
  settings: 'Settings',
};

function Crumbs({ route }: { readonly route: Route }): ReactNode {
  const title = usePageTitle();
  const list = useFreshListRoute();
  const project = projectOfRoute(route);
  const parent = parentOf(route, list);
  const name = nameOf(route, title);
  useEffect(() => {
    document.title = `${name} · Otelier`;
  }, [name]);
  return (
    <nav className={styles.crumbs} aria-label="Location">
      {parent !== null ? (
        <>
          <a href={hrefOf(parent)}>{viewNames[route.view]}</a>
          <ChevronRightIcon size={14} />
          {project !== undefined && (
            <>
              <ProjectSwitcher project={project} />
              <ChevronRightIcon size={14} />
            </>
          )}
          <b aria-current="page">{name}</b>
        </>
      ) : (
        <b aria-current="page" className={classNames(project !== undefined && styles.whole)}>
          {name}
        </b>
      )}
      {parent === null && project !== undefined && (
        <>
          <ChevronRightIcon size={14} />
          <ProjectSwitcher project={project} />
        </>
      )}
    </nav>
  );
}

/** The list that a single trace or session belongs to. */
function parentOf(route: Route, list: Route): Route | null {
  if (route.view === 'trace') return list;
  if (route.view === 'compare' && route.a !== null && route.b !== null) {
    return compareRoute(null, null);
  }
  if (route.view === 'groups') return compareRoute(null, null);
  return route.view === 'session' ? { ...sessionsRoute, project: route.project } : null;
}

function nameOf(route: Route, title: string | null): string {
  if (route.view === 'trace') return title ?? route.traceId.slice(0, 8);
  if (route.view === 'compare' || route.view === 'groups') return title ?? viewNames.compare;
  return route.view === 'session' ? route.sessionId : viewNames[route.view];
}

function ReceiverState(): ReactNode {
  const status = useReceiverStatus();
  const { data: stats } = useEngineQuery('receiver.stats', {});
  const { data: store } = useEngineQuery('store.info', {});
  const connection = useEngineConnection();
  const { tone, word, detail } = receiverSummary(connection, status, stats, store);
  return (
    <a className={styles.receiver} href={hrefOf({ view: 'connect' })}>
      <span className="srOnly">Receiver:</span>
      <StateDot tone={tone} live={word === 'Receiving'} />
      {word}
      {detail !== '' && <span className="t3">{detail}</span>}
    </a>
  );
}
