import { useId, useRef, useState, type ReactNode, type RefObject } from 'react';

import { Button } from '../../../ui/button';
import { Checkbox } from '../../../ui/checkbox';
import { Dialog } from '../../../ui/dialog';
import { TextField } from '../../../ui/text-field';
import {
  parseDraft,
  priceFields,
  type DraftProblems,
  type PriceDraft,
  type UserPrice,
} from './price-form';
import styles from './prices.module.css';

export interface PriceDialogProps {
  readonly title: string;
  readonly initial: PriceDraft;
  readonly onSave: (entry: UserPrice) => void;
  readonly onClose: () => void;
}

/** One row of the price table, to be written or changed. */
export function PriceDialog({ title, initial, onSave, onClose }: PriceDialogProps): ReactNode {
  const firstField = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(initial);
  const [problems, setProblems] = useState<DraftProblems>({});
  const change = (changes: Partial<PriceDraft>): void => {
    setDraft({ ...draft, ...changes });
    setProblems({});
  };
  const save = (): void => {
    const parsed = parseDraft(draft, new Date().toISOString().slice(0, 10));
    if ('problems' in parsed) setProblems(parsed.problems);
    else onSave(parsed.entry);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      className={styles.dialog ?? ''}
      initialFocus={firstField}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field
          label="Model"
          hint="* stands for any text, e.g. my-model*"
          value={draft.model}
          problem={problems.model}
          inputRef={firstField}
          onChange={(model) => change({ model })}
        />
        <Field
          label="Provider"
          hint="empty: any"
          value={draft.provider}
          problem={problems.provider}
          onChange={(provider) => change({ provider })}
        />
        <div className={styles.local}>
          <Checkbox
            checked={draft.isLocal}
            onChange={(isLocal) => change({ isLocal })}
            label="Runs on this machine: free"
          />
          <span aria-hidden="true">Runs on this machine: free</span>
        </div>
        {!draft.isLocal &&
          priceFields.map(({ key, label, hint }) => (
            <Field
              key={key}
              label={label}
              hint={key === 'batchFactor' ? hint : `US$, ${hint}`}
              value={draft[key]}
              problem={problems[key]}
              onChange={(value) => change({ [key]: value })}
            />
          ))}
        <div className={styles.buttons}>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary">
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

function Field({ label, hint, value, problem, onChange, inputRef }: FieldProps): ReactNode {
  const noteId = useId();
  return (
    <div className={styles.formRow}>
      <span>{label}</span>
      <TextField
        label={label}
        value={value}
        onChange={onChange}
        error={problem ?? ''}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        aria-describedby={noteId}
      />
      <span
        id={noteId}
        role={problem === undefined ? undefined : 'alert'}
        className={problem === undefined ? 'small t3' : 'small errorText'}
      >
        {problem ?? hint}
      </span>
    </div>
  );
}
