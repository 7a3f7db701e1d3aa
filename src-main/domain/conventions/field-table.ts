/** Proposing many plain fields at once: most of what a convention says is key → field. */
import type { FacetDraft, ScalarFields, SpanSource, UsageField } from './convention';
import type { ProvenanceOf } from './provenance';

type FieldsOf<Value> = {
  [Field in keyof ScalarFields]: NonNullable<ScalarFields[Field]> extends Value ? Field : never;
}[keyof ScalarFields];

/** A field with text, its key, and the key's rank among others of the same field. */
export type TextRow = readonly [field: FieldsOf<string>, key: string, rank?: number];
/** A field of tokens, its key, and the key's rank. */
export type TokenRow = readonly [field: UsageField, key: string, rank?: number];
/** A parameter of model calls and the name it is shown by. */
export type ParameterRow = readonly [name: string, key: string];

/** Proposes the text fields that are there. */
export function proposeTexts(
  { attributes }: SpanSource,
  draft: FacetDraft,
  from: ProvenanceOf,
  rows: readonly TextRow[],
): void {
  for (const [field, key, rank] of rows) {
    const value = attributes.text(key);
    if (value !== null) draft.scalar(field, value, from.attribute(key), rank);
  }
}

/** Proposes the token counts that are there. */
export function proposeTokens(
  { attributes }: SpanSource,
  draft: FacetDraft,
  from: ProvenanceOf,
  rows: readonly TokenRow[],
): void {
  for (const [field, key, rank] of rows) {
    const value = attributes.number(key);
    if (value !== null) draft.tokens(field, value, from.attribute(key), rank);
  }
}

/** Ranks of where a session is told: one scale for all conventions (§8.1 rule 6). */
export const sessionRank = { conversationId: 0, sessionId: 1, vendor: 2, resource: 3 } as const;
