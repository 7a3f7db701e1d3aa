import type { ReactNode } from 'react';

import { defaultRunSet, type GroupsRoute } from '@domain/route';

import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import type { ComparisonProps } from './comparison';

export interface NoRunsProps extends ComparisonProps {
  readonly onGo: (changes: Partial<GroupsRoute>) => void;
}

/** Why there is nothing to compare, and the one thing to do about it. */
export function NoRuns({ route, model, onGo }: NoRunsProps): ReactNode {
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
