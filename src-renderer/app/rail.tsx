import type { ReactNode } from 'react';

import { compareRoute, sessionsRoute, tracesRoute, type Route } from '@domain/route';

import { hrefOf, useRoute } from '../lib/router';
import { useFreshListRoute, useFreshSessionsRoute } from '../stores/list-route';
import {
  CompareIcon,
  ConnectIcon,
  ImportIcon,
  MarkIcon,
  SessionsIcon,
  SettingsIcon,
  TracesIcon,
  type Icon,
} from '../ui/icons';
import { Tooltip } from '../ui/tooltip';
import styles from './rail.module.css';

interface RailItem {
  readonly label: string;
  readonly icon: Icon;
  readonly route: Route;
  readonly views: readonly Route['view'][];
}

const top: readonly RailItem[] = [
  { label: 'Traces', icon: TracesIcon, route: tracesRoute, views: ['traces', 'trace'] },
  {
    label: 'Sessions',
    icon: SessionsIcon,
    route: sessionsRoute,
    views: ['sessions', 'session'],
  },
  {
    label: 'Compare',
    icon: CompareIcon,
    route: compareRoute(null, null),
    views: ['compare', 'groups'],
  },
  { label: 'Import', icon: ImportIcon, route: { view: 'import' }, views: ['import'] },
];
const bottom: readonly RailItem[] = [
  { label: 'Connect', icon: ConnectIcon, route: { view: 'connect' }, views: ['connect'] },
  { label: 'Settings', icon: SettingsIcon, route: { view: 'settings' }, views: ['settings'] },
];

/** The views that exist. */
export function Rail(): ReactNode {
  const { view } = useRoute();
  const routes: { readonly [View in Route['view']]?: Route } = {
    traces: useFreshListRoute(),
    sessions: useFreshSessionsRoute(),
  };
  const link = (item: RailItem) => (
    <RailLink
      key={item.label}
      item={{ ...item, route: routes[item.route.view] ?? item.route }}
      current={item.views.includes(view)}
    />
  );
  return (
    <nav className={styles.rail} aria-label="Main">
      <MarkIcon size={22} className={styles.mark} />
      {top.map(link)}
      <span className={styles.space} />
      {bottom.map(link)}
    </nav>
  );
}

function RailLink({ item, current }: { readonly item: RailItem; readonly current: boolean }) {
  const Drawing = item.icon;
  return (
    <Tooltip text={item.label} side="right">
      <a
        href={hrefOf(item.route)}
        aria-label={item.label}
        aria-current={current ? 'page' : undefined}
        className={styles.link}
      >
        <Drawing size={18} />
      </a>
    </Tooltip>
  );
}
