import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';

import { readListQuery } from '@domain/filter-language/list-query';
import { wordsHint } from '@domain/filter-language/words-hint';

import { FieldNote } from '../../ui/field-note';
import { CommandKey } from '../../ui/kbd';
import { SearchField } from '../../ui/text-field';
import styles from './filter-field.module.css';
import { FilterOptions } from './filter-options';
import { hintText } from './hint-text';
import { useFilterOptions } from './use-filter-options';

/** Longest text the engine takes. */
const MAX_TEXT = 1000;
/** From the last key until the list is asked. */
const TYPING_MS = 150;
/** From the last key until a filter that is not right is said to be so: it may not be done. */
const PATIENCE_MS = 700;

export interface FilterFieldProps {
  /** The text in the route. */
  readonly text: string;
  /** The one that is listed; null for all. */
  readonly project: number | null;
  readonly onText: (text: string) => void;
  /** The reader is done typing and goes on to the list. */
  readonly onLeave: () => void;
  /** How many match, and so on: stands within the field. */
  readonly trailing: ReactNode;
  readonly ref: Ref<HTMLInputElement>;
}

/**
 * The box over the list: words to look for, or a filter. A filter that is not right is underlined
 * where it is not, and the list stays as it is until it is right.
 */
export function FilterField({
  text,
  project,
  onText,
  onLeave,
  trailing,
  ref,
}: FilterFieldProps): ReactNode {
  const [typed, setTyped] = useState(text);
  const [lastText, setLastText] = useState(text);
  /** The text that has stood for a while. */
  const [settled, setSettled] = useState(text);
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  // Another text came by the route (back, a cleared filter) rather than from the field.
  if (text !== lastText) {
    setLastText(text);
    setTyped(text);
    setSettled(text);
  }
  const stopTimers = (): void => timers.current.splice(0).forEach(clearTimeout);
  useEffect(() => () => timers.current.splice(0).forEach(clearTimeout), []);

  const query = readListQuery(typed);
  const errors = query.kind === 'error' && settled === typed ? query.errors : [];
  const [error] = errors;
  const hint = query.kind === 'text' && settled === typed ? wordsHint(typed) : null;

  const isWrong = error !== undefined;
  useLayoutEffect(() => {
    // What is said beside the text takes room from it: its end, where one types, stays in sight.
    const input = root.current?.querySelector('input');
    if (input && document.activeElement === input && input.selectionStart === input.value.length) {
      input.scrollLeft = input.scrollWidth;
    }
    // These are what changes the room.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [isWrong, query.kind]);

  /** Whether the list shows what the text asks for. */
  const send = (next: string): boolean => {
    stopTimers();
    setSettled(next);
    if (readListQuery(next).kind === 'error') return false;
    if (next === text) return true;
    setLastText(next);
    onText(next);
    return true;
  };
  const onChange = (next: string): void => {
    const cut = next.slice(0, MAX_TEXT);
    setTyped(cut);
    stopTimers();
    if (cut === '') {
      send('');
    } else {
      const isUnfit = readListQuery(cut).kind === 'error';
      timers.current.push(setTimeout(() => send(cut), isUnfit ? PATIENCE_MS : TYPING_MS));
    }
  };
  const options = useFilterOptions(typed, onChange, project);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    options.onKeyDown(event);
    if (event.defaultPrevented) return;
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    options.close();
    if (send(typed)) onLeave();
  };
  const listId = `${id}-options`;
  const errorId = `${id}-error`;
  return (
    <div ref={root} className={styles.root}>
      <SearchField
        ref={ref}
        label="Filter traces"
        placeholder="Filter by words, or by fields: status = error AND duration > 2s"
        value={typed}
        onChange={onChange}
        onLeave={onLeave}
        onKeyDown={onKeyDown}
        onSelect={options.onCaret}
        onBlur={() => {
          options.close();
          if (typed !== text) send(typed);
        }}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={options.isOpen}
        aria-controls={options.isOpen ? listId : undefined}
        aria-activedescendant={options.active === null ? undefined : `${listId}-${options.active}`}
        error={error?.message ?? ''}
        aria-describedby={isWrong ? errorId : undefined}
        wrongPlaces={errors}
        fieldClassName={styles.field ?? ''}
        trailing={
          <>
            {query.kind !== 'error' ? (
              trailing
            ) : (
              // A count of what was found by another text is no answer to this one.
              <span className={styles.lastGood}>{isWrong && 'last good result'}</span>
            )}
            {hint?.name != null && (
              <span className={styles.lastGood} title={hintText(hint)}>
                taken as words
              </span>
            )}
            {typed === '' && <CommandKey id="view.find" />}
          </>
        }
      />
      {options.isOpen ? (
        <FilterOptions
          id={listId}
          {...options}
          reasons={
            isWrong && (
              <FieldNote id={errorId} messages={errors.map(({ message }) => message)} isWithin />
            )
          }
        />
      ) : (
        isWrong && <FieldNote id={errorId} messages={errors.map(({ message }) => message)} />
      )}
    </div>
  );
}
