import type { FacetKind } from '../../facets/facet-kind';
import type { Provenance } from '../../facets/span-facets';
import type { ScalarFields } from '../convention';
import type { DraftState } from './draft-state';
import { comparedFields, modelFields, pathOfField, type ScalarField } from './scalar-fields';

/** The chosen values of plain fields, with provenance noted as they are asked for. */
export class Scalars {
  constructor(
    private readonly draft: DraftState,
    private readonly kind: FacetKind,
  ) {}

  get<Field extends ScalarField>(field: Field): ScalarFields[Field] | null {
    const choice = this.draft.scalars.get(field);
    if (choice === undefined || this.isContextOnly(field, choice.from)) return null;
    const { provenance, notes } = this.draft;
    provenance[pathOfField[field]] = choice.from;
    const other = comparedFields.has(field) ? choice.differing() : null;
    if (other !== null) {
      notes.push({
        code: 'valuesDiffer',
        field: pathOfField[field],
        message: `${choice.from.key} says ${String(choice.value)}, ${other.from.key} says ${String(other.value)}.`,
      });
    }
    return choice.value as ScalarFields[Field];
  }

  text<Field extends ScalarField>(
    field: ScalarFields[Field] extends string | null ? Field : never,
  ): string | null {
    return this.get(field) as string | null;
  }

  /** A model that every span of a process carries is no model call's (§8.1 rule 10). */
  private isContextOnly(field: ScalarField, from: Provenance): boolean {
    return from.place === 'resource' && modelFields.has(field) && !modelKinds.has(this.kind);
  }
}

/** Kinds that are one call of a model. */
export const callKinds: ReadonlySet<FacetKind> = new Set<FacetKind>([
  'llm',
  'embedding',
  'reranker',
]);

/** Kinds that are about a model, or answer for the calls of one. */
const modelKinds: ReadonlySet<FacetKind> = new Set<FacetKind>([
  'llm',
  'embedding',
  'reranker',
  'agent',
  'agentCreate',
]);
