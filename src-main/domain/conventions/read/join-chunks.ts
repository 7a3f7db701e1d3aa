import type { Message, MessagePart } from '../../messages';

/**
 * Chunks of streamed answers as the answers they make: a message that does not say why it ended
 * goes on with the next of its role; pieces of a text become one part.
 */
export function joinChunks(chunks: readonly Message[]): Message[] {
  const joined: Message[] = [];
  /** Parts of the last of `joined`. */
  let parts: MessagePart[] = [];
  for (const chunk of chunks) {
    const last = joined.at(-1);
    const goesOn = last !== undefined && last.role === chunk.role && last.finishReason === null;
    if (goesOn) {
      parts.push(...chunk.parts);
      joined[joined.length - 1] = { ...last, parts, finishReason: chunk.finishReason };
    } else {
      parts = [...chunk.parts];
      joined.push({ ...chunk, parts });
    }
  }
  return joined.map((message) => ({ ...message, parts: joinTexts(message.parts) }));
}

function joinTexts(parts: readonly MessagePart[]): MessagePart[] {
  const joined: MessagePart[] = [];
  let texts: string[] = [];
  const endText = (): void => {
    const last = joined.at(-1);
    if (texts.length > 1 && (last?.type === 'text' || last?.type === 'reasoning')) {
      joined[joined.length - 1] = { ...last, text: texts.join('') };
    }
    texts = [];
  };
  for (const part of parts) {
    const isText = part.type === 'text' || part.type === 'reasoning';
    if (isText && joined.at(-1)?.type === part.type) {
      texts.push(part.text);
      continue;
    }
    endText();
    if (isText) texts = [part.text];
    joined.push(part);
  }
  endText();
  return joined;
}
