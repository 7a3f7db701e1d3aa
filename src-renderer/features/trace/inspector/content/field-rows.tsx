import type { ReactNode } from 'react';

import { useContentScope } from '../../../../ui/content/content-scope';
import { ProvenanceHint } from '../../../../ui/content/provenance-hint';
import { Highlight } from '../../../../ui/highlight';
import styles from './content.module.css';

/** Name, value, and where its provenance is told; rows without a value are left out. */
export type FieldRow = readonly [name: string, value: string | null, field: string];

/** Names and values, one a line, each telling on hover where it was read. */
export function FieldRows({ rows }: { readonly rows: readonly FieldRow[] }): ReactNode {
  const { find } = useContentScope();
  const known = rows.filter(([, value]) => value !== null && value !== '');
  if (known.length === 0) return null;
  return (
    <dl className={styles.rows}>
      {known.map(([name, value, field]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>
            <ProvenanceHint field={field}>
              <Highlight text={value ?? ''} find={find} />
            </ProvenanceHint>
          </dd>
        </div>
      ))}
    </dl>
  );
}
