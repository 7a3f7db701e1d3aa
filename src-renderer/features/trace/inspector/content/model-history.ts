/** The messages of a model call, parted into what is old, what is new, and the answer. */
import type { SpanView } from '@contract/facets';
import type { Message } from '@domain/messages';

export interface ModelHistory {
  /** At the head of the input, wherever the sender put it. */
  readonly system: readonly Message[];
  /** Seen by an earlier call of the conversation. */
  readonly earlier: readonly Message[];
  /** Earlier messages that were left out. */
  readonly omittedCount: number;
  readonly fresh: readonly Message[];
  readonly output: readonly Message[];
}

/** Parts the messages of a call; all empty for a span without any. */
export function modelHistory({ facets, fold, omittedMessages }: SpanView): ModelHistory {
  const { model } = facets;
  if (model === null) return { system: [], earlier: [], omittedCount: 0, fresh: [], output: [] };
  const all = [...model.system, ...model.input];
  const firstOther = all.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  const systemCount = firstOther < 0 ? all.length : firstOther;
  const rest = all.slice(systemCount);
  // Known messages are counted from the system prompt on.
  const known = fold.knownMessageCount - systemCount - omittedMessages;
  const earlierCount = Math.max(0, Math.min(rest.length, known));
  return {
    system: all.slice(0, systemCount),
    earlier: rest.slice(0, earlierCount),
    omittedCount: omittedMessages,
    fresh: rest.slice(earlierCount),
    output: model.output,
  };
}
