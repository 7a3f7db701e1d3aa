/** What the AI SDK, versions 3 to 6, writes of prompts, answers and tools: reference §4. */
import type { JsonValue, MessagePart } from '../../messages';
import type { AttributeView, FacetDraft, SpanSource } from '../convention';
import { isArray, isObject } from '../json-value';
import type { ProvenanceOf } from '../provenance';
import { messageOf } from '../read/message';
import { mediaFromObject } from '../read/read-media';
import { readToolCall } from '../read/read-tool-parts';
import { proposeMessages } from '../read/propose-messages';

/** Proposes messages in and out, and a tool's arguments and result. */
export function proposeAiSdkContent(
  { attributes }: SpanSource,
  draft: FacetDraft,
  from: ProvenanceOf,
): void {
  proposePrompt(attributes, draft, from);
  proposeAnswer(attributes, draft, from);
  for (const [direction, key] of [
    ['toolArgs', 'ai.toolCall.args'],
    ['toolArgs', 'ai.toolCall.input'],
    ['toolResult', 'ai.toolCall.result'],
    ['toolResult', 'ai.toolCall.output'],
  ] as const) {
    draft.payload(direction, attributes.json(key), 'aiSdkMessages', from.attribute(key));
  }
}

/** Of a call: `ai.prompt.messages`; of a function: `ai.prompt`, `{system, prompt | messages}`. */
function proposePrompt(attributes: AttributeView, draft: FacetDraft, from: ProvenanceOf): void {
  const key = 'ai.prompt.messages';
  proposeMessages(draft, 'input', attributes.json(key), 'aiSdkMessages', from.attribute(key));
  const provenance = from.attribute('ai.prompt');
  const prompt = attributes.parsed('ai.prompt');
  if (!isObject(prompt)) {
    proposeMessages(draft, 'input', prompt, 'aiSdkMessages', provenance);
    return;
  }
  proposeMessages(draft, 'system', prompt['system'], 'aiSdkMessages', provenance);
  proposeMessages(
    draft,
    'input',
    prompt['messages'] ?? prompt['prompt'],
    'aiSdkMessages',
    provenance,
  );
}

/** Version 3 wrote `ai.result.*`. */
function proposeAnswer(attributes: AttributeView, draft: FacetDraft, from: ProvenanceOf): void {
  for (const prefix of ['ai.response.', 'ai.result.']) {
    const parts = answerParts(attributes, prefix);
    if (parts.length === 0) continue;
    const key = attributes
      .withPrefix(prefix)
      .find((entry) => contentKeys.has(entry.key.slice(prefix.length)));
    draft.messages(
      'output',
      [messageOf('assistant', 'assistant', parts)],
      'aiSdkMessages',
      from.attribute(key?.key ?? prefix),
    );
    return;
  }
}

const contentKeys: ReadonlySet<string> = new Set([
  'reasoning',
  'text',
  'object',
  'toolCalls',
  'files',
]);

function answerParts(attributes: AttributeView, prefix: string): MessagePart[] {
  const parts: MessagePart[] = [];
  const thought = reasoningText(attributes.parsed(`${prefix}reasoning`));
  if (thought !== null) parts.push({ type: 'reasoning', text: thought, isHidden: false });
  for (const name of ['text', 'object']) {
    const text = attributes.text(`${prefix}${name}`);
    if (text !== null) parts.push({ type: 'text', text });
  }
  const calls = attributes.parsed(`${prefix}toolCalls`);
  for (const call of isArray(calls) ? calls : []) {
    if (isObject(call)) parts.push(readToolCall(call, call['providerExecuted'] === true));
  }
  const files = attributes.parsed(`${prefix}files`);
  for (const file of isArray(files) ? files : []) {
    const media = isObject(file) ? mediaFromObject(file, 'file') : null;
    if (media !== null) parts.push(media);
  }
  return parts;
}

/** A text, or a list of `{text}`. */
function reasoningText(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (!isArray(value)) return null;
  const texts = value.flatMap((part) =>
    isObject(part) && typeof part['text'] === 'string' ? [part['text']] : [],
  );
  return texts.length === 0 ? null : texts.join('\n\n');
}
