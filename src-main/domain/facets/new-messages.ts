import type { Message } from '../messages';
import type { ModelCall, SpanFacets } from './span-facets';

/**
 * The facets of a model call without the input messages that an earlier call has seen already.
 * A tool result keeps the message that asked for it, so the cut may come earlier.
 *
 * @param knownCount as in `SpanFold`: counts messages of `model.system`, then of `model.input`
 */
export function newMessages(facets: SpanFacets, knownCount: number): SpanFacets {
  const { model } = facets;
  if (model === null || knownCount <= 0) return facets;
  const rest: ModelCall = {
    ...model,
    system: model.system.slice(knownCount),
    input: model.input.slice(cutBefore(model.input, knownCount - model.system.length)),
  };
  return { ...facets, model: rest };
}

/** Where to cut so that no call stands on the other side of its result; at most `wanted`. */
function cutBefore(messages: readonly Message[], wanted: number): number {
  const earliestCalls = earliestCallsFrom(messages);
  let cut = Math.max(0, Math.min(wanted, messages.length));
  for (;;) {
    const call = earliestCalls[cut] ?? cut;
    if (call >= cut) return cut;
    cut = call;
  }
}

/** By index: the first message that asked for a result in this message or a later one. */
function earliestCallsFrom(messages: readonly Message[]): Int32Array {
  const calls = new Map<string, number>();
  const earliest = Int32Array.from(messages, ({ parts }, index) => {
    let first = index;
    for (const part of parts) {
      if (part.type === 'toolCall' && part.id !== null) calls.set(part.id, index);
      if (part.type === 'toolResult' && part.id !== null) {
        first = Math.min(first, calls.get(part.id) ?? index);
      }
    }
    return first;
  });
  for (let i = earliest.length - 2; i >= 0; i -= 1) {
    earliest[i] = Math.min(earliest[i] ?? i, earliest[i + 1] ?? i);
  }
  return earliest;
}
