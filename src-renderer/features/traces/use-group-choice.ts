import type { ContractError } from '@contract/errors';
import { MAX_GROUP_RUNS } from '@contract/groups';
import type { TraceRow } from '@contract/traces';
import { formatCount } from '@domain/format';
import { chosenGroupsRoute } from '@domain/route';

import { useEngine } from '../../lib/engine-queries';
import type { CommandHandlers } from '../../lib/keyboard';
import { navigate } from '../../lib/router';
import { compareRunsOf } from '../../ui/compare-runs-of';
import { addChosenRuns, noChosenRuns, useChosenRuns } from '../../stores/chosen-runs';
import { showToast } from '../../ui/toast';
import type { Ticks } from './model/selection';

/** As many rows as the engine tells at once. */
const ROWS_PER_CALL = 100;

export interface GroupChoice {
  readonly goodCount: number;
  readonly badCount: number;
  /** Adds the ticked traces, else the one at the cursor. */
  readonly add: (side: 'good' | 'bad') => boolean;
  /** Compares them; false while a side has none. */
  readonly open: () => boolean;
  readonly clear: () => void;
  readonly commands: CommandHandlers;
}

/** The two sets of runs that are picked in the list. */
export function useGroupChoice(
  ticks: Ticks,
  atCursor: TraceRow | null,
  onAdded: () => void,
): GroupChoice {
  const client = useEngine();
  const { good, bad } = useChosenRuns();
  const add = (side: 'good' | 'bad'): boolean => {
    const keys = ticks.size > 0 ? [...ticks] : atCursor === null ? [] : [atCursor.key];
    if (keys.length === 0) return false;
    // Of more than a set may have no more is asked for.
    const asked = keys.slice(0, MAX_GROUP_RUNS);
    const calls: Promise<readonly TraceRow[]>[] = [];
    for (let from = 0; from < asked.length; from += ROWS_PER_CALL) {
      calls.push(client.call('traces.rows', { keys: asked.slice(from, from + ROWS_PER_CALL) }));
    }
    Promise.all(calls).then(
      (rows) => {
        const leftOut = addChosenRuns(
          side,
          rows.flat().map(({ traceId }) => traceId),
        );
        sayLeftOut(leftOut + keys.length - asked.length);
        onAdded();
      },
      (error: ContractError) => showToast({ status: 'error', message: error.message }),
    );
    return true;
  };
  const open = (): boolean => {
    if (good.length === 0 || bad.length === 0) return false;
    navigate(chosenGroupsRoute(good, bad));
    return true;
  };
  const openOrSay = (): void => {
    if (open()) return;
    showToast({
      status: 'warn',
      message: `No ${good.length === 0 ? 'good' : 'bad'} runs yet. Tick some and add them.`,
    });
  };
  return {
    goodCount: good.length,
    badCount: bad.length,
    add,
    open,
    clear: () => useChosenRuns.setState(noChosenRuns),
    commands: {
      'groups.addGood': () => add('good'),
      'groups.addBad': () => add('bad'),
      'groups.open': openOrSay,
      'groups.ofRoot': () => {
        if (atCursor === null) return false;
        compareRunsOf(atCursor);
        return true;
      },
    },
  };
}

function sayLeftOut(count: number): void {
  if (count === 0) return;
  showToast({
    status: 'warn',
    message: `A set has ${MAX_GROUP_RUNS} runs at most: ${formatCount(count)} ${count === 1 ? 'was' : 'were'} left out.`,
  });
}
