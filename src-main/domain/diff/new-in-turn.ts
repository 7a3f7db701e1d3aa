import { newMessages } from '../facets/new-messages';
import type { SpanFacets } from '../facets/span-facets';
import { isSystemRole } from '../facets/system-role';
import type { Message } from '../messages';

export interface Turn {
  readonly facets: SpanFacets;
  /** As in `SpanFold`. */
  readonly knownMessageCount: number;
}

/**
 * Two spans with the messages that are new in their turn. Where the system prompt is new on one side
 * alone, both keep theirs: that an earlier call has had it does not make the two differ.
 *
 * @param a and `b`: null for a side without a span
 */
export function newInTurn(
  a: Turn | null,
  b: Turn | null,
): readonly [SpanFacets | null, SpanFacets | null] {
  const [newA, newB] = [newOf(a), newOf(b)];
  if (a === null || b === null || hasSystem(newA) === hasSystem(newB)) return [newA, newB];
  return [withSystem(newA, a.facets), withSystem(newB, b.facets)];
}

function newOf(turn: Turn | null): SpanFacets | null {
  return turn === null ? null : newMessages(turn.facets, turn.knownMessageCount);
}

function hasSystem(facets: SpanFacets | null): boolean {
  return systemOf(facets).length > 0;
}

function withSystem(facets: SpanFacets | null, whole: SpanFacets): SpanFacets | null {
  if (facets === null || facets.model === null) return facets;
  const input = facets.model.input.filter(({ role }) => !isSystemRole(role));
  return { ...facets, model: { ...facets.model, system: systemOf(whole), input } };
}

/** The system prompt, wherever it was sent. */
function systemOf(facets: SpanFacets | null): readonly Message[] {
  const { system = [], input = [] } = facets?.model ?? {};
  return [...system, ...input.filter(({ role }) => isSystemRole(role))];
}
