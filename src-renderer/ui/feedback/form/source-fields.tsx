import type { ReactNode } from 'react';

import { CodeIcon, JudgeIcon, UserIcon } from '../../icons';
import { Segmented } from '../../segmented';
import type { DraftKind, DraftSource, FeedbackDraft } from './draft';
import { Field } from './field';
import styles from './feedback-form.module.css';

const kinds: readonly { readonly value: DraftKind; readonly label: string }[] = [
  { value: 'feedback', label: 'Feedback' },
  { value: 'expectation', label: 'Expectation' },
  { value: 'note', label: 'Note' },
];

const sources: readonly { readonly value: DraftSource; readonly label: ReactNode }[] = [
  {
    value: 'HUMAN',
    label: (
      <>
        <UserIcon size={12} />
        Human
      </>
    ),
  },
  {
    value: 'LLM_JUDGE',
    label: (
      <>
        <JudgeIcon size={12} />
        LLM judge
      </>
    ),
  },
  {
    value: 'CODE',
    label: (
      <>
        <CodeIcon size={12} />
        Code
      </>
    ),
  },
];

/** What the source is called where the field is empty. */
export const sourceHints: Readonly<Record<DraftSource, string>> = {
  HUMAN: 'you',
  LLM_JUDGE: 'judge or model',
  CODE: 'name of the check',
};

export interface SourceFieldsProps {
  readonly draft: FeedbackDraft;
  readonly onChange: (changes: Partial<FeedbackDraft>) => void;
}

/** What it is, and who says it. */
export function SourceFields({ draft, onChange }: SourceFieldsProps): ReactNode {
  return (
    <div className={styles.row}>
      {draft.edited === null && (
        <Field label="Kind">
          {({ label }) => (
            <Segmented
              size="small"
              label={label}
              options={kinds}
              value={draft.kind}
              onChange={(kind) => onChange({ kind })}
            />
          )}
        </Field>
      )}
      <Field label="Source">
        {({ label }) => (
          <Segmented
            size="small"
            label={label}
            options={sources}
            value={draft.sourceType}
            onChange={(sourceType) => onChange({ sourceType })}
          />
        )}
      </Field>
    </div>
  );
}
