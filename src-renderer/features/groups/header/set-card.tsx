import { useEffect, useId, useRef, useState, type ReactNode } from 'react';

import type { GroupSide } from '@domain/diff/groups/group-table';
import { readListQuery } from '@domain/filter-language/list-query';
import { formatCount, formatCounted } from '@domain/format';
import { defaultRunSet, runConditions, type RunSet } from '@domain/route';

import { Button } from '../../../ui/button';
import { classNames } from '../../../ui/class-names';
import { FieldNote } from '../../../ui/field-note';
import { Segmented } from '../../../ui/segmented';
import { SearchField } from '../../../ui/text-field';
import { conditionTitles, sideTitles } from '../side-words';
import styles from './groups-header.module.css';
import { SideTag } from './side-tag';

/** Longest text the engine takes. */
const MAX_TEXT = 1000;
/** From the last key until the runs are read. */
const TYPING_MS = 300;

export interface SetCount {
  readonly compared: number;
  /** Runs there are, compared or not. */
  readonly total: number;
  /** Fewer are compared than a set may have, since their steps would be too many. */
  readonly isTooLarge: boolean;
}

export interface SetCardProps {
  readonly side: GroupSide;
  readonly set: RunSet;
  /** Null before it is known. */
  readonly count: SetCount | null;
  /** Told what changes, not the whole set: it may be another by the time a typed text settles. */
  readonly onSet: (changes: Partial<RunSet>) => void;
}

/** One of the two sets: what is in it, and how to change that. */
export function SetCard({ side, set, count, onSet }: SetCardProps): ReactNode {
  const counted = (
    <span
      className={classNames(styles.count, count?.isTooLarge === true && styles.long)}
      title={countTitle(count)}
    >
      {countText(count)}
    </span>
  );
  return (
    <div role="group" aria-label={`${sideTitles[side]} runs`} className={styles.card}>
      <SideTag side={side} />
      {set.traceIds === null ? (
        <>
          <FilterField side={side} text={set.text} onText={(text) => onSet({ text })} />
          <Segmented
            label={`Errors of ${side} runs`}
            size="small"
            value={set.condition}
            onChange={(condition) => onSet({ condition })}
            options={runConditions.map((value) => ({ value, label: conditionTitles[value] }))}
          />
          {counted}
        </>
      ) : (
        <>
          <span className="grow ellipsis">Chosen in the list</span>
          {counted}
          <Button size="small" onClick={() => onSet(defaultRunSet(side))}>
            Use a filter
          </Button>
        </>
      )}
    </div>
  );
}

function countText(count: SetCount | null): string {
  if (count === null) return '… runs';
  const { compared, total, isTooLarge } = count;
  if (compared === total) return formatCounted(total, 'run');
  const newest = `newest ${formatCount(compared)} of ${formatCounted(total, 'run')}`;
  return isTooLarge ? `${newest}, more would be too large` : newest;
}

function countTitle(count: SetCount | null): string | undefined {
  if (count === null || count.compared === count.total) return undefined;
  const narrower = 'A narrower filter tells which.';
  return count.isTooLarge
    ? `More runs have too many steps to be compared at once. ${narrower}`
    : `Only the newest runs are compared. ${narrower}`;
}

interface FilterFieldProps {
  readonly side: GroupSide;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** The text of a set; the runs are read once the typing rests, and stay while it is not right. */
function FilterField({ side, text, onText }: FilterFieldProps): ReactNode {
  const [typed, setTyped] = useState(text);
  const [lastText, setLastText] = useState(text);
  /** The text that has stood for a while. */
  const [settled, setSettled] = useState(text);
  const noteId = useId();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Another text came by the route: back, a swap.
  if (text !== lastText) {
    setLastText(text);
    setTyped(text);
    setSettled(text);
  }
  /** What this field sent last: another text came from outside, and what was being typed is gone. */
  const sent = useRef(text);
  useEffect(() => {
    if (text !== sent.current) clearTimeout(timer.current);
    sent.current = text;
  }, [text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (next: string): void => {
    clearTimeout(timer.current);
    setSettled(next);
    if (next === text || readListQuery(next).kind === 'error') return;
    sent.current = next;
    setLastText(next);
    onText(next);
  };
  const query = readListQuery(typed);
  const errors = query.kind === 'error' && settled === typed ? query.errors : [];
  const isWrong = errors.length > 0;
  return (
    <span className={styles.filter}>
      <SearchField
        label={`Filter of ${side} runs`}
        placeholder="All runs, or filter as in the list"
        value={typed}
        fieldClassName={styles.field ?? ''}
        error={errors[0]?.message ?? ''}
        wrongPlaces={errors}
        aria-describedby={isWrong ? noteId : undefined}
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
        // Before anything else is pressed.
        onBlur={() => send(typed)}
      />
      {isWrong && <FieldNote id={noteId} messages={errors.map(({ message }) => message)} />}
    </span>
  );
}
