import { useEffect, useRef, type MouseEvent, type ReactNode } from 'react';

import { defaultSettings } from '@contract/default-settings';
import type { TraceRow } from '@contract/traces';
import { formatCounted } from '@domain/format';
import type { TraceTag } from '@domain/annotations/trace-tag';
import { narrowedTo, tagFilter } from '@domain/filter-language/tag-filter';
import type { TracesRoute } from '@domain/route';

import { focusField, takeLostFocus } from '../../lib/focus-field';
import { useCommands } from '../../lib/keyboard';
import { navigate, useRoute } from '../../lib/router';
import { useBaselines } from '../../stores/baselines';
import { useListRouteStore } from '../../stores/list-route';
import { useRowHeight } from '../../stores/row-height';
import { useSettings } from '../../stores/settings';
import { togglePin } from '../../ui/baseline/pin-baseline';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { ErrorState } from '../../ui/empty-state';
import { undoLast } from '../../ui/undo';
import { useCompareWithBaseline } from '../baseline';
import { useListFeedback } from './feedback/use-list-feedback';
import { chooseProject, projectName } from '../projects';
import { FilterBar } from './filter-bar';
import { GroupingDialogs } from './grouping-dialogs';
import { useListStore } from './list-store';
import { NoTraces } from './no-traces';
import { saveColumns } from './save-columns';
import { SelectionBar } from './selection-bar';
import { tagAt } from './tags-cell';
import { TraceList, type TraceListHandle } from './trace-list';
import { routeOfTrace } from './trace-names';
import { useComparePrevious } from '../../ui/compare-previous';
import styles from './traces-page.module.css';
import { useCompareTicked } from './use-compare-ticked';
import { useCursor, useCursorInSight } from './use-cursor';
import { useDeleteTraces } from './use-delete-traces';
import { useFocusGivenBack } from './use-focus-given-back';
import { useGroupChoice } from './use-group-choice';
import { useListProject } from './use-list-project';
import { useMlflowTicked } from './use-mlflow-ticked';
import { useRowMenu } from './use-row-menu';
import { useTicks } from './use-ticks';
import { useTraceList } from './use-trace-list';

/** The trace list: live, newest first, and still while it is read. */
export function TracesPage(): ReactNode {
  const route = useRoute();
  return route.view === 'traces' ? <ListPage route={route} /> : null;
}

function ListPage({ route }: { readonly route: TracesRoute }): ReactNode {
  const { cache, state } = useTraceList(route);
  const list = useRef<TraceListHandle>(null);
  const filter = useRef<HTMLInputElement>(null);
  /** Where a range of ticks began; null while none is being extended. */
  const anchor = useRef<number | null>(null);
  const isLive = useListStore((store) => store.isLive);
  const isFollowing = useListStore((store) => store.isLive && store.isAtTop);
  const { ticks, ...ticking } = useTicks(cache);
  const { cursor, moveTo, placeWithout } = useCursor(cache, state, list);
  const rowHeight = useRowHeight();
  const columnChoice = useSettings()?.traceColumns ?? defaultSettings.traceColumns;
  const { isDeleting, deleteTraces } = useDeleteTraces(cache);
  const projects = useListProject(route, list);

  useEffect(() => cache.setFollowing(isFollowing), [cache, isFollowing]);
  useEffect(() => useListRouteStore.setState({ route }), [route]);
  // Coming from a trace takes the focus away with that view; a followed link gives it on.
  useEffect(() => takeLostFocus(() => list.current?.focus()), []);

  const focus = useFocusGivenBack(list);
  useCursorInSight(state, cursor, list);

  const step = (index: number): void => {
    anchor.current = null;
    moveTo(index);
  };
  const extendTo = (index: number): void => {
    anchor.current ??= cursor;
    ticking.extend(anchor.current, moveTo(index));
  };
  const toggle = (index: number): void => {
    anchor.current = null;
    ticking.toggle(index);
  };
  const open = (index: number): boolean => {
    const trace = cache.rowAt(index);
    if (trace === null) return false;
    useListStore.setState({ cursor: { index, key: trace.key } });
    navigate(routeOfTrace(trace));
    return true;
  };
  const atCursor = cache.rowAt(cursor);
  /** What is ticked, else what the cursor is at. */
  const meantKeys = (): readonly number[] =>
    ticks.size > 0 ? [...ticks] : atCursor === null ? [] : [atCursor.key];
  const removeTicked = (): boolean => {
    const keys = meantKeys();
    if (keys.length === 0 || isDeleting) return false;
    const place = placeWithout(new Set(keys));
    deleteTraces(keys, () => {
      ticking.clear();
      anchor.current = null;
      if (place !== null) useListStore.setState({ cursor: place });
    });
    return true;
  };
  const mlflow = useMlflowTicked(ticks, atCursor);
  const compare = useCompareTicked(ticks, atCursor);
  const groups = useGroupChoice(ticks, atCursor, () => {
    ticking.clear();
    anchor.current = null;
  });
  const hasBaseline = useBaselines().length > 0;
  const compareWithBaseline = useCompareWithBaseline();
  const comparePrevious = useComparePrevious();
  const onRow = (act: (row: TraceRow) => void) => (): boolean => {
    if (atCursor !== null) act(atCursor);
    return atCursor !== null;
  };
  const addCondition = (condition: string): void => go({ text: narrowedTo(route.text, condition) });
  const feedback = useListFeedback({
    ticks,
    atCursor,
    query: state.query,
    columnChoice,
    onFilter: addCondition,
  });
  const menu = useRowMenu(atCursor, {
    ticked: ticks.size,
    onOpen: () => open(cursor),
    onTick: () => toggle(cursor),
    columnIds: columnChoice.shown,
    onCondition: addCondition,
    onDelete: removeTicked,
    onFilter: (tag) => filterBy(tag),
  });
  const press = (index: number, event: MouseEvent): void => {
    // The whole row opens the trace; the link in it is there for those who read links.
    event.preventDefault();
    const tag = event.altKey ? tagAt(event.target, cache.rowAt(index)) : null;
    if (tag !== null) filterBy(tag);
    else if (event.metaKey || event.ctrlKey) {
      toggle(index);
      moveTo(index);
    } else if (event.shiftKey) extendTo(index);
    else open(index);
  };

  const pageRows = (): number => list.current?.pageRows() ?? 1;
  useCommands({
    'row.next': () => step(cursor + 1),
    'row.previous': () => step(cursor - 1),
    'row.nextPage': () => step(cursor + pageRows()),
    'row.previousPage': () => step(cursor - pageRows()),
    'row.first': () => step(0),
    'row.last': () => step(state.total - 1),
    'row.extendNext': () => extendTo(cursor + 1),
    'row.extendPrevious': () => extendTo(cursor - 1),
    'row.open': () => open(cursor),
    'row.tick': () => toggle(cursor),
    'row.delete': removeTicked,
    ...mlflow.commands,
    'compare.open': compare,
    ...groups.commands,
    ...feedback.commands,
    'compare.previousRun': onRow(({ traceId }) => void comparePrevious(traceId)),
    'baseline.compare': onRow(compareWithBaseline),
    'baseline.pin': onRow(togglePin),
    'list.undo': undoLast,
    'list.selectAll': ticking.all,
    'list.live': () => useListStore.setState({ isLive: !isLive }),
    'view.find': () => focusField(filter.current),
    escape: () => {
      if (ticks.size > 0) ticking.clear();
      else if (groups.goodCount + groups.badCount > 0) groups.clear();
      else return false;
      return true;
    },
  });

  const go = (changes: Partial<TracesRoute>): void => {
    navigate({ ...route, ...changes }, { replace: true });
    list.current?.scrollToTop();
  };
  const filterBy = (tag: TraceTag): void => addCondition(tagFilter(tag));
  const leaveFilter = (): void => {
    if (list.current === null) filter.current?.blur();
    else list.current.focus();
  };
  const newText = state.newer === 0 ? '' : formatCounted(state.newer, 'new trace');
  return (
    <section className={styles.page} aria-label="Traces">
      <FilterBar
        text={route.text}
        onText={(text) => go({ text })}
        onLeave={leaveFilter}
        state={state}
        columnChoice={columnChoice}
        hasBaseline={hasBaseline}
        onColumnChoice={saveColumns}
        onFilter={addCondition}
        isLive={isLive}
        onLive={(live) => useListStore.setState({ isLive: live })}
        newText={isFollowing ? '' : newText}
        onNew={() => {
          list.current?.scrollToTop();
          void cache.advance();
        }}
        ref={filter}
      />
      {state.error !== null && state.status === 'ready' && (
        <div className={styles.notice} role="alert">
          <span className="grow ellipsis">{state.error.message}</span>
          <Button size="small" onClick={() => void cache.refresh()}>
            Retry
          </Button>
        </div>
      )}
      {state.status === 'error' ? (
        <ErrorState
          message={state.error?.message ?? 'The traces cannot be read.'}
          onRetry={() => void cache.refresh()}
        />
      ) : state.status === 'ready' && state.total === 0 && !state.isStale ? (
        <NoTraces
          text={state.query.text}
          projectName={
            state.query.project === null ? null : projectName(projects, state.query.project)
          }
          totalStored={state.totalStored}
          onClear={() => go({ text: '' })}
          onText={(text) => go({ text })}
          onAllProjects={() => chooseProject(null)}
        />
      ) : (
        <div className={classNames(styles.grid, state.isStale && styles.stale)}>
          <span role="status" className="srOnly">
            {isFollowing ? '' : newText}
          </span>
          <TraceList
            key={rowHeight}
            ref={list}
            rowHeight={rowHeight}
            cache={cache}
            state={state}
            cursor={cursor}
            ticks={ticks}
            columnChoice={columnChoice}
            projects={projects}
            onSort={(sort) => go({ sort })}
            feedback={feedback.head}
            onTickAll={(ticked) => (ticked ? ticking.all() : ticking.clear())}
            onTick={(index) => {
              toggle(index);
              moveTo(index);
            }}
            onPress={press}
            onMenu={step}
            menu={menu}
            hasBaseline={hasBaseline}
          />
        </div>
      )}
      {(ticks.size > 0 || groups.goodCount + groups.badCount > 0) && (
        <SelectionBar
          count={ticks.size}
          groups={groups}
          isDeleting={isDeleting}
          onCompare={compare}
          onSave={mlflow.save}
          onDelete={removeTicked}
          onClear={ticking.clear}
        />
      )}
      <GroupingDialogs
        keysOf={meantKeys}
        project={route.project}
        onMoved={() => {
          ticking.clear();
          anchor.current = null;
          focus.giveBack();
        }}
        onMovedBack={focus.giveBack}
      />
    </section>
  );
}
