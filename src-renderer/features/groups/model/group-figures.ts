/** Figures of whole runs, for the strip. */
import { formatFigure, figureTitles } from '@domain/diff/figure-words';
import { spreadOf, type Spread } from '@domain/diff/groups/statistics';
import { failureCount, shownSpanCount } from '@domain/facets/shown-counts';
import type { TraceRow } from '@contract/traces';

import type { GroupsHeader } from './groups-builder';

export const groupFigureNames = ['duration', 'tokens', 'cost', 'errors', 'spans'] as const;
export type GroupFigureName = (typeof groupFigureNames)[number];

export interface GroupFigure {
  readonly name: GroupFigureName;
  readonly title: string;
  /** Null where it is known of no run. */
  readonly good: Spread | null;
  readonly bad: Spread | null;
}

export function groupFigures({ good, bad }: GroupsHeader): readonly GroupFigure[] {
  return groupFigureNames.map((name) => ({
    name,
    title: figureTitles[name],
    good: spreadOf(good.map((run) => figureOf(run, name))),
    bad: spreadOf(bad.map((run) => figureOf(run, name))),
  }));
}

/** Counts between two runs are shown as such. */
export function formatGroupFigure(name: GroupFigureName, value: number): string {
  const isCount = name === 'errors' || name === 'spans';
  return isCount && !Number.isInteger(value) ? value.toFixed(1) : formatFigure(name, value);
}

function figureOf(run: TraceRow, name: GroupFigureName): number {
  const { facets } = run;
  switch (name) {
    case 'duration':
      return run.durationNs;
    case 'spans':
      return shownSpanCount(run);
    case 'errors':
      return failureCount(run);
    case 'tokens':
      return facets === null || (facets.tokens.input === null && facets.tokens.output === null)
        ? Number.NaN
        : (facets.tokens.input ?? 0) + (facets.tokens.output ?? 0);
    case 'cost': {
      const state = facets?.cost.state ?? 'none';
      return state === 'none' || state === 'unknown' ? Number.NaN : (facets?.cost.usd ?? 0);
    }
  }
}
