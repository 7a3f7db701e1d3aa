import type { ReactNode } from 'react';

import { groupsReport } from '@domain/diff/groups/groups-report';
import type { GroupsRoute } from '@domain/route';

import { copyText } from '../../lib/clipboard';
import { useCommands } from '../../lib/keyboard';
import { currentLocation, navigate, useRoute } from '../../lib/router';
import { useNamePage } from '../../stores/page-title';
import { useTolerances } from '../../stores/tolerances';
import { ErrorState } from '../../ui/empty-state';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { showToast } from '../../ui/toast';
import { Comparison } from './comparison';
import styles from './groups-page.module.css';
import { GroupsHeader } from './header/groups-header';
import { newsWords } from './model/groups-news';
import { reportFacts } from './model/report-facts';
import { NoRuns } from './no-runs';
import { Reading, Rereading } from './reading';
import { useGroups } from './use-groups';

/** Good runs compared with bad ones: which steps tell them apart. */
export function GroupsPage(): ReactNode {
  const route = useRoute();
  return route.view === 'groups' ? <Page route={route} /> : null;
}

function Page({ route }: { readonly route: GroupsRoute }): ReactNode {
  const { state, wanted, refresh } = useGroups(route, useTolerances());
  const { model, problem, progress } = state;
  useNamePage(route.root === null ? 'Groups of runs' : `Runs of ${route.root}`);
  const swap = (): void => goBy(({ good, bad }) => ({ good: bad, bad: good }));
  const hasBoth = model !== null && model.table.goodCount > 0 && model.table.badCount > 0;
  const isStale = model !== null && state.modelOf !== wanted;
  const report = hasBoth && !isStale ? model : null;
  const markdown = report === null ? null : () => groupsReport(reportFacts(report, route));
  useCommands({
    'compare.swap': swap,
    'compare.tree': () => go({ order: 'steps' }),
    'compare.table': () => go({ order: 'telling' }),
    'groups.refresh': refresh,
    'compare.copyReport': () => {
      if (markdown === null) return false;
      void copyText(markdown()).then(() =>
        showToast({ status: 'ok', message: 'Report copied as Markdown.' }),
      );
      return true;
    },
  });
  return (
    <section className={styles.page} aria-label="Compare groups">
      <GroupsHeader
        route={route}
        model={isStale ? null : model}
        news={newsWords(state.news)}
        onRefresh={refresh}
        onRoot={(root) => go({ root, step: null })}
        onSet={(side, changes) => goBy((now) => ({ [side]: { ...now[side], ...changes } }))}
        onSwap={swap}
        onOrder={(order) => go({ order })}
        report={markdown}
      />
      {model === null && problem !== '' && <ErrorState message={problem} onRetry={refresh} />}
      {model === null && problem === '' && <Reading progress={progress} />}
      {model !== null && (
        <>
          {problem !== '' && (
            <p className={styles.problem} role="alert">
              <span className="grow">{problem}</span>
              <Button size="small" onClick={refresh}>
                Retry
              </Button>
            </p>
          )}
          {progress !== null && <Rereading progress={progress} />}
          <div
            className={classNames(styles.content, isStale && styles.stale)}
            aria-busy={isStale || progress !== null}
          >
            {hasBoth ? (
              <Comparison route={route} model={model} />
            ) : (
              <NoRuns route={route} model={model} onGo={go} />
            )}
          </div>
        </>
      )}
    </section>
  );
}

/** Changes the route as it is by then: a text may settle right before something is pressed. */
function goBy(changesOf: (now: GroupsRoute) => Partial<GroupsRoute>): void {
  const { route: now } = currentLocation();
  if (now.view === 'groups') navigate({ ...now, ...changesOf(now) }, { replace: true });
}

function go(changes: Partial<GroupsRoute>): void {
  goBy(() => changes);
}
