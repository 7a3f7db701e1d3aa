/** Sounds and files that a reading of messages left out, taken from another that has them. */
import type { JsonValue, Message, MessagePart } from '../../messages';
import { textOfMessages } from '../read/text-of-messages';

const mediaWords =
  /"(?:input_audio|audio|file|input_file|document|inline_?data|file_?data|video|blob)"/i;

/** Whether JSON text may hold media that are no pictures: spares most of it the reading. */
export function mayHoldMedia(raw: JsonValue): boolean {
  return typeof raw === 'string' && mediaWords.test(raw);
}

/**
 * The messages, with the media that `others` has beside the same words of the same message:
 * OpenInference's flattened messages know of pictures alone. The same list where it has no more.
 */
export function withLostMedia(
  messages: readonly Message[],
  others: readonly Message[],
): readonly Message[] {
  const turns = others.filter(isTurn);
  if (!turns.some(hasMedia) || messages.filter(isTurn).length !== turns.length) return messages;
  let at = 0;
  let isSame = true;
  const whole = messages.map((message) => {
    if (!isTurn(message)) return message;
    const other = turns[at];
    at += 1;
    const parts = other === undefined ? null : partsWith(message, other);
    if (parts === null) return message;
    isSame = false;
    return { ...message, parts };
  });
  return isSame ? messages : whole;
}

/** A system prompt may stand apart from the messages. */
function isTurn({ role }: Message): boolean {
  return role !== 'system' && role !== 'developer';
}

function hasMedia({ parts }: Message): boolean {
  return parts.some(isMedia);
}

function isMedia({ type }: MessagePart): boolean {
  return type === 'media';
}

/** What the message says itself, and the media of the other in the other's order. */
function partsWith(message: Message, other: Message): readonly MessagePart[] | null {
  const own = message.parts.filter((part) => !isMedia(part));
  const theirs = other.parts.filter((part) => !isMedia(part));
  const gained = other.parts.length - theirs.length - (message.parts.length - own.length);
  if (gained <= 0 || other.role !== message.role || own.length !== theirs.length) return null;
  const said = [own, theirs].map((parts) => textOfMessages([{ ...message, parts }]));
  if (said[0] !== said[1]) return null;
  let at = 0;
  return other.parts.map((part) => {
    if (isMedia(part)) return part;
    const mine = own[at];
    at += 1;
    return mine ?? part;
  });
}
