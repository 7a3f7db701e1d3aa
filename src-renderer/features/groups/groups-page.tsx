import type { ReactNode } from 'react';

import { groupsReport } from '@domain/diff/groups/groups-report';
import type { GroupsRoute } from '@domain/route';

import { copyText } from '../../lib/clipboard';
import { useCommands } from '../../lib/keyboard';
import { currentLocation, navigate, useRoute } from '../../lib/router';
import { useNamePage } from '../../stores/page-title';
import { ErrorState } from '../../ui/empty-state';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { showToast } from '../../ui/toast';
import { Comparison } from './comparison';
import styles from './groups-page.module.css';
import { GroupsHeader } from './header/groups-header';
import { reportFacts } from './model/report-facts';
import { NoRuns } from './no-runs';
import { Reading } from './reading';
import { useGroups } from './use-groups';

/** Good runs compared with bad ones: which steps tell them apart. */
export function GroupsPage(): ReactNode {
  const route = useRoute();
  return route.view === 'groups' ? <Page route={route} /> : null;
}

function Page({ route }: { readonly route: GroupsRoute }): ReactNode {
  const { state, wanted, refresh } = useGroups(route);
  const { model, problem, progress } = state;
  useNamePage(route.root === null ? 'Groups of runs' : `Runs of ${route.root}`);
  const go = (changes: Partial<GroupsRoute>): void => {
    const { route: now } = currentLocation();
    if (now.view === 'groups') navigate({ ...now, ...changes }, { replace: true });
  };
  const swap = (): void => go({ good: route.bad, bad: route.good });
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
        news={newsWords(state.newCount, state.goneCount)}
        onRefresh={refresh}
        onRoot={(root) => go({ root, spanId: null })}
        onSet={(side, set) => go({ [side]: set })}
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
          <div className={classNames(styles.content, isStale && styles.stale)} aria-busy={isStale}>
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

function newsWords(newCount: number, goneCount: number): string {
  if (newCount > 0) return newCount === 1 ? '1 new run' : `${newCount} new runs`;
  if (goneCount > 0) return goneCount === 1 ? '1 run gone' : `${goneCount} runs gone`;
  return '';
}
