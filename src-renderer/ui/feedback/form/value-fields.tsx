import type { ReactNode } from 'react';

import type { AssessmentValueType } from '@contract/annotations';
import { THUMB_NAME } from '@domain/annotations/assessment';

import {
  BracesIcon,
  CheckIcon,
  CloseIcon,
  NumberIcon,
  TextIcon,
  ThumbDownIcon,
  ThumbUpIcon,
  ToggleIcon,
} from '../../icons';
import { Segmented } from '../../segmented';
import { TextField } from '../../text-field';
import type { FeedbackDraft } from './draft';
import { Field } from './field';
import styles from './feedback-form.module.css';
import { TextArea } from './text-area';

const valueTypes: readonly { readonly value: AssessmentValueType; readonly label: ReactNode }[] = [
  {
    value: 'boolean',
    label: (
      <>
        <ToggleIcon size={14} />
        Yes or no
      </>
    ),
  },
  {
    value: 'number',
    label: (
      <>
        <NumberIcon size={14} />
        Number
      </>
    ),
  },
  {
    value: 'text',
    label: (
      <>
        <TextIcon size={14} />
        Text
      </>
    ),
  },
  {
    value: 'json',
    label: (
      <>
        <BracesIcon size={14} />
        JSON
      </>
    ),
  },
];

export interface ValueFieldsProps {
  readonly draft: FeedbackDraft;
  readonly problem: string | undefined;
  readonly onChange: (changes: Partial<FeedbackDraft>) => void;
}

/** Of what type the value is, and the value. */
export function ValueFields({ draft, problem, onChange }: ValueFieldsProps): ReactNode {
  const { valueType } = draft;
  return (
    <>
      <div className={styles.row}>
        <Field label="Value">
          {({ label }) => (
            <Segmented
              label={label}
              options={valueTypes}
              value={valueType}
              onChange={(next) => onChange({ valueType: next })}
            />
          )}
        </Field>
        {valueType === 'boolean' && <YesOrNo draft={draft} problem={problem} onChange={onChange} />}
        {valueType === 'number' && (
          <Field label="Number" problem={problem} isWide>
            {(control) => (
              <TextField
                {...control}
                value={draft.number}
                inputMode="decimal"
                placeholder="0.8"
                onChange={(number) => onChange({ number })}
              />
            )}
          </Field>
        )}
      </div>
      {valueType === 'text' && (
        <Field label="Text" problem={problem}>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              value={draft.text}
              onChange={(text) => onChange({ text })}
            />
          )}
        </Field>
      )}
      {valueType === 'json' && (
        <Field label="List or object" problem={problem}>
          {(control) => (
            <TextArea
              {...control}
              isCode
              rows={4}
              placeholder='["a", 1] or {"precision": 0.8}'
              value={draft.json}
              onChange={(json) => onChange({ json })}
            />
          )}
        </Field>
      )}
    </>
  );
}

function YesOrNo({ draft, problem, onChange }: ValueFieldsProps): ReactNode {
  const isThumb = draft.name.trim() === THUMB_NAME;
  const [Yes, No] = isThumb ? [ThumbUpIcon, ThumbDownIcon] : [CheckIcon, CloseIcon];
  return (
    <Field label="Yes or no" problem={problem} isWide>
      {({ label }) => (
        <Segmented
          label={label}
          // Neither is chosen until the reader does.
          value={draft.isYes === null ? '' : draft.isYes ? 'yes' : 'no'}
          options={[
            {
              value: 'yes',
              label: (
                <>
                  <Yes size={14} />
                  Yes
                </>
              ),
            },
            {
              value: 'no',
              label: (
                <>
                  <No size={14} />
                  No
                </>
              ),
            },
          ]}
          onChange={(chosen: string) => onChange({ isYes: chosen === 'yes' })}
        />
      )}
    </Field>
  );
}
