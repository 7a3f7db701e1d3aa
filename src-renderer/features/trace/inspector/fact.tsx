import type { ReactNode } from 'react';

import { ProvenanceHint } from '../../../ui/content/provenance-hint';

export interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly title?: string;
  /** Field path, where the value was derived. */
  readonly field?: string;
  readonly isStrong?: boolean;
  readonly isError?: boolean;
}

/** A figure with its name. */
export function Fact({
  name,
  value,
  title,
  field = '',
  isStrong = false,
  isError = false,
}: FactProps): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd
        className={`selectable ${isStrong ? 'medium' : ''} ${isError ? 'errorText' : ''}`}
        title={field === '' ? (title ?? value) : title}
      >
        <ProvenanceHint field={field}>{value}</ProvenanceHint>
      </dd>
    </div>
  );
}
