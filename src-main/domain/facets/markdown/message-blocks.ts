/** Messages of a model call as Markdown blocks. */
import { formatBytes } from '../../format';
import type { MediaPart, Message, MessagePart, ToolCallPart } from '../../messages';
import { fencedValue, inlineCode, plainLine, quoted, type TextCutter } from './text-blocks';

/** What is told elsewhere and need not be told again. */
export interface Told {
  /** Whether a step shows this call with its arguments and result. */
  hasCall(call: ToolCallPart): boolean;
  /** Whether a step before has shown the result of that call. */
  hasResultOf(callId: string): boolean;
  /** What the step of a span is about; null where no step is of it. */
  nameOf(key: number): string | null;
}

export function messageBlocks(
  messages: readonly Message[],
  cutter: TextCutter,
  told: Told,
): string[] {
  return messages.flatMap((message) => {
    const parts = message.parts.filter((part) => !isToldResult(part, told));
    if (parts.length === 0) return [];
    const name = message.name === null ? '' : ` (${plainLine(message.name)})`;
    return [
      `**${message.role}**${name}`,
      ...parts.flatMap((part) => partBlocks(part, cutter, told)),
    ];
  });
}

function isToldResult(part: MessagePart, told: Told): boolean {
  return part.type === 'toolResult' && part.id !== null && told.hasResultOf(part.id);
}

function partBlocks(part: MessagePart, cutter: TextCutter, told: Told): string[] {
  switch (part.type) {
    case 'text':
      return part.text.trim() === '' ? [] : [quoted(cutter.cut(part.text))];
    case 'reasoning':
      return [
        '*reasoning*',
        part.isHidden ? 'hidden by the provider' : quoted(cutter.cut(part.text)),
      ];
    case 'toolCall':
      return told.hasCall(part)
        ? [`calls ${inlineCode(part.name)}, see below`]
        : [`calls ${inlineCode(part.name)}`, fencedValue(part.args, cutter)];
    case 'toolResult': {
      const of = part.name === null ? '' : ` of ${inlineCode(part.name)}`;
      return [`${part.isError ? 'error' : 'result'}${of}`, fencedValue(part.result, cutter)];
    }
    case 'media':
      return [mediaLine(part)];
    case 'document':
      return ['*document*', quoted(cutter.cut(part.content))];
    case 'compaction':
      return ['*summary of what was before*', quoted(cutter.cut(part.summary))];
    case 'unknown':
      return [`*${plainLine(part.typeRaw)}*`, fencedValue(part.value, cutter)];
  }
}

/** Media are named, not copied. */
function mediaLine({ modality, mime, uri, byteLength, transcript }: MediaPart): string {
  const facts = [
    mime === null ? [] : [plainLine(mime)],
    byteLength === null ? [] : [formatBytes(byteLength)],
    uri === null || uri.startsWith('data:') ? [] : [inlineCode(uri.slice(0, 500))],
  ].flat();
  const what = `[${[modality, ...facts].join(', ')}]`;
  return transcript === null ? what : `${what} ${plainLine(transcript)}`;
}
