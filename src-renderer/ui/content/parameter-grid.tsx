import type { ReactNode } from 'react';

import type { MetadataEntry } from '@domain/facets/span-facets';

import { Highlight } from '../highlight';
import { useContentScope } from './content-scope';
import { nodeOfJson } from './json-node';
import { JsonTree } from './json-tree';
import { jsonText } from './message-text';
import styles from './parameter-grid.module.css';
import { ProvenanceHint } from './provenance-hint';

/** Longer values take a line of their own. */
const SHORT_CHARS = 40;

export interface ParameterGridProps {
  readonly entries: readonly MetadataEntry[];
  /** Field path that their provenance begins with, e.g. `model.parameters`. */
  readonly field: string;
}

/** Names and values in the sender's order; structure as trees. */
export function ParameterGrid({ entries, field }: ParameterGridProps): ReactNode {
  const { find } = useContentScope();
  return (
    <dl className={styles.grid}>
      {entries.map(({ key, value }, at) => {
        const isTree = value !== null && typeof value === 'object';
        const text = isTree ? '' : jsonText(value);
        const isWide = isTree || text.length > SHORT_CHARS;
        return (
          <div key={at} className={isWide ? styles.wide : undefined}>
            <dt>
              <Highlight text={key} find={find} />
            </dt>
            <dd className="selectable">
              {isTree ? (
                <JsonTree node={nodeOfJson(value)} find={find} />
              ) : (
                <ProvenanceHint field={[`${field}.${key}`, field]}>
                  <Highlight text={text} find={find} />
                </ProvenanceHint>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
