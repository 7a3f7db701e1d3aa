/** Whether one reading of content says all that another does, so that the other need not be shown. */
import type { Message, MessagePart } from '../../messages';
import { textOf } from '../json-value';
import { textOfMessages } from '../read/text-of-messages';

/** What messages say, prepared once however much is compared with it. */
export class Coverage {
  /** All text, blanks aside. */
  private whole: string | null = null;
  private parts: ReadonlySet<string> | null = null;

  constructor(private readonly messages: readonly Message[]) {}

  /** Whether the text occurs in the messages, blanks aside. */
  hasText(text: string): boolean {
    const wanted = squeeze(text);
    if (wanted === '') return true;
    this.whole ??= squeeze(textOfMessages(this.messages));
    return this.whole.includes(wanted);
  }

  /** Whether every text, tool call and tool result of `other` occurs in the messages. */
  hasMessages(other: readonly Message[]): boolean {
    return other.every(({ parts }) => parts.every((part) => this.hasPart(saidBy(part))));
  }

  private hasPart(said: string): boolean {
    if (said === '') return true;
    this.parts ??= new Set(this.messages.flatMap(({ parts }) => parts.map(saidBy)));
    return this.parts.has(said) || this.hasText(said);
  }
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
