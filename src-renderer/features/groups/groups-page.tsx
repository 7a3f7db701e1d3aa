import { useEffect, useMemo, useRef, type CSSProperties, type ReactNode } from 'react';

import { groupsReport } from '@domain/diff/groups/groups-report';
import { defaultRunSet, type GroupsRoute } from '@domain/route';

import { copyText } from '../../lib/clipboard';
import { takeLostFocus } from '../../lib/focus-field';
import { useCommands } from '../../lib/keyboard';
import { currentLocation, navigate, useRoute } from '../../lib/router';
import { useNamePage } from '../../stores/page-title';
import { EmptyState, ErrorState } from '../../ui/empty-state';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { showToast } from '../../ui/toast';
import { Splitter } from '../../ui/splitter';
import { usePanelWidth } from '../../ui/use-panel-width';
import styles from './groups-page.module.css';
import { FigureStrip } from './header/figure-strip';
import { GroupsHeader } from './header/groups-header';
import { useGroupPreferences } from './group-preferences';
import { linkOf, rowOfSpan, type GroupsModel } from './model/groups-model';
import { reportFacts } from './model/report-facts';
import { NoteLine } from './note-line';
import { StepPanel } from './panel/step-panel';
import { Reading } from './reading';
import { StepTable, type StepTableHandle } from './table/step-table';
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
  const report = hasBoth ? model : null;
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
  const isStale = model !== null && state.modelOf !== wanted;
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
              <Comparison route={route} model={model} onGo={go} />
            ) : (
              <NoRuns route={route} model={model} onGo={go} />
            )}
          </div>
        </>
      )}
    </section>
  );
}

interface ComparisonProps {
  readonly route: GroupsRoute;
  readonly model: GroupsModel;
  readonly onGo: (changes: Partial<GroupsRoute>) => void;
}

function Comparison({ route, model, onGo }: ComparisonProps): ReactNode {
  const { table, findings } = model;
  const isTree = route.order === 'steps';
  const rows = useMemo(
    () => (isTree ? Array.from({ length: table.count }, (_, row) => row) : findings.ranking),
    [isTree, table, findings],
  );
  const linked = useMemo(
    () => (route.spanId === null ? -1 : rowOfSpan(table, route.spanId)),
    [table, route.spanId],
  );
  const selected = linked === -1 ? (findings.ranking[0] ?? -1) : linked;
  const cursor = rows.indexOf(selected);
  const isPanelOpen = useGroupPreferences((preferences) => preferences.isPanelOpen);
  const grid = useRef<StepTableHandle>(null);
  const panelBox = useRef<HTMLDivElement>(null);
  const panel = usePanelWidth('pairPanelWidth');

  const moveTo = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row !== undefined) onGo({ spanId: linkOf(table, row) });
  };
  useEffect(() => {
    if (cursor >= 0) grid.current?.scrollTo(cursor);
  }, [cursor]);
  useEffect(() => takeLostFocus(() => grid.current?.focus()), []);
  const setOpen = (isOpen: boolean): void => useGroupPreferences.setState({ isPanelOpen: isOpen });
  const close = (): void => {
    setOpen(false);
    grid.current?.focus();
  };
  const page = (): number => grid.current?.pageRows() ?? 1;
  useCommands({
    'row.next': () => moveTo(cursor + 1),
    'row.previous': () => moveTo(cursor - 1),
    'row.nextPage': () => moveTo(cursor + page()),
    'row.previousPage': () => moveTo(cursor - page()),
    'row.first': () => moveTo(0),
    'row.last': () => moveTo(rows.length - 1),
    'compare.first': () => onGo({ spanId: linkOf(table, findings.ranking[0] ?? -1) }),
    'row.tick': () => setOpen(!isPanelOpen),
    'row.open': () => {
      setOpen(true);
      // The panel may have to be drawn first.
      requestAnimationFrame(() =>
        panelBox.current?.querySelector<HTMLElement>('aside a[href]')?.focus(),
      );
    },
    escape: () => {
      if (!isPanelOpen) return false;
      close();
      return true;
    },
  });
  const layout = { '--panel': `${panel.value}px` } as CSSProperties;
  return (
    <>
      <FigureStrip header={model.header} />
      <NoteLine model={model} />
      <div className={styles.split} style={layout}>
        <StepTable
          ref={grid}
          model={model}
          rows={rows}
          cursor={cursor}
          isTree={isTree}
          onPress={(row) => {
            onGo({ spanId: linkOf(table, row) });
            setOpen(true);
            grid.current?.focus();
          }}
        />
        {isPanelOpen && selected >= 0 && (
          <div ref={panelBox} className={styles.panel}>
            <Splitter label="Width of the step" panel="after" {...panel} />
            <StepPanel model={model} row={selected} onClose={close} />
          </div>
        )}
      </div>
    </>
  );
}

/** Why there is nothing to compare, and the one thing to do about it. */
function NoRuns({ route, model, onGo }: ComparisonProps): ReactNode {
  const { goodCount, badCount } = model.table;
  const missing =
    goodCount > 0
      ? 'No bad run'
      : badCount > 0
        ? 'No good run'
        : 'Neither a good run nor a bad one';
  const isLimited = route.root !== null;
  return (
    <EmptyState
      message={
        <>
          {missing} matches{isLimited && ` among those of ${route.root}`}. Runs that go on, or whose
          root has not come, are in neither set.
        </>
      }
      action={
        isLimited ? (
          <Button onClick={() => onGo({ root: null })}>Any root</Button>
        ) : (
          <Button onClick={() => onGo({ good: defaultRunSet('good'), bad: defaultRunSet('bad') })}>
            Runs without errors against those with
          </Button>
        )
      }
    />
  );
}

function newsWords(newCount: number, goneCount: number): string {
  if (newCount > 0) return newCount === 1 ? '1 new run' : `${newCount} new runs`;
  if (goneCount > 0) return goneCount === 1 ? '1 run gone' : `${goneCount} runs gone`;
  return '';
}
