import { previewOfJson } from '../facets/preview';
import type { ModelCall, Payload, Retrieval, SpanFacets } from '../facets/span-facets';
import { addMark, finishHash, newHash } from '../facets/text-hash';
import type { JsonValue, Message } from '../messages';
import { contentHashes, hashValue } from './content-hash';
import { parametersOf, toolsByName } from './call-settings';
import type { Scrubbing } from './scrub';
import { sketchOf } from './sketch';

/** What a span is compared by without its content; absent where nothing was recorded. */
export interface Fingerprint {
  /**
   * Of what it was given: arguments, query, texts, without what is of one run alone. Absent where
   * messages tell it, whose hashes are kept one by one; so is `outputHash`.
   */
  readonly inputHash?: number;
  readonly outputHash?: number;
  /** Of both as they are, where that is not what the two hashes are of. */
  readonly exactHash?: number;
  /** Of a model call's parameters, and of the tools that were offered. */
  readonly parametersHash?: number;
  readonly toolsHash?: number;
  /** `Sketch` of both, as two 32-bit numbers. */
  readonly sketch?: readonly [high: number, low: number];
}

const SKETCHED_CHARS = 2048;

/** Fingerprint of a span's content, to be stored with its narrow facets. */
export function fingerprintOf(facets: SpanFacets): Fingerprint {
  const { input, output } = contentOf(facets);
  const given = input === undefined ? undefined : contentHashes(input.value, input.scrubbing);
  const gave = output === undefined ? undefined : contentHashes(output.value, output.scrubbing);
  const isExact = given?.plain === given?.compared && gave?.plain === gave?.compared;
  const sketch = sketchOf(
    `${sketched(facets, 'input', input)} ${sketched(facets, 'output', output)}`,
  );
  return {
    ...(given === undefined ? {} : { inputHash: given.compared }),
    ...(gave === undefined ? {} : { outputHash: gave.compared }),
    ...(isExact ? {} : { exactHash: exactHash([given?.plain ?? 0, gave?.plain ?? 0]) }),
    ...(facets.kind === 'llm' ? settingsOf(facets.model) : {}),
    ...(sketch === null ? {} : { sketch: [sketch.high, sketch.low] as const }),
  };
}

/** Of hashes of content as it is. */
export function exactHash(hashes: readonly number[]): number {
  const hash = newHash();
  for (const each of hashes) addMark(hash, each | 0);
  return finishHash(hash);
}

function settingsOf(model: ModelCall | null): Pick<Fingerprint, 'parametersHash' | 'toolsHash'> {
  if (model === null) return {};
  const parameters = parametersOf(model);
  const tools = toolsByName(model);
  return {
    ...(parameters === null ? {} : { parametersHash: hashValue(parameters, 'exact') }),
    ...(tools === null ? {} : { toolsHash: hashValue(tools, 'exact') }),
  };
}

interface Content {
  readonly value: JsonValue;
  readonly scrubbing: Scrubbing;
}

interface Contents {
  readonly input: Content | undefined;
  readonly output: Content | undefined;
}

/** What no message tells. */
function contentOf({ model, tool, retrieval, embedding, input, output }: SpanFacets): Contents {
  if (tool !== null && (tool.args !== null || tool.result !== null)) {
    return { input: payload(tool.args, 'arguments'), output: payload(tool.result, 'content') };
  }
  if (retrieval !== null) {
    const query = content(retrieval.query, 'arguments');
    return { input: query, output: content(documentsOf(retrieval), 'content') };
  }
  if (embedding !== null) return { input: content(embedding.texts, 'content'), output: undefined };
  return {
    input: hasMessages(model?.input) ? undefined : payload(input[0], 'content'),
    output: hasMessages(model?.output) ? undefined : payload(output[0], 'content'),
  };
}

function hasMessages(messages: readonly Message[] | undefined): boolean {
  return messages !== undefined && messages.length > 0;
}

/** What a search found; null for nothing. */
export function documentsOf(retrieval: Retrieval | null): JsonValue {
  const documents = retrieval?.documents ?? [];
  return documents.length === 0
    ? null
    : documents.map(({ content: text, score }) => ({ content: text, score }));
}

function payload(sent: Payload | null | undefined, scrubbing: Scrubbing): Content | undefined {
  return sent === null || sent === undefined || sent.isRedacted
    ? undefined
    : { value: sent.value, scrubbing };
}

function content(value: JsonValue, scrubbing: Scrubbing): Content | undefined {
  return value === null ? undefined : { value, scrubbing };
}

/** The text of one side that the sketch is made of: of messages the one that is nearest. */
function sketched(
  { model }: SpanFacets,
  side: 'input' | 'output',
  told: Content | undefined,
): string {
  if (told !== undefined) return textOf(told.value);
  return textOfMessage(side === 'input' ? model?.input.at(-1) : model?.output[0]);
}

function textOfMessage(message: Message | undefined): string {
  if (message === undefined) return '';
  const texts = message.parts.map((part) => {
    if (part.type === 'text') return part.text;
    if (part.type === 'toolCall') return `${part.name} ${textOf(part.args)}`;
    return part.type === 'toolResult' ? textOf(part.result) : '';
  });
  return texts.join(' ').slice(0, SKETCHED_CHARS);
}

function textOf(value: JsonValue): string {
  const text = typeof value === 'string' ? value : (previewOfJson(value) ?? '');
  return text.slice(0, SKETCHED_CHARS);
}
