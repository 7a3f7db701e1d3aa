import {
  useDeferredValue,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';

import { useProjects } from '../features/projects';
import { useEngineQuery } from '../lib/engine-queries';
import { Dialog } from '../ui/dialog';
import { SearchIcon } from '../ui/icons';
import { Kbd } from '../ui/kbd';
import { StatusGlyph } from '../ui/status-glyph';
import styles from './command-palette.module.css';
import { paletteItems, type PaletteItem } from './palette-items';

const MAX_HITS = 20;

export interface CommandPaletteProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Finds a trace, a span or a command by a few letters, and any trace by its id. */
export function CommandPalette({ open, onClose }: CommandPaletteProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Go to trace, span or command"
      hideTitle
      initialFocus={input}
    >
      <Palette input={input} onClose={onClose} />
    </Dialog>
  );
}

interface PaletteProps {
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly onClose: () => void;
}

function Palette({ input, onClose }: PaletteProps): ReactNode {
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const wanted = useDeferredValue(text.trim());
  const search = useEngineQuery(
    'traces.search',
    { text: wanted, limit: MAX_HITS },
    { enabled: wanted !== '', keepPrevious: true },
  );
  const projects = useProjects();
  const items = useMemo(
    () => paletteItems(wanted, wanted === '' ? [] : (search.data ?? []), projects ?? []),
    [wanted, search.data, projects],
  );
  const at = Math.min(active, items.length - 1);

  const choose = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const last = items.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const next = targets[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
      document.getElementById(optionId(listId, next))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(items[at]);
    }
  };
  return (
    <>
      <div className={styles.head}>
        <SearchIcon className="t3" />
        <input
          ref={input}
          className={styles.input}
          role="combobox"
          aria-label="Go to trace, span or command"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-activedescendant={items.length > 0 ? optionId(listId, at) : undefined}
          aria-autocomplete="list"
          placeholder="Trace, span, id or command"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        {search.isFetching && <StatusGlyph status="running" label="Searching" />}
      </div>
      <div id={listId} role="listbox" aria-label="Results" className={styles.list}>
        {items.map((item, index) => (
          <PaletteOption
            key={item.key}
            id={optionId(listId, index)}
            item={item}
            active={index === at}
            onPoint={() => setActive(index)}
            onChoose={() => choose(item)}
          />
        ))}
      </div>
      {items.length === 0 && (
        <p className={styles.nothing} role="status">
          {search.error !== null
            ? search.error.message
            : search.isFetching
              ? 'Searching…'
              : `Nothing matches “${text.trim()}”.`}
        </p>
      )}
      <footer className={styles.foot}>
        <span>
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> choose
        </span>
        <span>
          <Kbd>↵</Kbd> open
        </span>
        <span>
          <Kbd>Esc</Kbd> close
        </span>
      </footer>
    </>
  );
}

interface PaletteOptionProps {
  readonly id: string;
  readonly item: PaletteItem;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function PaletteOption({ id, item, active, onPoint, onChoose }: PaletteOptionProps): ReactNode {
  const Drawing = item.icon;
  return (
    // The field keeps the focus and handles the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={active}
      className={styles.option}
      onPointerMove={active ? undefined : onPoint}
      onClick={onChoose}
    >
      <Drawing size={14} />
      <span className="ellipsis">{item.title}</span>
      <span className="grow ellipsis t3 small">{item.detail}</span>
      {item.keyLabel !== '' && <Kbd>{item.keyLabel}</Kbd>}
    </div>
  );
}

function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}
