import { useMemo, useState, type ReactNode } from 'react';

import type { JsonValue } from '@domain/messages';

import { Segmented } from '../segmented';
import { nodeOfJson } from './json-node';
import { JsonTree } from './json-tree';
import { jsonText, textOfBlocks } from './message-text';
import { TextView } from './text-view';
import styles from './value-forms.module.css';

export interface ValueFormsProps {
  /** What it is, e.g. `Result of run_tests`. */
  readonly label: string;
  readonly value: JsonValue;
  readonly find: string;
  /** Prose rather than the output of a program: may be drawn as Markdown. */
  readonly isProse?: boolean;
  /** Without an edge of its own. */
  readonly isInset?: boolean;
}

/** A value in the form it reads best in: structure as a tree, text as text, and the other on request. */
export function ValueForms({
  label,
  value,
  find,
  isProse = false,
  isInset = false,
}: ValueFormsProps): ReactNode {
  const text = useMemo(() => textOfBlocks(value), [value]);
  const hasTree = value !== null && typeof value === 'object';
  const [chosen, setChosen] = useState<'text' | 'json' | null>(null);
  const form = chosen ?? (text === null ? 'json' : 'text');
  const node = useMemo(
    () => (hasTree && form === 'json' ? nodeOfJson(value) : null),
    [hasTree, form, value],
  );
  return (
    <div className={styles.forms}>
      {hasTree && (
        <Segmented<'text' | 'json'>
          label={`Show ${label} as`}
          size="small"
          value={form}
          onChange={setChosen}
          options={[
            { value: 'json', label: 'JSON' },
            { value: 'text', label: 'Text' },
          ]}
        />
      )}
      {node !== null ? (
        <JsonTree node={node} find={find} isInset={isInset} />
      ) : value === null ? (
        <span className="t3">null</span>
      ) : (
        <TextView text={text ?? jsonText(value)} label={label} find={find} isCode={!isProse} />
      )}
    </div>
  );
}
