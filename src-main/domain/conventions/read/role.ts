import type { MessageRole } from '../../messages';

const roles: ReadonlyMap<string, MessageRole> = new Map<string, MessageRole>([
  ['system', 'system'],
  ['systemmessage', 'system'],
  ['systemmessagechunk', 'system'],
  ['instructions', 'system'],
  ['developer', 'developer'],
  ['user', 'user'],
  ['human', 'user'],
  ['humanmessage', 'user'],
  ['humanmessagechunk', 'user'],
  ['usermessage', 'user'],
  ['input', 'user'],
  ['assistant', 'assistant'],
  ['ai', 'assistant'],
  ['aimessage', 'assistant'],
  ['aimessagechunk', 'assistant'],
  ['assistantmessage', 'assistant'],
  ['model', 'assistant'],
  // smolagents' steps: models are told of them in these roles.
  ['tool-call', 'assistant'],
  ['tool-response', 'user'],
  ['bot', 'assistant'],
  ['chatbot', 'assistant'],
  ['agent', 'assistant'],
  ['output', 'assistant'],
  ['choice', 'assistant'],
  ['tool', 'tool'],
  ['toolmessage', 'tool'],
  ['toolmessagechunk', 'tool'],
  ['function', 'tool'],
  ['functionmessage', 'tool'],
  ['tool_response', 'tool'],
  ['tool_call_response', 'tool'],
  ['toolresponse', 'tool'],
  ['functionexecutionresultmessage', 'tool'],
  ['ipython', 'tool'],
  ['environment', 'tool'],
]);

/** The role a sender's word stands for, e.g. `human`, `MessageRole.USER`, `model`; null where none. */
export function roleOf(raw: string): MessageRole | null {
  if (raw.length > 60) return null;
  const known = roles.get(raw);
  if (known !== undefined) return known;
  const word = raw.trim().toLowerCase();
  // Python prints enum members as `MessageRole.USER`.
  return roles.get(word) ?? roles.get(word.slice(word.lastIndexOf('.') + 1)) ?? null;
}
