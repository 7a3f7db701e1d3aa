import type { Provenance } from '../facets/span-facets';
import type { JsonValue, Message } from '../messages';
import type { ContentForm, FacetDraft } from './convention';
import { isObject } from './json-value';
import { readMessages } from './read/read-messages';

/**
 * Proposes a whole conversation out of one list: messages up to the last answer went in, the
 * answer came out. Entries may be events `{event.name, role, content}`, of which the last is
 * `{event.name: gen_ai.choice, message}` or what its sender knows no event for, with its `data`.
 */
export function proposeConversation(
  draft: FacetDraft,
  list: readonly JsonValue[],
  form: ContentForm,
  from: Provenance,
): void {
  const messages = readMessages(list.map(unwrapEvent), 'user');
  let end = messages.length;
  while (end > 0 && messages[end - 1]?.role === 'assistant') end--;
  if (end > 0) draft.messages('input', messages.slice(0, end), form, from);
  if (end < messages.length) draft.messages('output', joinTurns(messages.slice(end)), form, from);
}

function unwrapEvent(event: JsonValue): JsonValue {
  if (!isObject(event)) return event;
  const inner =
    event['message'] ?? (event['event.name'] === 'gen_ai.unknown' ? event['data'] : null);
  return isObject(inner) ? inner : event;
}

/** Items of one answer, such as reasoning and text, are one message; choices are several. */
function joinTurns(messages: readonly Message[]): readonly Message[] {
  const [first] = messages;
  if (first === undefined || messages.length < 2) return messages;
  if (messages.some(({ choiceIndex }) => choiceIndex !== null)) return messages;
  const finishReason = messages.at(-1)?.finishReason ?? null;
  return [{ ...first, parts: messages.flatMap(({ parts }) => parts), finishReason }];
}
