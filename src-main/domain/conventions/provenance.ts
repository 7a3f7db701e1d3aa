import type { ConventionId } from '../facets/convention-id';
import type { Provenance } from '../facets/span-facets';

/** Makes the provenance of fields that one convention reads. */
export interface ProvenanceOf {
  readonly convention: ConventionId;
  readonly attribute: (key: string) => Provenance;
  readonly event: (name: string) => Provenance;
  readonly log: (name: string) => Provenance;
  readonly resource: (key: string) => Provenance;
  readonly scope: (name: string) => Provenance;
  /** Read from the span's name. */
  readonly name: (name: string) => Provenance;
  /** How it was found, in words. */
  readonly derived: (how: string) => Provenance;
}

export function provenanceOf(convention: ConventionId): ProvenanceOf {
  return {
    convention,
    attribute: (key) => ({ key, convention, place: 'attribute' }),
    event: (key) => ({ key, convention, place: 'event' }),
    log: (key) => ({ key, convention, place: 'log' }),
    resource: (key) => ({ key, convention, place: 'resource' }),
    scope: (key) => ({ key, convention, place: 'scope' }),
    name: (key) => ({ key, convention, place: 'name' }),
    derived: (key) => ({ key, convention, place: 'derived' }),
  };
}
