import { useEffect, useRef, useState, type ReactNode } from 'react';

import type { GroupSide } from '@domain/diff/groups/group-table';
import { formatCount, formatCounted } from '@domain/format';
import { defaultRunSet, runConditions, type RunSet } from '@domain/route';

import { Button } from '../../../ui/button';
import { Segmented } from '../../../ui/segmented';
import { SearchField } from '../../../ui/text-field';
import { conditionTitles, sideTitles } from '../side-words';
import styles from './groups-header.module.css';
import { SideTag } from './side-tag';

/** Longest text the engine takes. */
const MAX_TEXT = 1000;
/** From the last key until the runs are read. */
const TYPING_MS = 300;

export interface SetCardProps {
  readonly side: GroupSide;
  readonly set: RunSet;
  /** Null before it is known. */
  readonly compared: number | null;
  readonly total: number | null;
  readonly onSet: (set: RunSet) => void;
}

/** One of the two sets: what is in it, and how to change that. */
export function SetCard({ side, set, compared, total, onSet }: SetCardProps): ReactNode {
  const count = (
    <span className={styles.count} title={countTitle(compared, total)}>
      {countText(compared, total)}
    </span>
  );
  return (
    <div role="group" aria-label={`${sideTitles[side]} runs`} className={styles.card}>
      <SideTag side={side} />
      {set.traceIds === null ? (
        <>
          <FilterField side={side} text={set.text} onText={(text) => onSet({ ...set, text })} />
          <Segmented
            label={`Errors of ${side} runs`}
            size="small"
            value={set.condition}
            onChange={(condition) => onSet({ ...set, condition })}
            options={runConditions.map((value) => ({ value, label: conditionTitles[value] }))}
          />
          {count}
        </>
      ) : (
        <>
          <span className="grow ellipsis">Chosen in the list</span>
          {count}
          <Button size="small" onClick={() => onSet(defaultRunSet(side))}>
            Use a filter
          </Button>
        </>
      )}
    </div>
  );
}

function countText(compared: number | null, total: number | null): string {
  if (compared === null || total === null) return '… runs';
  if (compared === total) return formatCounted(total, 'run');
  return `newest ${formatCount(compared)} of ${formatCounted(total, 'run')}`;
}

function countTitle(compared: number | null, total: number | null): string | undefined {
  if (compared === total) return undefined;
  return 'Only the newest runs are compared. A narrower filter tells which.';
}

interface FilterFieldProps {
  readonly side: GroupSide;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** The text of a set; the runs are read once the typing rests. */
function FilterField({ side, text, onText }: FilterFieldProps): ReactNode {
  const [typed, setTyped] = useState(text);
  const [lastText, setLastText] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Another text came by the route: back, a swap.
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
  return (
    <SearchField
      label={`Filter of ${side} runs`}
      placeholder="All runs, or filter as in the list"
      value={typed}
      fieldClassName={styles.field ?? ''}
      onChange={(next) => {
        const cut = next.slice(0, MAX_TEXT);
        setTyped(cut);
        clearTimeout(timer.current);
        if (cut === '') send('');
        else timer.current = setTimeout(() => send(cut), TYPING_MS);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') send(typed);
      }}
    />
  );
}
