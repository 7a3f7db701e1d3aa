import { useMemo, useState, type ReactNode } from 'react';

import type { JsonValue } from '@domain/messages';

import { Segmented } from '../segmented';
import { nodeOfJson } from './json-node';
import { JsonTree } from './json-tree';
import { jsonText, textOfBlocks } from './message-text';
import { TextView } from './text-view';
import styles from './value-forms.module.css';

export type ValueForm = 'text' | 'json';

export interface ValueFormChoice {
  readonly form: ValueForm;
  /** What changes it; null where the value has one form only. */
  readonly switcher: ReactNode;
}

/** The form a value reads best in, structure as a tree and text as text, and the choice of the other. */
export function useValueForm(label: string, value: JsonValue): ValueFormChoice {
  const [chosen, setChosen] = useState<ValueForm | null>(null);
  const hasTree = value !== null && typeof value === 'object';
  const form = chosen ?? (textOfBlocks(value) === null ? 'json' : 'text');
  const switcher = hasTree && (
    <Segmented<ValueForm>
      label={`Show ${label} as`}
      size="small"
      value={form}
      onChange={setChosen}
      options={[
        { value: 'json', label: 'JSON' },
        { value: 'text', label: 'Text' },
      ]}
    />
  );
  return { form, switcher };
}

export interface ValueBodyProps {
  /** What it is, e.g. `Result of run_tests`. */
  readonly label: string;
  readonly value: JsonValue;
  readonly form: ValueForm;
  readonly find: string;
  /** Prose rather than the output of a program: may be drawn as Markdown. */
  readonly isProse?: boolean;
  /** Without an edge of its own. */
  readonly isInset?: boolean;
}

/** A value in one form. */
export function ValueBody({
  label,
  value,
  form,
  find,
  isProse = false,
  isInset = false,
}: ValueBodyProps): ReactNode {
  const isTree = form === 'json' && value !== null && typeof value === 'object';
  const node = useMemo(() => (isTree ? nodeOfJson(value) : null), [isTree, value]);
  if (node !== null) return <JsonTree node={node} find={find} isInset={isInset} />;
  if (value === null) return <p className={styles.nothing}>null</p>;
  if (value === '') return <p className={styles.nothing}>(empty)</p>;
  const text = textOfBlocks(value) ?? jsonText(value);
  return <TextView text={text} label={label} find={find} isCode={!isProse} />;
}

export type ValueFormsProps = Omit<ValueBodyProps, 'form'>;

/** A value with the choice of its form beside it. */
export function ValueForms(props: ValueFormsProps): ReactNode {
  const { form, switcher } = useValueForm(props.label, props.value);
  return (
    <div className={styles.forms}>
      <div className={styles.body}>
        <ValueBody {...props} form={form} />
      </div>
      {switcher}
    </div>
  );
}
