import type { ReactNode, Ref } from 'react';

import { formatCount } from '@domain/format';

import { commandKeyLabel } from '../../lib/keyboard';
import { isMac } from '../../lib/shell';
import { Button } from '../../ui/button';
import { ArrowDownIcon } from '../../ui/icons';
import { CommandKey } from '../../ui/kbd';
import { StateDot } from '../../ui/state-dot';
import type { ColumnChoice } from './columns';
import { ColumnsMenu } from './columns-menu';
import { FilterField } from './filter-field';
import type { TraceListState } from './model/trace-window-cache';
import styles from './traces-page.module.css';

export interface FilterBarProps {
  /** The text in the route. */
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The reader is done typing and goes on to the list. */
  readonly onLeave: () => void;
  readonly state: TraceListState;
  readonly columnChoice: ColumnChoice;
  readonly hasBaseline: boolean;
  readonly onColumnChoice: (choice: ColumnChoice) => void;
  /** Adds a condition to the filter. */
  readonly onFilter: (condition: string) => void;
  readonly isLive: boolean;
  readonly onLive: (live: boolean) => void;
  /** What has come that the list does not show yet; '' for nothing. */
  readonly newText: string;
  readonly onNew: () => void;
  readonly ref: Ref<HTMLInputElement>;
}

export function FilterBar({
  text,
  onText,
  onLeave,
  state,
  columnChoice,
  hasBaseline,
  onColumnChoice,
  onFilter,
  isLive,
  onLive,
  newText,
  onNew,
  ref,
}: FilterBarProps): ReactNode {
  const isPart = state.query.text !== '' || state.query.project !== null;
  const isCounted = isPart && state.status === 'ready' && !state.isStale;
  return (
    <div className={styles.bar}>
      <FilterField
        ref={ref}
        text={text}
        project={state.query.project}
        onText={onText}
        onLeave={onLeave}
        trailing={
          <span role="status" className={styles.count}>
            {isCounted && foundText(state)}
          </span>
        }
      />
      {newText !== '' && (
        // Beside the list rather than over it: no row is covered, and none moves.
        <button type="button" className={styles.newer} onClick={onNew}>
          <ArrowDownIcon size={12} />
          {newText}
        </button>
      )}
      <Button
        pressed={isLive}
        onClick={() => onLive(!isLive)}
        title={`New traces come in at the top (${commandKeyLabel('list.live', isMac())})`}
      >
        <StateDot tone={isLive ? 'ok' : 'off'} live={isLive} />
        Live <CommandKey id="list.live" />
      </Button>
      <ColumnsMenu
        choice={columnChoice}
        hasBaseline={hasBaseline}
        isOneProject={state.query.project !== null}
        project={state.query.project}
        onChoice={onColumnChoice}
        text={text}
        onFilter={onFilter}
      />
    </div>
  );
}

/** How many match; of all that are stored unless they are those of a filter within a project. */
function foundText({ total, totalStored, query }: TraceListState): string {
  return query.project === null || query.text === ''
    ? `${formatCount(total)} of ${formatCount(totalStored)}`
    : `${formatCount(total)} found`;
}
