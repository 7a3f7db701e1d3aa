import {
  useDeferredValue,
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';

import type { TraceHit } from '@contract/traces';
import { formatDateTime } from '@domain/format';
import type { TraceId } from '@domain/units';

import { useEngine, useEngineQuery } from '../../../lib/engine-queries';
import { TracesIcon } from '../../../ui/icons';
import { SearchField } from '../../../ui/text-field';
import styles from './choose.module.css';

/** Half of what is found may be spans, which cannot be chosen. */
const LIMIT = 40;

export interface TracePickerProps {
  readonly side: 'a' | 'b';
  /** The trace of the other side: to compare it with itself tells nothing. */
  readonly without: TraceId | null;
  readonly hasFocus: boolean;
  readonly onChoose: (traceId: TraceId) => void;
}

/** Finds a trace by name, service or id; without a text it offers the newest. */
export function TracePicker({ side, without, hasFocus, onChoose }: TracePickerProps): ReactNode {
  const listId = useId();
  const client = useEngine();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState<TraceId | null>(null);
  const wanted = useDeferredValue(text.trim());
  const search = useEngineQuery(
    'traces.search',
    { text: wanted, limit: LIMIT },
    { keepPrevious: true },
  );
  const hits = choosable(search.data ?? [], without);
  // Newer ones may come in above it.
  const found = hits.findIndex(({ traceId }) => traceId === active);
  const at = found >= 0 ? found : hits.length > 0 ? 0 : -1;
  const isSearching = search.isPlaceholderData || wanted !== text.trim();
  useEffect(() => {
    if (hasFocus) field.current?.focus();
  }, [hasFocus]);

  /** What is shown may still be of what was typed before. */
  const takeActive = async (): Promise<void> => {
    let hit = hits[at];
    if (isSearching) {
      const query = { text: text.trim(), limit: LIMIT };
      [hit] = choosable(await client.call('traces.search', query).catch(() => []), without);
      if (field.current?.value !== text) return;
    }
    if (hit !== undefined) onChoose(hit.traceId);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const last = hits.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
    };
    const next = targets[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setActive(hits[next]?.traceId ?? null);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void takeActive();
    }
  };
  return (
    <>
      <SearchField
        ref={field}
        label={`Find trace ${side.toUpperCase()}`}
        placeholder="Name, service or id"
        value={text}
        onChange={(next) => {
          setText(next);
          setActive(null);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={listId}
        aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
        aria-autocomplete="list"
      />
      <div
        id={listId}
        role="listbox"
        aria-label={`Traces for ${side.toUpperCase()}`}
        className={styles.list}
      >
        {hits.map((hit, index) => (
          <Option
            key={hit.traceId}
            id={`${listId}-${index}`}
            hit={hit}
            isActive={index === at}
            onPoint={() => setActive(hit.traceId)}
            onChoose={() => onChoose(hit.traceId)}
          />
        ))}
      </div>
      {hits.length === 0 && (
        <p className={styles.nothing} role="status">
          {search.error !== null
            ? search.error.message
            : search.isPending
              ? 'Searching…'
              : wanted === ''
                ? 'No other trace is in the store yet.'
                : `No trace matches “${wanted}”.`}
        </p>
      )}
    </>
  );
}

function choosable(hits: readonly TraceHit[], without: TraceId | null): readonly TraceHit[] {
  return hits.filter(({ traceId, spanId }) => spanId === null && traceId !== without);
}

interface OptionProps {
  readonly id: string;
  readonly hit: TraceHit;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Option({ id, hit, isActive, onPoint, onChoose }: OptionProps): ReactNode {
  return (
    // The field keeps the focus and handles the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={styles.option}
      onPointerMove={isActive ? undefined : onPoint}
      onClick={onChoose}
    >
      <TracesIcon size={14} />
      <span className="ellipsis">{hit.name === '' ? '(no name)' : hit.name}</span>
      <span className={styles.detail}>
        {[hit.serviceName, formatDateTime(Number(hit.startNs / 1_000_000n), false)]
          .filter((part) => part !== '')
          .join(' · ')}
      </span>
      <span className="mono t3 small">{hit.traceId.slice(0, 8)}</span>
    </div>
  );
}
