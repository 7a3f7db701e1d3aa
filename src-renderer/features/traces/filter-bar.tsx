import { useEffect, useRef, useState, type ReactNode, type Ref } from 'react';

import { formatCount } from '@domain/format';

import { commandKeyLabel } from '../../lib/keyboard';
import { isMac } from '../../lib/shell';
import { Button } from '../../ui/button';
import { ArrowDownIcon } from '../../ui/icons';
import { CommandKey } from '../../ui/kbd';
import { StateDot } from '../../ui/state-dot';
import { SearchField } from '../../ui/text-field';
import type { ColumnChoice } from './columns';
import { ColumnsMenu } from './columns-menu';
import type { TraceListState } from './model/trace-window-cache';
import styles from './traces-page.module.css';

/** Longest text the engine takes. */
const MAX_TEXT = 1000;
/** From the last key until the list is asked. */
const TYPING_MS = 150;

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
  isLive,
  onLive,
  newText,
  onNew,
  ref,
}: FilterBarProps): ReactNode {
  const [typed, setTyped] = useState(text);
  const [lastText, setLastText] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Another text came by the route (back, a cleared filter) rather than from the field.
  if (text !== lastText) {
    setLastText(text);
    setTyped(text);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (next: string): void => {
    clearTimeout(timer.current);
    if (next === text) return;
    setLastText(next);
    onText(next);
  };
  const onChange = (next: string): void => {
    const cut = next.slice(0, MAX_TEXT);
    setTyped(cut);
    clearTimeout(timer.current);
    if (cut === '') send('');
    else timer.current = setTimeout(() => send(cut), TYPING_MS);
  };
  const isFiltered = state.query.text !== '' && state.status === 'ready' && !state.isStale;
  return (
    <div className={styles.bar}>
      <SearchField
        ref={ref}
        label="Filter traces"
        placeholder="Filter by name, service, input, output, session, user, tag, model or trace id"
        value={typed}
        onChange={onChange}
        onLeave={onLeave}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          send(typed);
          onLeave();
        }}
        fieldClassName={styles.filter ?? ''}
        trailing={
          <>
            <span role="status" className={styles.count}>
              {isFiltered && foundText(state)}
            </span>
            {typed === '' && <CommandKey id="view.find" />}
          </>
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
        onChoice={onColumnChoice}
      />
    </div>
  );
}

/** How many match; of how many where all projects are looked at. */
function foundText({ total, totalStored, query }: TraceListState): string {
  return query.project === null
    ? `${formatCount(total)} of ${formatCount(totalStored)}`
    : `${formatCount(total)} found`;
}
