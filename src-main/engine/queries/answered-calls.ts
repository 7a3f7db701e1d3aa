/** Which spans ran the tools whose results a model was sent: earlier calls asked for them. */
import type { StoreKey } from '@contract/traces';
import type { SpanFacets } from '@domain/facets/span-facets';
import type { SpanFold } from '@domain/facets/trace-facets';
import type { FoldedTrace } from './folded-trace';

/** Tool spans by call id, found once for a folded trace. */
const spansByTrace = new WeakMap<FoldedTrace, ReadonlyMap<string, StoreKey>>();

/** The fold with the tool spans of the results that the input holds, beside those it asked for. */
export function withAnsweredCalls(
  folded: FoldedTrace,
  fold: SpanFold,
  { model }: SpanFacets,
): SpanFold {
  if (model === null) return fold;
  const known = new Map(fold.toolSpans);
  const count = known.size;
  const byCall = toolSpans(folded);
  for (const { parts } of model.input) {
    for (const part of parts) {
      if (part.type !== 'toolResult' && part.type !== 'toolCall') continue;
      const key = part.id === null ? undefined : byCall.get(part.id);
      if (part.id !== null && key !== undefined && !known.has(part.id)) known.set(part.id, key);
    }
  }
  return known.size === count ? fold : { ...fold, toolSpans: [...known] };
}

/** Stands for an id within one answer alone. */
function isPosition(callId: string): boolean {
  return /^#\d+$/.test(callId);
}

function toolSpans(folded: FoldedTrace): ReadonlyMap<string, StoreKey> {
  let spans = spansByTrace.get(folded);
  if (spans === undefined) {
    const byId = folded.fold.spans
      .flatMap(({ toolSpans: calls }) => calls)
      .filter(([callId]) => !isPosition(callId));
    spans = new Map(byId);
    spansByTrace.set(folded, spans);
  }
  return spans;
}
