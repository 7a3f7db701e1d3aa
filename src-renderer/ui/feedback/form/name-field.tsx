import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState, type ReactNode, type Ref } from 'react';

import type { AssessmentKind } from '@domain/annotations/assessment';
import { formatCount } from '@domain/format';

import { useEngineQuery } from '../../../lib/engine-queries';
import { classNames } from '../../class-names';
import { ChevronDownIcon } from '../../icons';
import menuStyles from '../../menu.module.css';
import textStyles from '../../text-field.module.css';
import type { FieldControl } from './field';
import styles from './feedback-form.module.css';

export interface NameFieldProps extends FieldControl {
  readonly kind: AssessmentKind;
  readonly value: string;
  readonly onChange: (name: string) => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** A name: one that is in use, or any other. */
export function NameField({
  kind,
  value,
  onChange,
  label,
  error,
  ref,
  ...rest
}: NameFieldProps): ReactNode {
  const { data = [] } = useEngineQuery('assessments.names', { experiment: null });
  const counts = new Map(
    data.filter((one) => one.kind === kind).map(({ name, count }) => [name, count]),
  );
  const [isOpen, setOpen] = useState(false);
  const wanted = value.trim().toLowerCase();
  const offered = [...counts.keys()].filter((name) => name.toLowerCase().includes(wanted));
  const isWorthIt = offered.length > 1 || (offered.length === 1 && offered[0] !== value);
  const isShown = isOpen && isWorthIt;
  return (
    <Autocomplete.Root
      items={offered}
      mode="none"
      value={value}
      onValueChange={(next, { reason }) => {
        onChange(next);
        // Also where the names were sent away before, and not for a field that is emptied.
        if (reason === 'input-change') setOpen(next !== '');
      }}
      // While it is open all else is hidden from assistive technology.
      open={isShown}
      onOpenChange={setOpen}
      openOnInputClick
    >
      <span className={classNames(textStyles.field, error !== '' && textStyles.invalid)}>
        <Autocomplete.Input
          ref={ref}
          aria-label={label}
          aria-invalid={error !== '' || undefined}
          placeholder="helpful, correct, …"
          spellCheck={false}
          onBlur={() => setOpen(false)}
          onKeyDown={(event) => {
            if (event.key === 'Tab') setOpen(false);
            if (event.key !== 'Escape') return;
            event.preventBaseUIHandler();
            if (!isShown) return;
            // The first press sends the names away, the next one is for the form.
            event.preventDefault();
            setOpen(false);
          }}
          className={textStyles.input}
          {...rest}
        />
        <Autocomplete.Trigger aria-label="Names in use" tabIndex={-1} className={styles.trigger}>
          <ChevronDownIcon size={12} />
        </Autocomplete.Trigger>
      </span>
      {/* Above: what is filled in next stays in sight. */}
      <Autocomplete.Portal>
        <Autocomplete.Positioner side="top" sideOffset={4} className={menuStyles.positioner}>
          <Autocomplete.Popup className={classNames(menuStyles.popup, styles.names)}>
            <Autocomplete.List aria-label="Names in use">
              {(name: string) => (
                <Autocomplete.Item key={name} value={name} className={menuStyles.item}>
                  <span className="grow ellipsis">{name}</span>
                  <span className="t3">{formatCount(counts.get(name) ?? 0)}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
