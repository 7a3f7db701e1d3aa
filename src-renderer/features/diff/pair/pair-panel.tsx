import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import type { DiffPair } from '@contract/diff';
import type { StoreKey } from '@contract/traces';
import type { SpanId, TraceId } from '@domain/units';

import { useEngineEvent, useEngineQuery } from '../../../lib/engine-queries';
import { useCommands } from '../../../lib/keyboard';
import { classNames } from '../../../ui/class-names';
import { EmptyState, ErrorState } from '../../../ui/empty-state';
import { Segmented } from '../../../ui/segmented';
import { Tabs, type TabItem } from '../../../ui/tabs';
import { useComparePreferences } from '../compare-preferences';
import { attributePairs, AttributesTab } from './attributes-tab';
import { ContentTab } from './content-tab';
import type { DiffLayout, OnlySide } from './diff-layout';
import { Loading } from './loading';
import { PairHead, type PairMatch } from './pair-head';
import styles from './pair-panel.module.css';
import { RawTab } from './raw-tab';
import { SideTable, type PairTimes } from './side-table';

export interface PairPanelProps {
  /** Of the span on each side; null where the step is on the other side alone. */
  readonly keyA: StoreKey | null;
  readonly keyB: StoreKey | null;
  /** Of the two traces: when one of them is understood anew, the pair is read again. */
  readonly traceKeys: readonly StoreKey[];
  /** How the two were found to be one step; left out where nobody knows. */
  readonly match?: PairMatch | null;
  /** What the trace tells of the two; left out where nobody knows. */
  readonly times?: PairTimes;
  readonly onClose: () => void;
  readonly onOpenTrace: (traceId: TraceId, spanId: SpanId) => void;
}

type PairTab = 'content' | 'attributes' | 'raw';

/** In what the two spans of a step differ. */
export function PairPanel(props: PairPanelProps): ReactNode {
  const { keyA, keyB, traceKeys } = props;
  const [tab, setTab] = useState<PairTab>('content');
  const layout = useComparePreferences((preferences) => preferences.layout);
  const setLayout = (chosen: DiffLayout): void =>
    useComparePreferences.setState({ layout: chosen });
  // By pair: the next one begins with short texts again.
  const [whole, setWhole] = useState('');
  const pairId = `${keyA} ${keyB}`;
  const isThere = keyA !== null || keyB !== null;
  const query = useEngineQuery(
    'diff.pair',
    { keyA, keyB, ...(whole === pairId ? { isWhole: true } : {}) },
    { enabled: isThere, keepPrevious: true },
  );
  const cache = useQueryClient();
  useEngineEvent('traces.facetsChanged', ({ keys }) => {
    if (keys !== null && !traceKeys.some((key) => keys.includes(key))) return;
    void cache.invalidateQueries({ queryKey: ['diff.pair'] }, { cancelRefetch: false });
  });
  useCommands({
    'inspector.tab1': () => setTab('content'),
    'inspector.tab2': () => setTab('attributes'),
    'inspector.tab7': () => setTab('raw'),
  });
  const pair = query.data;
  return (
    // Takes the focus while what is in it is read.
    <aside className={styles.panel} aria-label="Selected pair" tabIndex={-1}>
      {!isThere && <EmptyState message="Choose a row to see in what its spans differ." />}
      {isThere && query.isError && (
        <ErrorState
          message={query.error.message}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {isThere && pair === undefined && !query.isError && <Loading rows={8} />}
      {isThere && pair !== undefined && !query.isError && (
        <>
          <PairHead
            pair={pair}
            match={props.match ?? null}
            onClose={props.onClose}
            onOpenTrace={props.onOpenTrace}
          />
          <SideTable pair={pair} times={query.isPlaceholderData ? undefined : props.times} />
          <PairTabs
            {...{ pair, tab, setTab, layout, setLayout }}
            isOutdated={query.isPlaceholderData}
            onShowAll={() => setWhole(pairId)}
          />
        </>
      )}
    </aside>
  );
}

interface PairTabsProps {
  readonly pair: DiffPair;
  readonly tab: PairTab;
  readonly setTab: (tab: PairTab) => void;
  readonly layout: DiffLayout;
  readonly setLayout: (layout: DiffLayout) => void;
  /** The pair is the one before; the right one is being read. */
  readonly isOutdated: boolean;
  readonly onShowAll: () => void;
}

function PairTabs(props: PairTabsProps): ReactNode {
  const { pair, tab, setTab, layout, setLayout, isOutdated, onShowAll } = props;
  const { a, b, differences } = pair;
  const detailA = useDetail(a?.key ?? null);
  const detailB = useDetail(b?.key ?? null);
  const isRead = detailA.isRead && detailB.isRead;
  const only: OnlySide = a === null ? 'b' : b === null ? 'a' : null;
  const attributeCount = isRead
    ? attributePairs(detailA.detail, detailB.detail).filter(({ isSame }) => !isSame).length
    : null;
  const changes = `${differences.length} ${differences.length === 1 ? 'change' : 'changes'}`;
  const tabs: readonly TabItem<PairTab>[] = [
    {
      value: 'content',
      label: 'Content',
      count: only !== null || differences.length === 0 ? null : changes,
    },
    { value: 'attributes', label: 'Attributes', count: attributeCount },
    { value: 'raw', label: 'Raw' },
  ];
  const problem = detailA.problem || detailB.problem;
  const items = useRef<HTMLDivElement>(null);
  const pairKey = `${a?.key} ${b?.key}`;
  // The panel of the tab stays, and with it how far the pair before was scrolled.
  useEffect(() => {
    if (pairKey !== '') items.current?.parentElement?.scrollTo({ top: 0 });
  }, [pairKey]);
  return (
    <div className={styles.parts}>
      <Tabs
        label="Parts of the pair"
        tabs={tabs}
        value={tab}
        onChange={setTab}
        className={styles.tabs ?? ''}
        panelClassName={styles.body ?? ''}
      >
        <div
          ref={items}
          key={pairKey}
          className={classNames(styles.items, isOutdated && styles.outdated)}
          aria-busy={isOutdated}
        >
          {tab === 'content' && <ContentTab {...{ pair, layout, only, onShowAll }} />}
          {tab === 'attributes' && problem !== '' && <ErrorState message={problem} />}
          {tab === 'attributes' && problem === '' && !isRead && <Loading rows={6} />}
          {tab === 'attributes' && problem === '' && isRead && (
            <AttributesTab a={detailA.detail} b={detailB.detail} layout={layout} only={only} />
          )}
          {tab === 'raw' && (
            <RawTab keyA={a?.key ?? null} keyB={b?.key ?? null} layout={layout} only={only} />
          )}
        </div>
      </Tabs>
      {only === null && (
        <div className={styles.layout}>
          <Segmented<DiffLayout>
            label="Sides"
            size="small"
            value={layout}
            onChange={setLayout}
            options={[
              { value: 'sideBySide', label: 'Side by side' },
              { value: 'inline', label: 'Inline' },
            ]}
          />
        </div>
      )}
    </div>
  );
}

function useDetail(key: StoreKey | null) {
  const query = useEngineQuery(
    'trace.spanDetail',
    { spanKey: key ?? 0 },
    { enabled: key !== null },
  );
  return {
    detail: key === null ? null : (query.data ?? null),
    isRead: key === null || query.data !== undefined,
    problem: query.error?.message ?? '',
  };
}
