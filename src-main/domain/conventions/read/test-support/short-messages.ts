/** Messages in a form short enough to be written down in a test. */
import type { JsonValue, Message, MessageRole } from '../../../messages';
import { readMessages } from '../read-messages';

/** Role, then a short form of each part: enough to see what was understood. */
export function shortOf(messages: readonly Message[]): unknown[] {
  return messages.map(({ role, parts }) => [
    role,
    ...parts.map((part) => {
      switch (part.type) {
        case 'text':
          return part.text;
        case 'reasoning':
          return { thinks: part.isHidden ? null : part.text };
        case 'toolCall':
          return { calls: part.name, id: part.id, args: part.args, ...server(part) };
        case 'toolResult':
          return {
            result: part.result,
            id: part.id,
            ...(part.isError ? { isError: true } : {}),
            ...server(part),
          };
        case 'media':
          return { [part.modality]: part.uri ?? part.fileId ?? part.base64, mime: part.mime };
        case 'document':
          return { document: part.content };
        case 'compaction':
          return { compacted: part.summary };
        case 'unknown':
          return { unknown: part.typeRaw };
      }
    }),
  ]);
}

function server(part: { isServerSide: boolean }): object {
  return part.isServerSide ? { isServerSide: true } : {};
}

/** What is read of a value, in the short form. */
export function read(value: JsonValue, role: MessageRole = 'user'): unknown[] {
  return shortOf(readMessages(value, role));
}
