/** Messages inside of something: a choice, a candidate, a LangChain constructor. */
import type { Message, MessageRole } from '../../messages';
import {
  firstMember,
  isArray,
  isObject,
  member,
  numberMember,
  textMember,
  type JsonObject,
} from '../json-value';
import { canonicalFinishReason } from './finish-reason';
import { roleOf } from './role';

/** The word a message has for its role; null where none of its words is one. */
export function roleWord(value: JsonObject): string | null {
  const role = member(value, 'role') ?? member(value, '_role');
  if (typeof role === 'string' && role !== '') return role;
  // Semantic Kernel: `{label: 'user'}`; Vertex and others may nest too.
  if (isObject(role)) return textMember(role, 'label', 'Label', 'value', 'name');
  const type = textMember(value, 'type', 'messageType', 'message_type', 'author_role', 'sender');
  return type !== null && roleOf(type) !== null ? type : null;
}

export interface Wrapped {
  readonly inner: JsonObject;
  readonly role: MessageRole | null;
  finish(message: Message): Message;
}

/** A message inside of something: a choice, a candidate, a LangChain constructor. */
export function unwrapMessage(value: JsonObject): Wrapped | null {
  const inner = firstMember(value, ['message', 'delta']);
  if (isObject(inner) && roleWord(value) === null) {
    const choiceIndex = numberMember(value, 'index');
    const finish = finishWord(value);
    return {
      inner,
      role: finish === null && choiceIndex === null ? null : 'assistant',
      finish: (message) => ({
        ...message,
        choiceIndex: message.choiceIndex ?? choiceIndex,
        finishReason: message.finishReason ?? finish,
      }),
    };
  }
  const asIs = (message: Message): Message => message;
  const kwargs = member(value, 'kwargs');
  const id = member(value, 'id');
  if (isObject(kwargs) && isArray(id)) {
    const className = id.at(-1);
    const type = typeof className === 'string' ? className : '';
    return { inner: { type, ...kwargs }, role: roleOf(type), finish: asIs };
  }
  const data = member(value, 'data');
  if (isObject(data) && roleWord(value) !== null && member(value, 'content') === undefined) {
    return { inner: { ...data, type: roleWord(value) ?? '' }, role: null, finish: asIs };
  }
  const content = member(value, 'content');
  if (isObject(content) && isArray(member(content, 'parts'))) {
    // A candidate of Gemini.
    return {
      inner: content,
      role: 'assistant',
      finish: (message) => ({
        ...message,
        choiceIndex: message.choiceIndex ?? numberMember(value, 'index'),
        finishReason: message.finishReason ?? finishWord(value),
      }),
    };
  }
  return null;
}

/** Why the model stopped, as a message or what is around it says. */
export function finishWord(value: JsonObject): string | null {
  const raw = textMember(value, 'finish_reason', 'finishReason', 'stop_reason', 'stopReason');
  return raw === null ? null : canonicalFinishReason(raw);
}
