import type { Message, MessagePart } from '../../messages';
import { textOf } from '../json-value';

/** All text of messages, for comparing them and for previews. */
export function textOfMessages(messages: readonly Message[]): string {
  return messages.map((message) => message.parts.map(textOfPart).join('\n')).join('\n');
}

function textOfPart(part: MessagePart): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'toolCall':
      return `${part.name} ${textOf(part.args)}`;
    case 'toolResult':
      return textOf(part.result);
    case 'media':
      return part.transcript ?? '';
    case 'document':
      return part.content;
    case 'compaction':
      return part.summary;
    case 'unknown':
      return textOf(part.value);
  }
}
