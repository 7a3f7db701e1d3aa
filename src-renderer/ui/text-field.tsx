import {
  useLayoutEffect,
  useRef,
  type InputHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';

import { classNames } from './class-names';
import { CloseIcon, SearchIcon, type Icon } from './icons';
import styles from './text-field.module.css';

export interface TextPlace {
  readonly from: number;
  readonly to: number;
}

const nowhere: readonly TextPlace[] = [];

export interface TextFieldProps extends Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'onChange' | 'value' | 'aria-label'
> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly icon?: Icon;
  /** What is wrong with the value; '' where nothing is. */
  readonly error?: string;
  /** Where in the value something is wrong, from the first on: UTF-16 offsets. */
  readonly wrongPlaces?: readonly TextPlace[];
  /** Stands at the right inside the field, such as a count. */
  readonly trailing?: ReactNode;
  readonly fieldClassName?: string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** One line of text, with a name for assistive technology. */
export function TextField({
  label,
  value,
  onChange,
  icon: Drawing,
  error = '',
  wrongPlaces = nowhere,
  trailing,
  fieldClassName,
  className,
  ...rest
}: TextFieldProps): ReactNode {
  return (
    <span className={classNames(styles.field, error !== '' && styles.invalid, fieldClassName)}>
      {Drawing !== undefined && <Drawing size={14} />}
      <span className={styles.line}>
        {wrongPlaces.length > 0 && <Underlines text={value} places={wrongPlaces} />}
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          aria-label={label}
          aria-invalid={error !== '' || undefined}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          className={classNames(styles.input, className)}
          {...rest}
        />
      </span>
      {trailing}
    </span>
  );
}

interface UnderlinesProps {
  readonly text: string;
  readonly places: readonly TextPlace[];
}

/** The text once more, unseen, over the field's own: a field cannot underline a part of it. */
function Underlines({ text, places }: UnderlinesProps): ReactNode {
  const marks = useRef<HTMLSpanElement>(null);
  // With every drawing: typing and the keys move the text within the field.
  useLayoutEffect(() => {
    const input = marks.current?.parentElement?.querySelector('input');
    if (input === null || input === undefined) return undefined;
    const follow = (): void => {
      if (marks.current !== null) marks.current.scrollLeft = input.scrollLeft;
    };
    follow();
    input.addEventListener('scroll', follow);
    return () => input.removeEventListener('scroll', follow);
  });
  return (
    <span ref={marks} aria-hidden="true" className={styles.underlines}>
      <span>
        {places.map(({ from, to }, at) => (
          <span key={from}>
            {text.slice(places[at - 1]?.to ?? 0, from)}
            <span className={styles.wrong}>{text.slice(from, to)}</span>
          </span>
        ))}
        {text.slice(places.at(-1)?.to ?? 0)}
      </span>
    </span>
  );
}

export interface SearchFieldProps extends TextFieldProps {
  /** Puts the focus where the reader goes on when they leave the empty field with Escape. */
  readonly onLeave?: () => void;
}

/** A field to find with: Escape empties it, and leaves it when it is empty. */
export function SearchField({
  trailing,
  onKeyDown,
  onLeave,
  ...props
}: SearchFieldProps): ReactNode {
  const leave = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event);
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    if (props.value !== '') props.onChange('');
    else if (onLeave !== undefined) onLeave();
    else event.currentTarget.blur();
  };
  return (
    <TextField
      icon={SearchIcon}
      {...props}
      onKeyDown={leave}
      trailing={
        <>
          {trailing}
          {props.value !== '' && (
            <button
              type="button"
              aria-label="Clear"
              className={styles.clear}
              onClick={(event) => {
                // The button goes with the text; the focus stays in the field.
                event.currentTarget.closest(`.${styles.field}`)?.querySelector('input')?.focus();
                props.onChange('');
              }}
            >
              <CloseIcon size={10} />
            </button>
          )}
        </>
      }
    />
  );
}
