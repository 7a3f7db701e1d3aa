/** What of a model call's messages the steps of its tools tell. */
import type { SpanView } from '@contract/facets';
import type { Message, MessagePart } from '@domain/messages';

/** The parts that no other step tells. Calls without an id go by their position in the answer. */
export function untold({ parts }: Message, view: SpanView): readonly MessagePart[] {
  let position = 0;
  return parts.filter((part) => {
    if (part.type !== 'toolCall') return !isToldByTool(part, view);
    const id = part.id ?? `#${position}`;
    position += 1;
    return !view.fold.toolSpans.some(([callId]) => callId === id);
  });
}

/** Calls and results whose tool has a span of its own are told by that step. */
export function isToldByTool(part: MessagePart, { fold, earlierToolSpans }: SpanView): boolean {
  if (part.type !== 'toolCall' && part.type !== 'toolResult') return false;
  const isOf = ([callId]: readonly [callId: string, key: number]): boolean => callId === part.id;
  return part.id !== null && (fold.toolSpans.some(isOf) || earlierToolSpans.some(isOf));
}
