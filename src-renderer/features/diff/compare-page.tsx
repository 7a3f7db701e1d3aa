import { useMemo, type ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import { compareRoute, otherSide, type CompareRoute } from '@domain/route';
import type { TraceId } from '@domain/units';

import { navigate, useRoute } from '../../lib/router';
import { changeSettings, useSettings } from '../../stores/settings';
import { useNamePage } from '../../stores/page-title';
import { Button } from '../../ui/button';
import { EmptyState, ErrorState } from '../../ui/empty-state';
import { showToast } from '../../ui/toast';
import { ChoosePage } from './choose/choose-page';
import styles from './diff-view.module.css';
import { DiffSkeleton } from './diff-skeleton';
import { DiffView } from './diff-view';
import { titleOfTrace } from '../../ui/trace-title';
import { keptWith, pairsOf, type ChangePairs, type UserPairs } from '../../stores/chosen-pairs';
import { useDiff } from './use-diff';

/** Two traces compared, or the choice of them. */
export function ComparePage(): ReactNode {
  const route = useRoute();
  if (route.view !== 'compare') return null;
  const { a, b } = route;
  if (a === null || b === null) return <ChoosePage route={route} />;
  // Swapped sides are the same comparison: what the reader did to it stays.
  return <Comparison key={[a, b].sort().join(' ')} route={route} a={a} b={b} />;
}

interface ComparisonProps {
  readonly route: CompareRoute;
  readonly a: TraceId;
  readonly b: TraceId;
}

function Comparison({ route, a, b }: ComparisonProps): ReactNode {
  const [pairs] = usePairs(a, b);
  const { state, retry } = useDiff(a, b, pairs);
  // Until the sides are read the other way round, they are shown as they were.
  const isTurned = state.status === 'ready' && state.model.header.a.traceId !== a;
  const shown = isTurned ? { ...route, a: b, b: a, row: otherSide(route.row) } : { ...route, a, b };
  const [shownPairs, setPairs] = usePairs(shown.a, shown.b);
  const header = state.status === 'ready' ? state.model.header : null;
  useNamePage(header === null ? null : title(header.a, header.b));
  switch (state.status) {
    case 'loading':
      return <DiffSkeleton />;
    case 'ready':
      return (
        <DiffView
          route={shown}
          a={shown.a}
          b={shown.b}
          model={state.model}
          problem={state.problem}
          pairs={shownPairs}
          onPairs={setPairs}
        />
      );
    case 'missing':
      return (
        <Elsewhere>
          <EmptyState
            message={`${state.message} It is compared here when it arrives.`}
            action={
              <span className={styles.actions}>
                <Button onClick={retry}>Look again</Button>
                <Button variant="ghost" onClick={() => navigate(compareRoute(null, null))}>
                  Choose others
                </Button>
              </span>
            }
          />
        </Elsewhere>
      );
    case 'error':
      return (
        <Elsewhere>
          <ErrorState message={state.message} onRetry={retry} />
        </Elsewhere>
      );
  }
}

function title(a: TraceRow, b: TraceRow): string {
  const [nameA, nameB] = [titleOfTrace(a), titleOfTrace(b)];
  return nameA === nameB ? `Two runs of ${nameA}` : `${nameA} and ${nameB}`;
}

/** What was said of these two traces, and how to say more. */
function usePairs(a: TraceId, b: TraceId): [UserPairs, ChangePairs] {
  const found = pairsOf(useSettings()?.chosenPairs ?? [], a, b);
  // Settings come anew with every change of any of them; the traces are aligned again by these alone.
  const said = JSON.stringify(found);
  // oxlint-disable-next-line react/exhaustive-deps
  const pairs = useMemo(() => found, [said]);
  const change: ChangePairs = (next) => {
    changeSettings(({ chosenPairs }) => ({
      chosenPairs: keptWith(chosenPairs, a, b, next(pairsOf(chosenPairs, a, b))),
    })).catch((error: Error) => showToast({ status: 'error', message: error.message }));
  };
  return [pairs, change];
}

function Elsewhere({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <section className={styles.page}>
      <h1 className="srOnly">Compare</h1>
      {children}
    </section>
  );
}
