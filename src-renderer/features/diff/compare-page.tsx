import { useMemo, type ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import { compareRoute, type CompareRoute } from '@domain/route';
import type { TraceId } from '@domain/units';

import { navigate, useRoute } from '../../lib/router';
import { saveSettings, useSettings } from '../../stores/settings';
import { useNamePage } from '../../stores/page-title';
import { Button } from '../../ui/button';
import { EmptyState, ErrorState } from '../../ui/empty-state';
import { ChoosePage } from './choose/choose-page';
import styles from './diff-view.module.css';
import { DiffSkeleton } from './diff-skeleton';
import { DiffView } from './diff-view';
import { titleOfTrace } from '../../ui/trace-title';
import { keptWith, pairsOf, type UserPairs } from '../../stores/chosen-pairs';
import { useDiff } from './use-diff';

/** Two traces compared, or the choice of them. */
export function ComparePage(): ReactNode {
  const route = useRoute();
  if (route.view !== 'compare') return null;
  const { a, b } = route;
  if (a === null || b === null) return <ChoosePage route={route} />;
  return <Comparison key={`${a} ${b}`} route={route} a={a} b={b} />;
}

interface ComparisonProps {
  readonly route: CompareRoute;
  readonly a: TraceId;
  readonly b: TraceId;
}

function Comparison({ route, a, b }: ComparisonProps): ReactNode {
  const [pairs, setPairs] = usePairs(a, b);
  const { state, retry } = useDiff(a, b, pairs);
  const header = state.status === 'ready' ? state.model.header : null;
  useNamePage(header === null ? null : title(header.a, header.b));
  switch (state.status) {
    case 'loading':
      return <DiffSkeleton />;
    case 'ready':
      return (
        <DiffView
          route={route}
          a={a}
          b={b}
          model={state.model}
          problem={state.problem}
          pairs={pairs}
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
function usePairs(a: TraceId, b: TraceId): [UserPairs, (pairs: UserPairs) => void] {
  const kept = useSettings()?.chosenPairs;
  const pairs = useMemo(() => pairsOf(kept ?? [], a, b), [kept, a, b]);
  return [pairs, (next) => void saveSettings({ chosenPairs: keptWith(kept ?? [], a, b, next) })];
}

function Elsewhere({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <section className={styles.page}>
      <h1 className="srOnly">Compare</h1>
      {children}
    </section>
  );
}
