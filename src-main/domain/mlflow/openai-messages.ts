/** Chat messages as OpenAI's chat completions API has them, which MLflow's views read. */
import type { JsonValue, MediaPart, Message, MessagePart } from '../messages';

type OpenAiMessage = { readonly [name: string]: JsonValue };

/**
 * The messages one after the other. Results of tools become messages of their own, as that API
 * requires; parts it does not know stay in the content as they are.
 */
export function messagesToOpenAi(messages: readonly Message[]): OpenAiMessage[] {
  return messages.flatMap((message) => {
    const results = message.parts.flatMap(resultMessage);
    const rest = message.parts.filter(({ type }) => type !== 'toolResult');
    return rest.length === 0 && results.length > 0
      ? results
      : [ownMessage(message, rest), ...results];
  });
}

function ownMessage({ role, name }: Message, parts: readonly MessagePart[]): OpenAiMessage {
  const calls = parts.flatMap((part): JsonValue[] =>
    part.type === 'toolCall'
      ? [
          {
            id: part.id,
            type: 'function',
            function: {
              name: part.name,
              arguments: typeof part.args === 'string' ? part.args : JSON.stringify(part.args),
            },
          },
        ]
      : [],
  );
  return {
    role,
    ...(name === null ? {} : { name }),
    content: contentOf(parts.filter(({ type }) => type !== 'toolCall')),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function resultMessage(part: MessagePart): OpenAiMessage[] {
  if (part.type !== 'toolResult') return [];
  const { id, result } = part;
  const content = typeof result === 'string' ? result : JSON.stringify(result);
  return [{ role: 'tool', tool_call_id: id, content }];
}

/** Text alone is a text, and nothing is null. */
function contentOf(parts: readonly MessagePart[]): JsonValue {
  const [first] = parts;
  if (first === undefined) return null;
  if (parts.length === 1 && first.type === 'text') return first.text;
  return parts.map(contentPart);
}

function contentPart(part: MessagePart): JsonValue {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'reasoning':
      return { type: 'reasoning', text: part.text };
    case 'media':
      return mediaPart(part);
    case 'document':
      return { type: 'text', text: part.content };
    case 'compaction':
      return { type: 'text', text: part.summary };
    case 'unknown':
      return part.value;
    case 'toolCall':
      return { type: 'text', text: part.name };
    case 'toolResult':
      return part.result;
  }
}

function mediaPart({ modality, mime, name, base64, uri, fileId }: MediaPart): JsonValue {
  const url = uri ?? (base64 === null ? null : `data:${mime ?? ''};base64,${base64}`);
  if (modality === 'image' && url !== null) return { type: 'image_url', image_url: { url } };
  if (modality === 'audio' && base64 !== null) {
    const format = mime === 'audio/mpeg' ? 'mp3' : (mime?.split('/')[1] ?? 'wav');
    return { type: 'input_audio', input_audio: { data: base64, format } };
  }
  return {
    type: 'file',
    file: {
      ...(name === null ? {} : { filename: name }),
      ...(fileId === null ? {} : { file_id: fileId }),
      ...(url === null ? {} : { file_data: url }),
    },
  };
}
