import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';

import type { TagSuggestion } from '@contract/annotations';
import { isolatedTag, tagText } from '@domain/annotations/tag-text';
import type { TraceTag } from '@domain/annotations/trace-tag';
import { formatCount } from '@domain/format';

import { Chip } from '../chip';
import { classNames } from '../class-names';
import { PlusIcon, TagIcon } from '../icons';
import { Kbd } from '../kbd';
import styles from './tag-box.module.css';
import { tagOptions, type TagOption } from './tag-options';
import { TagName } from './tag-name';

/** More than a tag can have. */
const MAX_TYPED = 5000;

export interface BoxTag extends TraceTag {
  /** Of the traces that the box is about, how many have it. */
  readonly traceCount: number;
}

export interface TagBoxProps {
  /** What the field is called; "Tags" unless told. */
  readonly label?: string;
  readonly tags: readonly BoxTag[];
  /** How many traces the box is about. */
  readonly traceCount: number;
  /** Tags in use, the most used first; asked for by `onText`. */
  readonly suggestions: readonly TagSuggestion[];
  /** Told what is typed; '' at first is not told. */
  readonly onText: (text: string) => void;
  /** Every trace is to have it. */
  readonly onAdd: (tag: TraceTag) => void;
  /** No trace is to have it. */
  readonly onRemove: (tag: TraceTag) => void;
  /** Enter or Escape in the empty field; without it these are left to what is around. */
  readonly onClose?: () => void;
  readonly ref?: Ref<HTMLInputElement> | undefined;
}

/**
 * Tags of a trace or of many, to add to and take from. What only some of many have is dashed, with
 * a count. Typing suggests tags in use, and to make a new one; `key=value` and `key: value` make a
 * tag with a value.
 */
export function TagBox(props: TagBoxProps): ReactNode {
  const {
    label = 'Tags',
    tags,
    traceCount,
    suggestions,
    onText,
    onAdd,
    onRemove,
    onClose,
    ref,
  } = props;
  const listId = useId();
  const [text, setText] = useState('');
  /** The option that Enter takes; null for none, as long as nothing is typed. */
  const [active, setActive] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const had = tags.filter((tag) => tag.traceCount >= traceCount);
  const { options, problem } = tagOptions(text, suggestions, had);
  const at = active === null || options.length === 0 ? null : Math.min(active, options.length - 1);

  useEffect(() => {
    if (at !== null)
      document.getElementById(optionId(listId, at))?.scrollIntoView({ block: 'nearest' });
  }, [at, listId]);

  const type = (next: string): void => {
    setText(next);
    setActive(next.trim() === '' ? null : 0);
    onText(next);
  };
  const add = (tag: TraceTag): void => {
    onAdd({ key: tag.key, value: tag.value });
    type('');
    box.current?.querySelector('input')?.focus();
  };
  const remove = (tag: TraceTag): void => {
    onRemove({ key: tag.key, value: tag.value });
    box.current?.querySelector('input')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const last = options.length - 1;
    const isEmpty = text === '';
    switch (event.key) {
      case 'ArrowDown':
        setActive(at === null || at >= last ? 0 : at + 1);
        break;
      case 'ArrowUp':
        setActive(at === null || at <= 0 ? last : at - 1);
        break;
      case 'Enter': {
        const option = at === null ? undefined : options[at];
        if (option !== undefined) add(option.tag);
        else if (isEmpty) {
          if (onClose === undefined) return;
          onClose();
        }
        break;
      }
      case 'Backspace': {
        const lastTag = tags[tags.length - 1];
        // A key that is held to empty the field takes no tag along.
        if (!isEmpty || event.repeat || lastTag === undefined) return;
        remove(lastTag);
        break;
      }
      case 'Escape':
        if (!isEmpty) type('');
        else if (onClose === undefined) return;
        else onClose();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.whole} ref={box}>
      {/* A press between the tags means the field. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        className={styles.box}
        onClick={(event) => {
          if (event.target === event.currentTarget) box.current?.querySelector('input')?.focus();
        }}
      >
        {tags.map((tag) => (
          <TagChip
            key={`${tag.key}\0${tag.value}`}
            tag={tag}
            traceCount={traceCount}
            onAdd={() => add(tag)}
            onRemove={() => remove(tag)}
          />
        ))}
        <input
          ref={ref}
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded={options.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={at === null ? undefined : optionId(listId, at)}
          aria-invalid={problem !== '' || undefined}
          className={styles.input}
          placeholder={tags.length === 0 ? 'Add a tag, or key=value' : ''}
          autoComplete="off"
          spellCheck={false}
          maxLength={MAX_TYPED}
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="listbox" aria-label="Suggested tags" className={styles.options}>
        {options.map((option, index) => (
          <Option
            key={`${option.tag.key}\0${option.tag.value}\0${option.traceCount === null ? 'new' : ''}`}
            id={optionId(listId, index)}
            option={option}
            find={text}
            isActive={index === at}
            onChoose={() => add(option.tag)}
          />
        ))}
      </div>
      <p role="alert" className={classNames(styles.problem, problem === '' && 'srOnly')}>
        {problem}
      </p>
    </div>
  );
}

interface TagChipProps {
  readonly tag: BoxTag;
  readonly traceCount: number;
  readonly onAdd: () => void;
  readonly onRemove: () => void;
}

function TagChip({ tag, traceCount, onAdd, onRemove }: TagChipProps): ReactNode {
  const isOfAll = tag.traceCount >= traceCount;
  const name = isolatedTag(tag);
  const share = `${formatCount(tag.traceCount)} of ${formatCount(traceCount)}`;
  return (
    <Chip
      tone={isOfAll ? 'default' : 'outline'}
      className={classNames(styles.chip, !isOfAll && styles.some)}
      onRemove={onRemove}
      removeLabel={`Remove tag ${name}`}
    >
      {isOfAll ? (
        <TagName tag={tag} />
      ) : (
        <button
          type="button"
          className={styles.toAll}
          title={`${share} have ${name}. Press to add it to all.`}
          onClick={onAdd}
        >
          <TagName tag={tag} />
          <span className={styles.count}>
            {formatCount(tag.traceCount)}
            <span className="srOnly"> of {formatCount(traceCount)} have it, add it to all</span>
          </span>
        </button>
      )}
    </Chip>
  );
}

interface OptionProps {
  readonly id: string;
  readonly option: TagOption;
  readonly find: string;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

function Option({ id, option, find, isActive, onChoose }: OptionProps): ReactNode {
  const { tag, traceCount } = option;
  return (
    // The field keeps the focus and handles the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <span
      id={id}
      role="option"
      aria-selected={isActive}
      className={classNames(
        styles.option,
        traceCount === null && styles.new,
        isActive && styles.active,
      )}
      title={tagText(tag)}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {traceCount === null ? <PlusIcon size={12} /> : <TagIcon size={12} />}
      {traceCount === null ? (
        <span className="ellipsis">
          Create “<TagName tag={tag} />”
        </span>
      ) : (
        <>
          <TagName tag={tag} find={find} />
          <span className="t3">{formatCount(traceCount)}</span>
        </>
      )}
      {isActive && <Kbd>↵</Kbd>}
    </span>
  );
}

function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}
