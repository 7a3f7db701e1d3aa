import { useLayoutEffect, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';

import {
  completeFilter,
  isBegun,
  nameOption,
  type Completion,
} from '@domain/filter-language/complete';

import { useEngineQuery } from '../../lib/engine-queries';

export interface FilterOption {
  /** What is put in. */
  readonly text: string;
  /** Traces or assessments that have it; null where that is not known. */
  readonly count: number | null;
}

export interface FilterOptionsState {
  readonly isOpen: boolean;
  readonly options: readonly FilterOption[];
  /** The option that Enter puts in; null while none is chosen. */
  readonly active: number | null;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly onCaret: (event: SyntheticEvent<HTMLInputElement>) => void;
  readonly onChoose: (option: FilterOption) => void;
  readonly close: () => void;
}

/** As many as are of use; more letters make fewer. */
const MAX_OPTIONS = 50;

/**
 * What may come next in a filter. It opens by itself within a filter, and for what is typed first,
 * which may be plain words, when asked for with Ctrl+Space or Alt+Down.
 */
export function useFilterOptions(
  text: string,
  onChange: (text: string) => void,
  /** Whose tags and feedback are offered; null for all. */
  project: number | null,
): FilterOptionsState {
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const [isAsked, setAsked] = useState(false);
  /** The text at which the options were sent away, and come back when it changes. */
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const nextCaret = useRef<number | null>(null);

  const completion = caret === null ? null : completeFilter(text, Math.min(caret, text.length));
  const mayOpen = text !== closedAt && (isAsked || (completion !== null && isOffered(completion)));
  const options = useOptions(mayOpen ? completion : null, project);
  const isOpen = options.length > 0;

  // With every drawing: the text that was put in is there only then.
  useLayoutEffect(() => {
    if (nextCaret.current === null) return;
    field.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = null;
  });

  const close = (): void => {
    setActive(null);
    setAsked(false);
    setClosedAt(text);
  };
  const onChoose = (option: FilterOption): void => {
    if (completion === null) return;
    const end = option.text.endsWith('.') ? '' : ' ';
    const start = text.slice(0, completion.from) + option.text + end;
    nextCaret.current = start.length;
    setCaret(start.length);
    setActive(null);
    setClosedAt(null);
    onChange(start + text.slice(completion.to).replace(end === ' ' ? /^ / : /^$/, ''));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    field.current = event.currentTarget;
    const { key } = event;
    const asks = (key === ' ' && event.ctrlKey) || (key === 'ArrowDown' && event.altKey);
    if (asks) {
      setCaret(event.currentTarget.selectionStart);
      setAsked(true);
      setClosedAt(null);
      event.preventDefault();
      return;
    }
    if (!isOpen) return;
    const chosen = active === null ? undefined : options[active];
    if (key === 'ArrowDown') setActive(((active ?? -1) + 1) % options.length);
    else if (key === 'ArrowUp') setActive(((active ?? 0) - 1 + options.length) % options.length);
    else if (key === 'Escape') close();
    else if ((key === 'Enter' || key === 'Tab') && chosen !== undefined) onChoose(chosen);
    else return;
    event.preventDefault();
  };
  const onCaret = ({ currentTarget }: SyntheticEvent<HTMLInputElement>): void => {
    field.current = currentTarget;
    const { selectionStart, selectionEnd, value } = currentTarget;
    const at = selectionStart === selectionEnd ? selectionStart : null;
    // It is also told where it stands since something was put in, which is no news.
    if (at !== caret) setActive(null);
    setCaret(at);
    if (value !== closedAt) setClosedAt(null);
    if (value === '') setAsked(false);
  };
  return { isOpen, options, active, onKeyDown, onCaret, onChoose, close };
}

/** Whether it is a filter that is being typed. */
function isOffered({ isStart, typed, stored }: Completion): boolean {
  return !isStart || stored !== null || typed.includes('.');
}

function useOptions(
  completion: Completion | null,
  experiment: number | null,
): readonly FilterOption[] {
  const stored = completion?.stored ?? null;
  const isTag = stored?.of === 'tag' || stored?.of === 'tagValue';
  const tags = useEngineQuery(
    'tags.suggest',
    { text: stored?.of === 'tagValue' ? stored.key : '', limit: 100, experiment },
    { enabled: isTag },
  );
  const names = useEngineQuery(
    'assessments.names',
    { experiment },
    { enabled: stored !== null && !isTag },
  );
  if (completion === null) return [];
  const fixed = completion.options.map((text): FilterOption => ({ text, count: null }));
  const counts = new Map<string, number>();
  const add = (name: string, count: number): void => {
    if (stored === null) return;
    const text = nameOption(stored.of, name);
    if (isBegun(text, completion.typed)) counts.set(text, (counts.get(text) ?? 0) + count);
  };
  if (stored?.of === 'tag') tags.data?.forEach(({ key, traceCount }) => add(key, traceCount));
  if (stored?.of === 'tagValue') {
    for (const { key, value, traceCount } of tags.data ?? []) {
      if (key === stored.key) add(value, traceCount);
    }
  }
  if (stored?.of === 'feedback' || stored?.of === 'expectation') {
    for (const { name, kind, count } of names.data ?? []) if (kind === stored.of) add(name, count);
  }
  const known = [...counts].map(([text, count]): FilterOption => ({ text, count }));
  return [...known, ...fixed].slice(0, MAX_OPTIONS);
}
