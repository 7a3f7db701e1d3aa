import type { Message, MessagePart, ToolCallPart, ToolResultPart } from '../../messages';

/**
 * OpenAI's Responses give the call of a tool two ids, its item's (`fc_…`) and its own (`call_…`),
 * and results name the latter. Where a sender tells calls by their items, the results after them
 * tell their own ids, in the same order; where there is not one result for each call, the calls
 * stay as they are. Changes the list in place.
 */
export function restoreCallIds(messages: Message[]): void {
  if (!messages.some(({ parts }) => parts.some(isItem))) return;
  const told = new Set(
    messages.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.type === 'toolCall' ? [part.id] : [])),
    ),
  );
  const restored = new Map<ToolCallPart, string>();

  let asked: ToolCallPart[] = [];
  let answers: ToolResultPart[] = [];
  const pair = (): void => {
    if (asked.length === answers.length) {
      asked.forEach((call, at) => {
        const id = answers[at]?.id ?? null;
        if (id !== null) restored.set(call, id);
      });
    }
    [asked, answers] = [[], []];
  };
  for (const { parts } of messages) {
    for (const part of parts) {
      if (part.type === 'toolResult') {
        if (!told.has(part.id)) answers.push(part);
      } else {
        if (answers.length > 0) pair();
        if (isItem(part)) asked.push(part);
      }
    }
  }
  pair();
  if (restored.size === 0) return;
  messages.forEach((message, at) => {
    if (message.parts.every((part) => part.type !== 'toolCall' || !restored.has(part))) return;
    const parts = message.parts.map((part) =>
      part.type === 'toolCall' ? { ...part, id: restored.get(part) ?? part.id } : part,
    );
    messages[at] = { ...message, parts };
  });
}

function isItem(part: MessagePart): part is ToolCallPart {
  return part.type === 'toolCall' && part.id?.startsWith('fc_') === true;
}
