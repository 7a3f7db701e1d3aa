/** Whether one reading of content says all that another does, so that the other need not be shown. */
import type { Message, MessagePart } from '../../messages';
import { textOf } from '../json-value';
import { textOfMessages } from '../read/text-of-messages';

/** Whether the text occurs in the messages, blanks aside. */
export function coversText(messages: readonly Message[], text: string): boolean {
  const wanted = squeeze(text);
  return wanted === '' || squeeze(textOfMessages(messages)).includes(wanted);
}

/** Whether every text, tool call and tool result of `other` occurs in `messages`. */
export function coversMessages(messages: readonly Message[], other: readonly Message[]): boolean {
  let whole: string | null = null;
  let known: Set<string> | null = null;
  for (const message of other) {
    for (const part of message.parts) {
      const said = saidBy(part);
      if (said === '') continue;
      known ??= new Set(messages.flatMap(({ parts }) => parts.map(saidBy)));
      if (known.has(said)) continue;
      whole ??= squeeze(textOfMessages(messages));
      if (!whole.includes(squeeze(said))) return false;
    }
  }
  return true;
}

/** What counts in a comparison: ids and hidden thoughts do not. */
function saidBy(part: MessagePart): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'toolCall':
      return part.name;
    case 'toolResult':
      return textOf(part.result);
    case 'compaction':
      return part.summary;
    case 'document':
      return part.content;
    case 'reasoning':
    case 'media':
    case 'unknown':
      return '';
  }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
