import type { ReactNode } from 'react';

import { conventionNames } from '@domain/facets/convention-id';
import type { Provenance, ProvenancePlace } from '@domain/facets/span-facets';

import { Tooltip } from '../tooltip';
import { useContentScope } from './content-scope';
import styles from './provenance-hint.module.css';

const places: Readonly<Record<ProvenancePlace, string>> = {
  attribute: 'attribute',
  event: 'span event',
  log: 'log record',
  resource: 'resource attribute',
  scope: 'scope',
  name: 'span name',
  derived: 'derived',
};

/** Where a field came from, in words: `attribute gen_ai.request.model, OTel GenAI`. */
export function provenanceText({ key, convention, place }: Provenance): string {
  const from = key === '' ? places[place] : `${places[place]} ${key}`;
  return convention === 'unknown' ? from : `${from}, ${conventionNames[convention]}`;
}

export interface ProvenanceHintProps {
  /** Field path, e.g. `usage.input`; of several the first that is known. */
  readonly field: string | readonly string[];
  readonly children: ReactNode;
}

/** A value that tells on hover, and while the arrows have brought the focus to it, where it was read. */
export function ProvenanceHint({ field, children }: ProvenanceHintProps): ReactNode {
  const { provenance } = useContentScope();
  const fields = typeof field === 'string' ? [field] : field;
  const found = fields.find((path) => Object.hasOwn(provenance, path));
  const from = found === undefined ? undefined : provenance[found];
  if (from === undefined) return children;
  return (
    <Tooltip text={<span className={styles.text}>{provenanceText(from)}</span>}>
      <span data-item="" tabIndex={-1} className={styles.value}>
        {children}
      </span>
    </Tooltip>
  );
}
