import type { Message, MessagePart, MessageRole } from '../../messages';

/** A message of one text. */
export function textMessage(role: MessageRole, text: string): Message {
  return messageOf(role, role, [{ type: 'text', text }]);
}

/** A message of parts that were read elsewhere. */
export function messageOf(
  role: MessageRole,
  roleRaw: string,
  parts: readonly MessagePart[],
  more: Partial<Pick<Message, 'name' | 'choiceIndex' | 'finishReason'>> = {},
): Message {
  const { name = null, choiceIndex = null, finishReason = null } = more;
  return { role, roleRaw, name, parts, choiceIndex, finishReason };
}
